const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

/** `1.5 GiB` */
export function bytesText(bytes: number): string {
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes || 1) / 10)))
  const value = bytes / 1024 ** unit
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Some names, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

/** `1 event`, `2 events` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** A length of time in words, in its largest unit: `3 hours` */
export function lengthText(ms: number): string {
  const sizes = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ] as const
  const [size, unit] = sizes.find(([each]) => ms >= each) ?? [1000, 'second']
  return counted(Math.floor(ms / size), unit)
}

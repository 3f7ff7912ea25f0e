const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size in the largest unit of which there is a whole one: `312 bytes`, `1.5 GiB`. */
export function bytesInWords(bytes: number): string {
  if (bytes === 1) return '1 byte'
  let size = bytes
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

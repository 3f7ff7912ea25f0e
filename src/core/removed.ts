const names = {
  payloads: ['payload', 'payloads'],
  events: ['event', 'events'],
  alerts: ['alert', 'alerts'],
  deliveries: ['delivery', 'deliveries'],
  silences: ['silence', 'silences'],
  keys: ['dedup key', 'dedup keys'],
} as const

/** What was removed: `2 alerts and 4 deliveries`. */
export function removedInWords(removed: Readonly<Record<keyof typeof names, number>>): string {
  const parts = (Object.keys(names) as (keyof typeof names)[])
    .filter((what) => removed[what] > 0)
    .map((what) => {
      const count = removed[what]
      return `${count.toLocaleString('en')} ${names[what][count === 1 ? 0 : 1]}`
    })
  const last = parts.pop()
  if (last === undefined) return 'nothing'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

import type { StorageView } from '../../contract/storage.ts'
import { lengthInWords } from '../../core/length.ts'

type Removed = NonNullable<StorageView['lastRemoved']>

/** For how long something is kept: `for 90 days`. */
export function keptFor(keepMs: number | null): string {
  return keepMs === null ? 'for ever' : `for ${lengthInWords(keepMs / 1000)}`
}

const names: Record<keyof Removed, string> = {
  payloads: 'payload',
  events: 'event',
  alerts: 'alert',
  deliveries: 'delivery',
  silences: 'silence',
  keys: 'dedup key',
}

/** What was removed: `2 alerts and 4 deliveries`. */
export function removedInWords(removed: Removed): string {
  const parts = (Object.keys(names) as (keyof Removed)[])
    .filter((what) => removed[what] > 0)
    .map((what) => counted(removed[what], names[what]))
  const last = parts.pop()
  if (last === undefined) return 'nothing'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

function counted(count: number, name: string): string {
  const plural = name.endsWith('y') && name !== 'dedup key' ? `${name.slice(0, -1)}ies` : `${name}s`
  return `${count.toLocaleString('en')} ${count === 1 ? name : plural}`
}

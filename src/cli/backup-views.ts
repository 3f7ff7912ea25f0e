import type { KeptBackup } from '../backup/folder.ts'
import type { MadeBackup } from '../backup/take.ts'
import type { Verified } from '../backup/verify.ts'
import { missingFrom } from '../store/sqlite/migrate.ts'
import { readMigrations } from '../store/sqlite/migrations.ts' with { type: 'macro' }
import { sizeInWords as sizeOf } from '../store/sqlite/free-space.ts'
import type { Sound } from '../store/sqlite/soundness.ts'

export { sizeOf }

/** What was counted in a backup. */
interface Counted {
  events: number
  newestEventId: string | null
  alerts: number
  integrations: number
  channels: number
  deliveries: number
  waitingDeliveries: number
  users: number
  /** Every table, and how many rows it has. */
  tables: Record<string, number>
  /** The newest migration in it, which is its version. */
  migration: string | null
}

interface Shown extends Partial<Counted> {
  file: string
  at?: string
  bytes: number
  encrypted: boolean
  /** `whole`: all was read. `outside`: it is encrypted, and nobody said with which key. */
  checked: 'whole' | 'outside'
  /** What serve does with it. */
  use?: 'as it is' | 'after an upgrade' | 'not with this version'
}

export function backupView({ file, at, bytes, encrypted, sound }: MadeBackup) {
  return {
    file,
    at: new Date(at).toISOString(),
    bytes,
    encrypted,
    checked: 'whole' as const,
    ...countedIn(sound),
  }
}

export function listedView({ path, at, bytes, encrypted }: KeptBackup) {
  return { file: path, at: new Date(at).toISOString(), bytes, encrypted }
}

export function verifiedView({ file, bytes, encrypted, sound }: Verified): Shown {
  if (sound === null) return { file, bytes, encrypted, checked: 'outside' }
  return { file, bytes, encrypted, checked: 'whole', ...countedIn(sound), use: useOf(sound) }
}

function countedIn({ census, events, newestEvent, waiting, history }: Sound): Counted {
  const rowsIn = (table: string) => census[table]?.rows ?? 0
  return {
    events,
    newestEventId: newestEvent === 0 ? null : String(newestEvent),
    alerts: rowsIn('alerts'),
    integrations: rowsIn('integrations'),
    channels: rowsIn('channels'),
    deliveries: rowsIn('deliveries'),
    waitingDeliveries: waiting,
    users: rowsIn('users'),
    tables: Object.fromEntries(Object.entries(census).map(([table, { rows }]) => [table, rows])),
    migration: history.at(-1)?.name ?? null,
  }
}

function useOf({ history }: Sound): NonNullable<Shown['use']> {
  try {
    const missing = missingFrom(history, readMigrations(), 'It')
    return missing.length === 0 ? 'as it is' : 'after an upgrade'
  } catch {
    return 'not with this version'
  }
}

/** The same for a person. */
export function factsOf(view: Shown): [string, string | number | null][] {
  const { tables } = view
  return [
    ['file', view.file],
    ['made at', view.at ?? null],
    ['size', sizeOf(view.bytes)],
    ['encrypted', view.encrypted ? 'yes' : 'no'],
    ['events', view.events ?? null],
    ['alerts', view.alerts ?? null],
    ['integrations', view.integrations ?? null],
    ['channels', view.channels ?? null],
    ['deliveries', view.deliveries ?? null],
    ['of these waiting', view.waitingDeliveries ?? null],
    ['users', view.users ?? null],
    ['rows in all', tables === undefined ? null : sum(Object.values(tables))],
    ['migration', view.migration ?? null],
    ['can be served', view.use ?? null],
  ]
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

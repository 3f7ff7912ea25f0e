import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ask, type Place } from './killable.ts'
import type { Answered, Ledger } from './ledger.ts'

interface EventRow {
  id: string
  state: string
  outcome: string | null
  alertId: string | null
}

interface AlertRow {
  id: string
  integrationId: string
  dedupKey: string
  status: string
  eventCount: number
}

/** What is on the disk now, as the commands tell it. */
export interface Kept {
  events: EventRow[]
  alerts: AlertRow[]
}

/** How long (ms) the outbox may take to become empty after a fault. */
const patience = 60_000

/**
 * Compares a data directory, on which a server runs, with what was answered. Gives a sentence for each broken promise: none is
 * right.
 */
export async function audit(place: Place, ledger: Ledger): Promise<string[]> {
  const pending = await waitForOutbox(place)
  if (pending > 0) return [`${pending} events still wait in the outbox`]
  const kept = await whatIsKept(place)
  return [
    ...integrity(place),
    ...missing(kept, ledger.answered),
    ...unsettled(kept),
    ...doubled(kept),
    ...strange(kept, ledger.answered),
    ...miscounted(kept),
    ...unaccounted(kept, ledger),
  ]
}

export async function whatIsKept(place: Place): Promise<Kept> {
  const [events, alerts] = await Promise.all([
    ask<EventRow[]>(place, 'event', 'list', '--limit', '100000'),
    ask<AlertRow[]>(place, 'alert', 'list', '--limit', '100000'),
  ])
  return { events, alerts }
}

/** Events that wait in the outbox, whether or not a server runs. */
export async function countPending(place: Place): Promise<number> {
  const list = ['event', 'list', '--state', 'pending', '--limit', '100000']
  return (await ask<unknown[]>(place, ...list)).length
}

async function waitForOutbox(place: Place): Promise<number> {
  const until = Date.now() + patience
  for (;;) {
    const pending = await countPending(place)
    if (pending === 0 || Date.now() > until) return pending
    await Bun.sleep(50)
  }
}

/** Asks SQLite itself, through a connection of our own that cannot write. */
export function integrity({ dataDir }: Place): string[] {
  const file = join(dataDir, 'navish.db')
  if (!existsSync(file)) return ['there is no navish.db']
  const db = new Database(file, { readonly: true })
  try {
    db.run('pragma busy_timeout = 5000')
    const rows = db.query<{ integrity_check: string }, []>('pragma integrity_check').all()
    const broken = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
    const dangling = db.query('pragma foreign_key_check').all().length
    return [
      ...broken.map((line) => `integrity_check says: ${line}`),
      ...(dangling > 0 ? [`${dangling} references lead nowhere`] : []),
    ]
  } finally {
    db.close()
  }
}

function missing({ events }: Kept, answered: readonly Answered[]): string[] {
  const stored = new Set(events.map(({ id }) => id))
  const lost = answered.filter(({ id }) => !stored.has(id)).map(({ id }) => id)
  const twice = answered.length - new Set(answered.map(({ id }) => id)).size
  return [
    ...(lost.length > 0 ? [`${lost.length} answered events are lost: ${first(lost)}`] : []),
    ...(twice > 0 ? [`${twice} answered ids were given to two events`] : []),
  ]
}

function unsettled({ events }: Kept): string[] {
  const left = events.filter(({ state, outcome }) => state !== 'done' || outcome === null)
  if (left.length === 0) return []
  return [`${left.length} events have no outcome or are dead: ${first(left.map(({ id }) => id))}`]
}

function doubled({ alerts }: Kept): string[] {
  const open = alerts.filter(({ status }) => status !== 'resolved')
  const keys = open.map(({ integrationId, dedupKey }) => `${integrationId} ${dedupKey}`)
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
  return twice.length > 0 ? [`unresolved alerts are doubled: ${first(twice)}`] : []
}

/** An event on an alert of something else: what is stored under an answered id is not what was sent. */
function strange({ events, alerts }: Kept, answered: readonly Answered[]): string[] {
  const abouts = new Map(answered.map(({ id, delivery }) => [id, delivery.about]))
  const keys = new Map(alerts.map(({ id, dedupKey }) => [id, dedupKey]))
  const wrong = events.filter(({ id, alertId }) => {
    if (alertId === null || !abouts.has(id)) return false
    return keys.get(alertId)?.includes(abouts.get(id) ?? '') !== true
  })
  if (wrong.length === 0) return []
  return [`events are with an alert of something else: ${first(wrong.map(({ id }) => id))}`]
}

const counted = new Set(['opened', 'reopened', 'updated'])

/** The count of an alert is how many stored events counted on it. */
function miscounted({ events, alerts }: Kept): string[] {
  const counts = new Map<string, number>()
  for (const { alertId, outcome } of events) {
    if (alertId === null || !counted.has(outcome ?? '')) continue
    counts.set(alertId, (counts.get(alertId) ?? 0) + 1)
  }
  return alerts
    .filter(({ id, eventCount }) => eventCount !== (counts.get(id) ?? 0))
    .map(({ id, eventCount }) => `alert ${id} says ${eventCount} events and has ${counts.get(id)}`)
}

/** A delivery counts once, however often it was made: as often as was answered, at most as often as was sent. */
function unaccounted({ alerts }: Kept, { answered, open }: Ledger): string[] {
  const promised = requestsByAbout(answered.map(({ delivery }) => delivery))
  const possible = requestsByAbout([...answered.map(({ delivery }) => delivery), ...open])
  return [...possible].flatMap(([about, most]) => {
    const least = promised.get(about)?.size ?? 0
    const found = alerts
      .filter(({ dedupKey }) => dedupKey.includes(about))
      .reduce((sum, { eventCount }) => sum + eventCount, 0)
    if (found >= least && found <= most.size) return []
    return [`${found} events counted for ${about}, of ${least} answered and ${most.size} sent`]
  })
}

function requestsByAbout(deliveries: readonly Ledger['open'][number][]): Map<string, Set<string>> {
  const requests = new Map<string, Set<string>>()
  for (const { about, counts, sent } of deliveries) {
    if (!counts) continue
    const known = requests.get(about) ?? new Set()
    requests.set(about, known.add(sent.headers['Request-ID'] ?? ''))
  }
  return requests
}

function first(items: readonly string[]): string {
  return items.slice(0, 8).join(', ') + (items.length > 8 ? ' …' : '')
}

// Sends events about new issues at an even rate, and looks into the database every 2 ms for the alerts: how long from when an
// event was due until its alert can be read by another process, in ms. One process does both, so that one clock tells both.

import { Database } from 'bun:sqlite'
import { makePool } from '../bodies.ts'
import { percentile } from '../statistics.ts'
import { sendPaced } from './paced.ts'

export interface VisibleOptions {
  url: string
  database: string
  rate: number
  connections: number
  seconds: number
}

export interface Visible {
  sent: number
  /** Not answered with 202. */
  refused: number
  /** Their alert did not come. */
  lost: number
  p50: number
  p99: number
  max: number
  /** Until the 202. */
  answerP50: number
  answerP99: number
  answerMax: number
}

const options = JSON.parse(process.argv[2] ?? '') as VisibleOptions
const { rate, seconds } = options
/** Before that this process is not yet warm itself. */
const warmMs = 1000
const bodies = makePool({ count: Math.ceil(rate * (seconds + warmMs / 1000)), size: 1000, seed: 7 })

const dueAt = new Map<string, number>()
const visible: number[] = []
const answered: number[] = []
let refused = 0
let firstDue: number | null = null

function isCounted(due: number): boolean {
  return firstDue !== null && due >= firstDue + warmMs
}

const db = new Database(options.database, { readonly: true })
db.run('pragma busy_timeout = 1000')
const newest = db.query<{ id: number | null }, []>('select max(id) as id from alerts').get()
const alertsAfter = db.query<{ id: number; dedup_key: string }, [number]>(
  'select id, dedup_key from alerts where id > ? order by id',
)
let seen = newest?.id ?? 0

function look(): void {
  const rows = alertsAfter.all(seen)
  const now = performance.now()
  for (const { id, dedup_key: key } of rows) {
    seen = id
    const due = dueAt.get(key)
    if (due === undefined) continue
    dueAt.delete(key)
    if (isCounted(due)) visible.push(now - due)
  }
}

const looking = setInterval(look, 2)
await sendPaced({
  ...options,
  bodies,
  onDue({ id }, due) {
    firstDue ??= due
    dueAt.set(`sentry-issue-${id}`, due)
  },
  onAnswered(status, due) {
    if (status !== 202) refused += 1
    if (isCounted(due)) answered.push(performance.now() - due)
  },
})
const until = performance.now() + 30_000
while (dueAt.size > 0 && performance.now() < until) await Bun.sleep(10)
clearInterval(looking)
db.close()

const found: Visible = {
  sent: bodies.length,
  refused,
  lost: dueAt.size,
  p50: percentile(visible, 50),
  p99: percentile(visible, 99),
  max: percentile(visible, 100),
  answerP50: percentile(answered, 50),
  answerP99: percentile(answered, 99),
  answerMax: percentile(answered, 100),
}
process.stdout.write(JSON.stringify(found))
process.exit(0)

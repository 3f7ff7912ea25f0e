import { Database } from 'bun:sqlite'
import { join } from 'node:path'

export interface Ledger {
  pending: number
  done: number
  dead: number
  total: number
}

/** How many events of a data directory have come to which end. The server must run: it keeps the log that this reads, too. */
export function readLedger(dataDir: string): Ledger {
  const db = new Database(join(dataDir, 'navish.db'), { readonly: true })
  try {
    db.run('pragma busy_timeout = 5000')
    const rows = db
      .query<{ state: string; events: number }, []>(
        'select state, count(*) as events from events group by state',
      )
      .all()
    const of = (state: string) => rows.find((row) => row.state === state)?.events ?? 0
    const total = rows.reduce((sum, { events }) => sum + events, 0)
    return { pending: of('pending'), done: of('done'), dead: of('dead'), total }
  } finally {
    db.close()
  }
}

/** Throws when an event that was answered with 202 is not there, or has no outcome. */
export function mustHaveAll(dataDir: string, accepted: number): Ledger {
  const ledger = readLedger(dataDir)
  if (ledger.total < accepted) {
    throw new Error(`${accepted} events were accepted, but only ${ledger.total} are there`)
  }
  if (ledger.done < ledger.total) {
    throw new Error(`of ${ledger.total} events ${ledger.pending} are pending, ${ledger.dead} dead`)
  }
  return ledger
}

import { and, asc, count, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AuditEntry } from '../accounts.ts'
import type { Store } from '../store.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { createPendingNote } from './event-figures.ts'
import { summaryOf, type EventRow } from './event-row.ts'
import { createEventReader } from './events.ts'
import { events } from './schema.ts'
import type { Segments } from './segments.ts'
import { inTransaction } from './transaction.ts'

/** How many dead events are put back in one transaction. */
const chunk = 100

/** Puts events back into the outbox. */
export function createEventReplays(
  db: Orm,
  segments: Segments,
): Pick<Store, 'replayEvent' | 'replayDeadEvents'> {
  const { find } = createEventReader(db, segments)
  const notePending = createPendingNote(db.$client)
  const audit = createAuditWriter(db.$client)
  // In the SQL itself, so that the partial index of what is dead is used.
  const isDead = sql`state = 'dead'`

  function putBack(which: ReturnType<typeof and>): EventRow[] {
    const rows = db
      .update(events)
      .set({
        state: 'pending',
        outcome: null,
        reason: null,
        attempts: 0,
        // When it was processed before stays: what took effect must not do so twice.
        runAt: 0,
      })
      .where(which)
      .returning()
      .all()
    for (const row of rows) notePending(row)
    return rows
  }

  /** The next dead events after this one. The first ones bring the entry for all into the audit log. */
  function putBackSome(after: number, entry: AuditEntry | undefined): number[] {
    const dead = db
      .select({ id: events.id })
      .from(events)
      .where(and(isDead, gt(events.id, after)))
      .orderBy(asc(events.id))
      .limit(chunk)
      .all()
      .map(({ id }) => id)
    if (dead.length === 0) return dead
    if (after === 0 && entry !== undefined) {
      const { dead: all = 0 } = db.select({ dead: count() }).from(events).where(isDead).get() ?? {}
      const what = all === 1 ? 'a dead event' : `${all} dead events`
      audit({ ...entry, text: `Put ${what} back into the outbox.` })
    }
    putBack(inArray(events.id, dead))
    return dead
  }

  return {
    async replayEvent(id, entry) {
      return inTransaction(db, () => {
        const { state, receivedAt } = find(id)
        if (state !== 'pending' && !segments.holds(Number(id))) {
          const day = new Date(receivedAt).toISOString().slice(0, 10)
          throw new AppError(
            'conflict',
            `What Sentry sent as event ${id} on ${day} is not kept any more: there is nothing to process again.`,
          )
        }
        const [replayed] = putBack(and(eq(events.id, Number(id)), ne(events.state, 'pending')))
        if (replayed === undefined) {
          throw new AppError('conflict', `Event ${id} is pending already.`)
        }
        audit(entry, `event ${id}`)
        return summaryOf(replayed)
      })
    },

    async replayDeadEvents(entry) {
      let replayed = 0
      // In the order of their ids: one that dies again meanwhile is not put back again.
      for (let last = 0; ;) {
        const some = await inTransaction(db, () => putBackSome(last, entry))
        replayed += some.length
        if (some.length < chunk) return replayed
        last = some.at(-1) ?? last
        await new Promise(setImmediate)
      }
    },
  }
}

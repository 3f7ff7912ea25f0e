import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AuditEntry } from '../accounts.ts'
import type { Channel, ChannelChange, DeliveryStore } from '../deliveries.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, idOrNull, notFound, rowOf } from './ids.ts'
import { createRevisions } from './revisions.ts'
import type { CreateFirstRule } from './rules.ts'
import { channels } from './schema-deliveries.ts'
import { inSnapshot, inTransaction } from './transaction.ts'

type Part = Pick<
  DeliveryStore,
  'createChannel' | 'listChannels' | 'showChannel' | 'updateChannel' | 'deleteChannel'
>

type Row = typeof channels.$inferSelect

const untried = { failures: 0, restsUntil: null, failingSince: null, lastFailure: null }

/** Where people are told. `find` is for the rest of the store: the channel of a row, within whatever transaction there is. */
export function createChannels(
  db: Orm,
  createFirstRule: CreateFirstRule,
): Part & { find(row: number): Channel } {
  const { $client: client } = db
  const revisions = createRevisions(client)
  const writeAudit = createAuditWriter(client)
  // Of two indexes that begin with the channel SQLite would take the one with everything that was ever told.
  const countPending = client.query<{ count: number }, [number]>(`
    select count(*) as count from deliveries indexed by deliveries_pending
    where channel_id = ? and state = 'pending'`)
  const countDead = client.query<{ count: number }, [number]>(`
    select count(*) as count from deliveries indexed by deliveries_dead
    where channel_id = ? and state = 'dead'`)
  const tryNow = client.query<unknown, [number]>(`
    update deliveries indexed by deliveries_pending set run_at = 0
    where channel_id = ? and state = 'pending' and attempts > 0`)
  const giveUp = client.query<unknown, [number]>(`
    update deliveries set state = 'dead', leased_until = null, reason = 'The channel was deleted.'
    where channel_id = ? and state = 'pending'`)
  const forgetFallback = client.query<unknown, [number]>(
    'update channels set fallback_id = null where fallback_id = ?',
  )
  const forgetInRules = client.query<unknown, [{ id: string }]>(`
    update rules set channel_ids =
      (select json_group_array(value) from json_each(channel_ids) where value <> $id)
    where exists (select 1 from json_each(channel_ids) where value = $id)`)

  function channelOf(row: Row): Channel {
    const { kind, name, settings, sealed, isEnabled, createdAt, revision } = row
    const { failures, restsUntil, failingSince, lastFailure, lastSentAt } = row
    return {
      id: idOf(row.id),
      kind,
      name,
      settings,
      sealed,
      fallbackId: idOrNull(row.fallbackId),
      isEnabled,
      createdAt,
      breaker: { failures, restsUntil },
      failingSince,
      lastFailure,
      lastSentAt,
      revision,
      pending: countPending.get(row.id)?.count ?? 0,
      dead: countDead.get(row.id)?.count ?? 0,
    }
  }

  function show(row: number): Channel {
    const isIt = and(eq(channels.id, row), isNull(channels.deletedAt))
    const found = db.select().from(channels).where(isIt).get()
    if (found === undefined) throw notFound('channel', idOf(row))
    return channelOf(found)
  }

  /** The row of the channel that one falls back to. Throws when there is none, or when it is the channel itself. */
  function fallbackRow(id: string | null, of: number | null): number | null {
    if (id === null) return null
    const row = rowOf(id, 'channel')
    show(row)
    if (row === of) throw new AppError('invalid_request', 'A channel cannot fall back to itself.')
    return row
  }

  function write(row: number, change: Partial<Row>, audit: AuditEntry): void {
    db.update(channels)
      .set({ ...change, revision: revisions.next() })
      .where(eq(channels.id, row))
      .run()
    writeAudit(audit, `channel ${row}`)
  }

  function update(row: number, change: ChannelChange, audit: AuditEntry): Channel {
    const before = show(row)
    const { ifRevision, fallbackId, ...fields } = change
    if (ifRevision !== null && before.revision > ifRevision) {
      throw new AppError('precondition_failed', `Channel ${row} changed meanwhile.`)
    }
    // With other settings, or switched on again, it may work at once.
    const isTriedAnew = fields.settings ?? fields.sealed ?? fields.isEnabled
    if (isTriedAnew !== undefined) tryNow.run(row)
    write(
      row,
      {
        ...fields,
        ...(fallbackId !== undefined && { fallbackId: fallbackRow(fallbackId, row) }),
        ...(isTriedAnew !== undefined && untried),
      },
      audit,
    )
    return show(row)
  }

  return {
    find: show,

    async createChannel({ fallbackId, ...channel }, audit, first) {
      return inTransaction(db, () => {
        const { id } = db
          .insert(channels)
          .values({
            ...channel,
            isEnabled: true,
            fallbackId: fallbackRow(fallbackId, null),
            revision: revisions.next(),
          })
          .returning({ id: channels.id })
          .get()
        writeAudit(audit, `channel ${id}`)
        const rule =
          first && createFirstRule({ ...first.rule, channelIds: [idOf(id)] }, first.audit)
        return { ...show(id), ruleId: rule?.id ?? null }
      })
    },

    async listChannels({ limit, after }) {
      const isNext = after === undefined ? undefined : lt(channels.id, rowOf(after, 'channel'))
      return inSnapshot(db, () => {
        const rows = db
          .select()
          .from(channels)
          .where(and(isNull(channels.deletedAt), isNext))
          .orderBy(desc(channels.id))
          .limit(limit + 1)
          .all()
        return foundOf(rows.map(channelOf), limit)
      })
    },

    async showChannel(id) {
      const row = rowOf(id, 'channel')
      return inSnapshot(db, () => show(row))
    },

    async updateChannel(id, change, audit) {
      const row = rowOf(id, 'channel')
      return inTransaction(db, () => update(row, change, audit))
    },

    async deleteChannel(id, now, audit) {
      const row = rowOf(id, 'channel')
      await inTransaction(db, () => {
        show(row)
        giveUp.run(row)
        forgetFallback.run(row)
        forgetInRules.run({ id })
        // What it was told with is of no use any more.
        write(row, { deletedAt: now, sealed: '', fallbackId: null }, audit)
      })
    },
  }
}

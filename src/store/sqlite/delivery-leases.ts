import { inArray } from 'drizzle-orm'
import { isBeyondHope, longestWait } from '../../core/delivery.ts'
import type { Channel, DeliveryStore, Lease, LeasedDelivery, Lot } from '../deliveries.ts'
import type { Orm } from './database.ts'
import type { Fallbacks } from './delivery-fallbacks.ts'
import { deliveryOf } from './delivery-list.ts'
import { idOf } from './ids.ts'
import { deliveries } from './schema-deliveries.ts'
import { inRepeatableTransaction, inTransaction } from './transaction.ts'

/** So many at most are told together. */
const mostTogether = 1_000
/** So many of the oldest are looked at: each that is given up is written. */
const buryAtOnce = 500

/** ms between two times that what is too old and what falls back is looked for: what is due is looked for much more often. */
const tendEvery = 1_000

interface ChannelRow {
  id: number
  name: string
  isEnabled: number
  fallbackId: number | null
  failures: number
  failingSince: number | null
  restsUntil: number | null
}

/** Who tells what. */
export function createDeliveryLeases(
  db: Orm,
  fallbacks: Fallbacks,
  showChannel: (row: number) => Channel,
): Pick<DeliveryStore, 'leaseDeliveries' | 'releaseDeliveries'> {
  const statements = prepareLeases(db)
  let tendedAt = -Infinity

  /** On a channel that fails, or is switched off, nobody wants to hear any more of what is a day old. */
  function bury(
    { id: channelId, name, failures, isEnabled }: ChannelRow,
    { now, until, giveUpBefore: before }: Lease,
  ): void {
    if (failures === 0 && isEnabled === 1) return
    const found = statements.bury.all({ channelId, now, until, before, limit: buryAtOnce })
    for (const { alertId } of found) {
      statements.say.run({ alertId, now, text: `Could not tell ${name}: given up after a day.` })
      fallbacks.hush(channelId, alertId)
    }
  }

  function fallBack(channel: ChannelRow, now: number): void {
    const { id, fallbackId, failures, failingSince, restsUntil } = channel
    if (fallbackId === null) return
    if (!isBeyondHope({ failures, restsUntil }, failingSince, now)) return
    fallbacks.fallBackAll(id, { fallbackId, at: now })
  }

  function lotFor(channelId: number, lease: Lease): Lot | null {
    const { now, until } = lease
    const due = statements.due.all({ channelId, now, until, longestWait, limit: mostTogether })
    const [oldest] = due
    if (oldest === undefined) return null
    const channel = showChannel(channelId)
    const count = lease.together(channel, { count: due.length, since: oldest.createdAt })
    if (count === 0) return null
    const taken = due.slice(0, count).map(({ id }) => id)
    for (const id of taken) statements.take.run({ id, now, until })
    const rows = db.select().from(deliveries).where(inArray(deliveries.id, taken)).all()
    return { channel, deliveries: rows.toSorted((a, b) => a.id - b.id).map(leasedOf) }
  }

  function leasedOf(row: typeof deliveries.$inferSelect): LeasedDelivery {
    const { notice, triedSince, alertId, channelId } = row
    const thread = statements.threadOf.get(alertId, channelId)?.thread ?? null
    return { ...deliveryOf(row), notice, triedSince, thread }
  }

  /** Those that may be told something now. */
  function open({ now, busy }: Lease): ChannelRow[] {
    const taken = new Set(busy)
    return statements.channels
      .all()
      .filter((row) => row.isEnabled === 1 && !taken.has(idOf(row.id)) && !rests(row, now))
  }

  function tend(asked: Lease): void {
    for (const row of statements.channels.all()) {
      fallBack(row, asked.now)
      bury(row, asked)
    }
  }

  return {
    async leaseDeliveries(asked) {
      if (statements.anything.get() === null) return []
      const isTending = Math.abs(asked.now - tendedAt) >= tendEvery
      // Asked with every batch of the drain: a transaction for nothing would cost it much.
      const isWaiting = open(asked).some(({ id }) => statements.waits.get(id) !== null)
      if (!isTending && !isWaiting) return []
      const lots = await inRepeatableTransaction(db, () => {
        if (isTending) tend(asked)
        return open(asked).flatMap(({ id }) => lotFor(id, asked) ?? [])
      })
      if (isTending) tendedAt = asked.now
      return lots
    },

    async releaseDeliveries(now) {
      await inTransaction(db, () => {
        statements.release.run(now)
      })
    },
  }
}

/** One that rests for longer than any does had its rest from another clock. */
function rests({ restsUntil }: ChannelRow, now: number): boolean {
  return restsUntil !== null && restsUntil > now && restsUntil <= now + longestWait
}

/** Whether nobody tells it: a lease that lasts for longer than any does was taken by another clock. */
const isFree = `(leased_until is null or leased_until <= $now or leased_until > $until)`
const isDue = `(run_at <= $now or run_at > $now + $longestWait) and ${isFree}`

function prepareLeases({ $client: client }: Orm) {
  return {
    channels: client.query<ChannelRow, []>(`
      select id, name, is_enabled as isEnabled, fallback_id as fallbackId, failures,
        failing_since as failingSince, rests_until as restsUntil
      from channels where deleted_at is null order by id`),
    waits: client.query<unknown, [number]>(`
      select 1 from deliveries indexed by deliveries_pending
      where channel_id = ? and state = 'pending' limit 1`),
    anything: client.query<unknown, []>(
      `select 1 from deliveries indexed by deliveries_pending where state = 'pending' limit 1`,
    ),
    // Of two indexes that begin with the channel SQLite would take the one with everything that was ever told.
    due: client.query<
      { id: number; createdAt: number },
      [{ channelId: number; now: number; until: number; longestWait: number; limit: number }]
    >(`
      select id, created_at as createdAt from deliveries as one indexed by deliveries_pending
      where channel_id = $channelId and state = 'pending' and ${isDue}
        and not exists (select 1 from deliveries indexed by deliveries_alert
          where alert_id = one.alert_id and channel_id = $channelId and id < one.id
            and state = 'pending' and not (${isDue}))
      order by id limit $limit`),
    take: client.query<unknown, [{ id: number; now: number; until: number }]>(`
      update deliveries set leased_until = $until, attempts = attempts + 1,
        tried_since = iif(attempts = 0, $now, tried_since)
      where id = $id`),
    threadOf: client.query<{ thread: string }, [number, number]>(`
      select thread from deliveries indexed by deliveries_alert
      where alert_id = ? and channel_id = ? and thread is not null order by id desc limit 1`),
    bury: client.query<
      { alertId: number },
      [{ channelId: number; now: number; until: number; before: number; limit: number }]
    >(`
      update deliveries set state = 'dead', leased_until = null, run_at = $now,
        reason = coalesce(reason || ' ', '') || 'Given up after a day.'
      where id in (
        select id from (
          select id, tried_since, leased_until from deliveries indexed by deliveries_pending
          where channel_id = $channelId and state = 'pending' order by id limit $limit)
        where tried_since < $before and ${isFree})
      returning alert_id as alertId`),
    say: client.query<unknown, [{ alertId: number; now: number; text: string }]>(
      `insert into timeline (alert_id, at, kind, by, text) values ($alertId, $now, 'untold', 'navish', $text)`,
    ),
    /** Whoever starts after a day may not give up at once what nobody could try meanwhile. */
    release: client.query<unknown, [number]>(`
      update deliveries indexed by deliveries_pending set leased_until = null, tried_since = ?
      where state = 'pending'`),
  }
}

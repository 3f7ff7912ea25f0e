import type { DeliveryStore, Settlement } from '../deliveries.ts'
import type { Orm } from './database.ts'
import type { Fallbacks } from './delivery-fallbacks.ts'
import { inTransaction } from './transaction.ts'

/** What came of an attempt. */
export function createDeliverySettlements(
  db: Orm,
  fallbacks: Fallbacks,
): Pick<DeliveryStore, 'settleDeliveries'> {
  const statements = prepareSettlements(db)

  function settle(settlement: Settlement): void {
    const { channelId: id, attempt, outcomes, thread } = settlement
    const channelId = Number(id)
    const channel = statements.channel.get(channelId)
    const at = attempt.at + attempt.ms
    const sent = outcomes.filter(({ state }) => state === 'sent').length
    for (const { id: delivery, state, reason, runAt, fallBack } of outcomes) {
      const row = Number(delivery)
      const isSent = state === 'sent'
      const changed = statements.settle.get({
        id: row,
        state,
        reason,
        runAt,
        sentAt: isSent ? at : null,
        together: Math.max(1, sent),
        thread: isSent ? thread : null,
      })
      statements.note.run({ deliveryId: row, ...attempt })
      if (changed === null) continue
      const fallbackId = channel?.fallbackId ?? null
      if (fallBack && fallbackId !== null) fallbacks.fallBack(row, { fallbackId, at })
      tell(channelId, changed.alertId, { state, reason, sent, at })
    }
    noteBreaker(channelId, settlement, sent > 0)
  }

  /** Writes it on the timeline. */
  function tell(
    channelId: number,
    alertId: number,
    { state, reason, sent, at }: { state: string; reason: string | null; sent: number; at: number },
  ): void {
    const name = statements.channel.get(channelId)?.name ?? 'a channel'
    if (state === 'sent') {
      const others = sent > 1 ? ` Together with ${sent - 1} more.` : ''
      statements.say.run({ alertId, at, kind: 'told', text: `Told ${name}.${others}` })
    }
    if (state === 'dead') {
      const text = `Could not tell ${name}: ${reason ?? 'it was given up.'}`
      statements.say.run({ alertId, at, kind: 'untold', text })
      fallbacks.hush(channelId, alertId)
    }
  }

  function noteBreaker(
    channelId: number,
    { attempt, breaker, revision }: Settlement,
    isSent: boolean,
  ): void {
    const at = attempt.at + attempt.ms
    statements.breaker.run({
      channelId,
      revision,
      failures: breaker.failures,
      restsUntil: breaker.restsUntil,
      failedAt: isSent ? null : at,
      lastFailure: isSent ? null : attempt.why,
      sentAt: isSent ? at : null,
    })
  }

  return {
    async settleDeliveries(settlement) {
      await inTransaction(db, () => settle(settlement))
    },
  }
}

function prepareSettlements({ $client: client }: Orm) {
  return {
    channel: client.query<{ name: string; fallbackId: number | null }, [number]>(
      'select name, fallback_id as fallbackId from channels where id = ?',
    ),
    /** One that was given up meanwhile, because its channel was deleted, is sent all the same when it was. */
    settle: client.query<
      { alertId: number },
      [
        {
          id: number
          state: string
          reason: string | null
          runAt: number
          sentAt: number | null
          together: number
          thread: string | null
        },
      ]
    >(`
      update deliveries set state = $state, reason = $reason, run_at = $runAt, leased_until = null,
        sent_at = $sentAt, together = $together, thread = coalesce($thread, thread)
      where id = $id and (state = 'pending' or $state = 'sent') returning alert_id as alertId`),
    note: client.query<
      unknown,
      [
        {
          deliveryId: number
          at: number
          ms: number
          result: string
          status: number | null
          why: string | null
          reply: string
        },
      ]
    >(`
      insert into attempts (delivery_id, at, ms, result, status, why, reply)
      values ($deliveryId, $at, $ms, $result, $status, $why, $reply)`),
    say: client.query<unknown, [{ alertId: number; at: number; kind: string; text: string }]>(
      `insert into timeline (alert_id, at, kind, by, text) values ($alertId, $at, $kind, 'navish', $text)`,
    ),
    /** What failed with other settings says nothing of those of now. */
    breaker: client.query<
      unknown,
      [
        {
          channelId: number
          revision: number
          failures: number
          restsUntil: number | null
          failedAt: number | null
          lastFailure: string | null
          sentAt: number | null
        },
      ]
    >(`
      update channels set failures = $failures, rests_until = $restsUntil, last_failure = $lastFailure,
        failing_since = iif($failedAt is null, null, coalesce(failing_since, $failedAt)),
        last_sent_at = coalesce($sentAt, last_sent_at)
      where id = $channelId and (revision = $revision or $sentAt is not null)`),
  }
}

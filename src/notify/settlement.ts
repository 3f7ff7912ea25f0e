import { afterFailure, closed, nextAttemptAt } from '../core/delivery.ts'
import type { Lot, Settlement } from '../store/deliveries.ts'
import type { Sent } from './notifier.ts'

/** When an attempt was made, and how long it took, in ms. */
export interface Timing {
  at: number
  ms: number
  /** From 0 up to, not including, 1. */
  random: () => number
}

/** After so many failed attempts it is told on the other channel as well. */
const patience = 3

/** What becomes of deliveries and their channel after one attempt. */
export function settlementOf(lot: Lot, sent: Sent, { at, ms, random }: Timing): Settlement {
  const { channel } = lot
  const now = at + ms
  const { status, reply, result } = sent
  const why = sent.result === 'sent' ? null : sent.why
  const asked = sent.result === 'retry' ? sent.afterMs : null
  return {
    channelId: channel.id,
    revision: channel.revision,
    attempt: { at, ms, result, status, why, reply },
    breaker: sent.result === 'sent' ? closed : afterFailure(channel.breaker, asked, now),
    outcomes: lot.deliveries.map(({ id, attempts, triedSince: createdAt }) => {
      if (sent.result === 'sent') {
        return { id, state: 'sent', runAt: now, reason: null, fallBack: false }
      }
      const next =
        sent.result === 'refused'
          ? null
          : nextAttemptAt(attempts, asked, { createdAt, now, jitter: random() })
      if (next === null) return { id, state: 'dead', runAt: now, reason: why, fallBack: true }
      return { id, state: 'pending', runAt: next, reason: why, fallBack: attempts >= patience }
    }),
    thread: sent.result === 'sent' ? (sent.thread ?? null) : null,
  }
}

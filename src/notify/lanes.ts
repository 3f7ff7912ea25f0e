import type { Clock } from '../clock.ts'
import { longestTrying, storm, togetherNow } from '../core/delivery.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Channel, Lot } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import type { Observer } from '../observer.ts'
import type { Sender } from './sender.ts'
import { settlementOf } from './settlement.ts'

/** Tells what is to be told: one message at a time on each channel, all channels at the same time. */
export interface Lanes {
  /** Begins what is due. @returns in how many ms to be called again */
  tick(): Promise<number>
  /** Resolves when what is under way has ended, after so many ms at the latest. */
  settle(patience: number): Promise<void>
}

export interface LanesParts {
  store: Pick<Store, 'leaseDeliveries' | 'settleDeliveries'>
  send: Sender
  /** Whether many notices can be told as one on a channel of this kind. */
  digests(kind: string): boolean
  clock: Clock
  monotonic: Clock
  log: Log
  observer: Pick<Observer, 'attempted'>
  /** From 0 up to, not including, 1. */
  random: () => number
  /** A lane is free again: there may be more. */
  onFree(): void
}

/** ms: looks for what became due, and for what a command beside the server has changed. */
const pollEvery = 500
/** ms for which a channel that collects is left alone: else what waits for it would be counted with every batch of the drain. */
const collectFor = 1_000
/** ms: longer than any attempt takes. */
const leaseFor = 60_000

export function createLanes(parts: LanesParts): Lanes {
  const { store, send, clock, monotonic, log, observer } = parts
  const running = new Map<string, Promise<void>>()
  /** When messages went out on each channel, Unix ms, the newest last. */
  const toldAt = new Map<string, number[]>()

  /** When it was seen that a channel collects, Unix ms. */
  const collectingAt = new Map<string, number>()

  function together(channel: Channel, due: { count: number; since: number }): number {
    const count = countOf(channel, due)
    if (count === 0) collectingAt.set(channel.id, clock())
    return count
  }

  function countOf({ id, kind, breaker }: Channel, due: { count: number; since: number }): number {
    // One is enough to see whether it works again.
    if (!parts.digests(kind) || breaker.failures > 0) return Math.min(due.count, 1)
    return togetherNow(toldAt.get(id) ?? [], due, clock())
  }

  function collecting(now: number): string[] {
    const isRecent = (at: number) => Math.abs(now - at) < collectFor
    return [...collectingAt].filter(([, at]) => isRecent(at)).map(([id]) => id)
  }

  async function run(lot: Lot): Promise<void> {
    const { channel, deliveries } = lot
    const at = clock()
    const from = monotonic()
    const sent = await send(lot)
    const to = monotonic()
    const ms = Math.round(to - from)
    const settlement = settlementOf(lot, sent, { at, ms, random: parts.random })
    const outcomes = settlement.outcomes.map(({ state }) => state)
    const { id: channelId, kind: channelKind } = channel
    const { result, status } = sent
    observer.attempted({ from, to, channelId, channelKind, result, status, outcomes })
    await store.settleDeliveries(settlement)
    const facts = {
      channelId,
      deliveryIds: deliveries.map(({ id }) => id).join(' '),
      status,
      ms,
    }
    if (sent.result === 'sent') {
      toldAt.set(channel.id, [...(toldAt.get(channel.id) ?? []), at].slice(-storm.most))
      log.info('delivery sent', facts)
    } else {
      log[sent.result === 'refused' ? 'error' : 'warn'](`delivery ${sent.result}`, {
        ...facts,
        reason: sent.why,
      })
    }
  }

  function begin(lot: Lot): void {
    const { id } = lot.channel
    const lane = run(lot)
      // Its lease runs out, and it is tried again.
      .catch((error: unknown) => log.error('delivery not settled', errorFacts(error)))
      .finally(() => {
        running.delete(id)
        parts.onFree()
      })
    running.set(id, lane)
  }

  return {
    async tick() {
      const now = clock()
      const lots = await store.leaseDeliveries({
        now,
        until: now + leaseFor,
        giveUpBefore: now - longestTrying,
        busy: [...running.keys(), ...collecting(now)],
        together,
      })
      for (const lot of lots) begin(lot)
      return pollEvery
    },

    async settle(patience) {
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, patience)
      await Promise.race([Promise.all(running.values()), late.promise])
      clearTimeout(timer)
    },
  }
}

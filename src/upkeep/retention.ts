import type { Clock } from '../clock.ts'
import type { Limits } from '../core/retention.ts'
import type { Pace } from '../drain/pace.ts'
import type { Log } from '../log.ts'
import { removable, type Removable, type RetentionStore } from '../store/retention.ts'
import type { Chore } from './upkeep.ts'

export interface RetentionParts {
  store: RetentionStore
  limits: Limits
  clock: Clock
  /** For lengths of time. */
  monotonic: Clock
  pace: Pick<Pace, 'isIdle' | 'isCrowded'>
  log: Log
}

// All in ms.
/** A start has more urgent things to do than these: to look through everything, and to prepare for it. */
const firstAfter = 60_000
const firstNoteAfter = 2_000
const every = 10 * 60_000
/** What is gone through to the end each time, and little of which goes. */
const rarelyEvery = 24 * 60 * 60_000
const rarely: readonly Removable[] = ['keys', 'silences']
/** How often it is noted that time goes by. */
const noteEvery = 60_000
/** Between two steps: what came meanwhile goes first. */
const pauses = { idle: 1, busy: 20, crowded: 50 }

/** Removes what is too old or too much, packs what stays, and gives room back to the disk: a step at a time, when nobody waits. */
export function createRetention(parts: RetentionParts): Chore {
  const { store, limits, clock, monotonic, pace, log } = parts
  const begun = monotonic()
  let notedAt: number | null = null
  let doubted: number | null = null
  let round: AsyncGenerator<void> | null = null
  let nextRound = begun + firstAfter
  let rarelyDoneAt = -Infinity

  async function note(now: number): Promise<void> {
    if (notedAt !== null && now - notedAt < noteEvery) return
    doubted ??= (await store.showStorage()).age.doubted
    const age = await store.noteAge(clock(), notedAt === null ? 0 : now - notedAt)
    notedAt = now
    if (age.doubted > doubted) warn(age.doubted - doubted)
    doubted = age.doubted
  }

  /** It may have been off for that long; but then it does no harm to keep things for longer. */
  function warn(ms: number): void {
    log.warn('the clock went ahead: what is kept counts as no older for it', {
      hours: Math.round(ms / 3_600_000),
    })
  }

  async function* remove(what: Removable, now: number): AsyncGenerator<void, number> {
    let removed = 0
    for (let from: number | null = 0; from !== null;) {
      const step = await store.removeSome(what, { limits, now, from })
      removed += step.removed
      from = step.next
      yield
    }
    return removed
  }

  async function* all(): AsyncGenerator<void> {
    const now = clock()
    while (await store.countPayloads()) yield
    const isRarely = monotonic() - rarelyDoneAt >= rarelyEvery
    const removed = { deliveries: 0, alerts: 0, events: 0, payloads: 0, keys: 0, silences: 0 }
    for (const what of removable) {
      if (isRarely || !rarely.includes(what)) removed[what] = yield* remove(what, now)
    }
    if (isRarely) rarelyDoneAt = monotonic()
    await store.noteRetention(removed, { limits, now })
    if (Object.values(removed).some((count) => count > 0))
      log.info('removed what is too old or too much', { ...removed })
    while (await store.joinPayloads()) yield
    while (await store.giveBackRoom()) yield
  }

  return {
    name: 'retention',
    async tick() {
      const now = monotonic()
      if (now - begun < firstNoteAfter) return firstNoteAfter - (now - begun)
      await note(now)
      if (round === null && now < nextRound) return Math.min(noteEvery, nextRound - now)
      round ??= all()
      try {
        const { done } = await round.next()
        if (done !== true) return pauseBetween()
      } catch (error) {
        round = null
        throw error
      }
      round = null
      nextRound = monotonic() + every
      return noteEvery
    },
  }

  function pauseBetween(): number {
    if (pace.isIdle()) return pauses.idle
    return pace.isCrowded() ? pauses.crowded : pauses.busy
  }
}

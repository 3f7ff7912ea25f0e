import { describe, expect, test } from 'bun:test'
import type { DrainBatch } from '../../../src/store/store.ts'
import { decide } from '../../../src/core/lifecycle.ts'
import { setup, type Open } from './setup.ts'

/** Throws when it comes to this key. */
function failingAt(dedupKey: string): Pick<DrainBatch, 'decide'> {
  return {
    decide(known, signal, receivedAt) {
      if (signal.dedupKey === dedupKey) throw new Error(`cannot decide about ${dedupKey}`)
      return decide(known, signal, receivedAt)
    },
  }
}

export function describeFailures(open: Open): void {
  describe('an event that cannot be processed', () => {
    test('does not block the others', async () => {
      await using t = await setup(open)
      const [before = '', broken = '', after = ''] = await t.say('fire a', 'throw', 'fire b')

      const { processed, failed } = await t.drain()

      expect(processed.map(({ eventId }) => eventId)).toEqual([before, after])
      expect(failed).toEqual([
        { eventId: broken, attempt: 1, dead: false, error: new Error('cannot be read') },
      ])
      expect(await t.alerts()).toHaveLength(2)
    })

    test('fails alone when it is its alert that cannot be written', async () => {
      await using t = await setup(open)
      await t.say('fire b')
      await t.drain()
      const [broken = '', after = ''] = await t.say('fire b', 'fire c')
      const halfAnEvent: DrainBatch['decide'] = (known, signal, receivedAt) => {
        const decision = decide(known, signal, receivedAt)
        if (decision.change?.kind !== 'update') return decision
        const alert = { ...decision.change.alert, eventCount: 1.5 }
        return { ...decision, change: { kind: 'update', alert } }
      }

      const { processed, failed } = await t.drain({ decide: halfAnEvent })

      expect(processed).toMatchObject([{ eventId: after, outcome: 'opened' }])
      expect(failed).toMatchObject([{ eventId: broken, attempt: 1 }])
    })

    test('fails alone when its alert refers to one that is not there', async () => {
      await using t = await setup(open)
      const [broken = '', after = ''] = await t.say('fire b', 'fire c')
      const astray: DrainBatch['decide'] = (known, signal, receivedAt) => {
        const decision = decide(known, signal, receivedAt)
        if (decision.change?.kind !== 'open' || !signal.dedupKey.endsWith('b')) return decision
        const alert = { ...decision.change.alert, previousAlertId: '999' }
        return { ...decision, change: { kind: 'open', alert } }
      }

      const { processed, failed } = await t.drain({ decide: astray })

      expect(processed).toMatchObject([{ eventId: after, outcome: 'opened' }])
      expect(failed).toMatchObject([{ eventId: broken, attempt: 1 }])
    })

    test('stays pending, with what went wrong', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('throw')

      await t.drain()

      const event = await t.store.showEvent(id)
      expect(event).toMatchObject({ state: 'pending', outcome: null, attempts: 1, alertId: null })
      expect(event.reason).toContain('cannot be read')
    })

    test('is tried again when backoff says, not before', async () => {
      await using t = await setup(open)
      await t.say('throw')
      const asked: number[] = []
      const backoff = (attempt: number) => {
        asked.push(attempt)
        return attempt * 100
      }

      expect((await t.drain({ now: 1000, backoff })).nextRunAt).toBe(1100)
      expect(await t.drain({ now: 1099, backoff })).toMatchObject({ failed: [], nextRunAt: 1100 })
      expect(await t.drain({ now: 1100, backoff })).toMatchObject({ failed: [{}], nextRunAt: 1300 })
      expect(asked).toEqual([1, 2])
    })

    test('is not held back by a clock that goes back', async () => {
      await using t = await setup(open)
      await t.say('throw')
      const day = 86_400_000
      await t.drain({ now: 5 * day, longestWait: 60_000 })

      const { failed } = await t.drain({ now: 4 * day, longestWait: 60_000 })

      expect(failed).toMatchObject([{ attempt: 2 }])
    })

    test('is dead when backoff gives up, and is not taken again', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('throw')

      const attempts = []
      for (const now of [1000, 2000, 3000, 4000]) attempts.push((await t.drain({ now })).failed)

      expect(attempts).toMatchObject([
        [{ attempt: 1, dead: false }],
        [{ attempt: 2, dead: false }],
        [{ attempt: 3, dead: true }],
        [],
      ])
      const event = await t.store.showEvent(id)
      expect(event).toMatchObject({ state: 'dead', outcome: 'dead', attempts: 3, alertId: null })
      expect(event.reason).toContain('cannot be read')
      expect(new TextDecoder().decode(event.payload)).toBe('throw')
      expect((await t.drain({ now: 1e12 })).nextRunAt).toBeNull()
    })

    test('is processed as usual when a later attempt succeeds', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('fire a')
      await t.drain({ now: 1000, ...failingAt('a') })

      const { processed } = await t.drain({ now: 2000 })

      expect(processed).toMatchObject([{ eventId: id, outcome: 'opened' }])
      expect(await t.store.showEvent(id)).toMatchObject({ state: 'done', attempts: 2 })
    })

    test('holds back nothing that arrives while it waits', async () => {
      await using t = await setup(open)
      await t.say('throw')
      await t.drain({ now: 1000 })
      const [next = ''] = await t.say('fire a')

      const { processed } = await t.drain({ now: 1001 })

      expect(processed).toMatchObject([{ eventId: next, outcome: 'opened' }])
    })

    test('is alone in being undone: what its first signal wrote goes, the others stay', async () => {
      await using t = await setup(open)
      const [before = '', broken = ''] = await t.say('fire a', 'fire a, fire b, fire bad', 'fire c')

      const { failed } = await t.drain(failingAt('bad'))

      expect(failed).toMatchObject([
        { eventId: broken, error: new Error('cannot decide about bad') },
      ])
      expect((await t.alerts()).map(({ dedupKey }) => dedupKey)).toEqual(['c', 'a'])
      const alerts = await t.alerts()
      const ofA = await t.store.showAlert(alerts[1]?.id ?? '', 10)
      expect(ofA.eventCount).toBe(1)
      expect(ofA.timeline).toMatchObject([{ eventId: before }])
    })

    test('leaves nothing remembered behind', async () => {
      await using t = await setup(open)
      await t.say('resolve a, fire bad')

      await t.drain(failingAt('bad'))
      await t.drain({
        now: 2000,
        decide(known, signal, receivedAt) {
          expect(known.memory.resolved).toBeNull()
          return decide(known, signal, receivedAt)
        },
      })

      expect(await t.store.countPending()).toBe(0)
    })

    test('may throw anything', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('fire a')

      const { failed } = await t.drain({
        interpret: () => {
          // oxlint-disable-next-line no-throw-literal -- what other people's code may do
          throw 'just a text'
        },
      })

      expect(failed).toMatchObject([{ eventId: id, error: 'just a text' }])
      expect((await t.store.showEvent(id)).reason).toContain('just a text')
    })
  })

  describe('nextRunAt', () => {
    test('is the earliest of those that wait', async () => {
      await using t = await setup(open)
      await t.say('throw', 'throw', 'throw')
      const waits = [500, 200, 900]

      const { nextRunAt } = await t.drain({ now: 1000, backoff: () => waits.shift() ?? null })

      expect(nextRunAt).toBe(1200)
    })

    test('is null when everything is done or dead', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'throw')

      expect((await t.drain({ backoff: () => null })).nextRunAt).toBeNull()
    })
  })
}

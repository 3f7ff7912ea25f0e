import { describe, expect, test } from 'bun:test'
import type { Known } from '../../../src/core/decision.ts'
import type { OutboxEvent } from '../../../src/core/event.ts'
import { decide } from '../../../src/core/lifecycle.ts'
import { nothingKnown } from '../../../src/core/memory.ts'
import { anEvent, read, setup, type Open } from './setup.ts'

export function describeDrain(open: Open): void {
  describe('drain', () => {
    test('of an empty outbox does nothing', async () => {
      await using t = await setup(open)

      expect(await t.drain()).toEqual({
        processed: [],
        failed: [],
        unreadable: [],
        more: false,
        nextRunAt: null,
      })
    })

    test('gives events in the order of their arrival, whatever time they were received', async () => {
      await using t = await setup(open)
      const ids = await t.store.append(
        [30, 10, 20].map((receivedAt) => anEvent(t.integrationId, { receivedAt })),
      )
      const seen: OutboxEvent[] = []

      const report = await t.drain({
        interpret: (event) => {
          seen.push(event)
          return { ignored: 'only looked at' }
        },
      })

      expect(seen.map(({ receivedAt }) => receivedAt)).toEqual([30, 10, 20])
      expect(seen.map(({ arrival }) => arrival)).toEqual(
        seen.map(({ arrival }) => arrival).toSorted((a, b) => a - b),
      )
      expect(report.processed.map(({ eventId }) => eventId)).toEqual(ids)
    })

    test('gives the event to interpret as it was appended', async () => {
      await using t = await setup(open)
      const event = anEvent(t.integrationId, { text: 'x', receivedAt: 77, replayKey: 'key 1' })
      await t.store.append([event])
      let seen: Partial<OutboxEvent> = {}

      await t.drain({
        interpret: (given) => {
          seen = { ...given, payload: new Uint8Array(given.payload) }
          return { ignored: 'only looked at' }
        },
      })

      expect(seen).toEqual({ ...event, arrival: expect.any(Number) })
    })

    test('takes no more than the limit, and the rest the next time', async () => {
      await using t = await setup(open)
      const [a, b, c] = await t.say('a', 'b', 'c')

      const first = await t.drain({ limit: 2 })
      const second = await t.drain({ limit: 2 })
      const third = await t.drain({ limit: 2 })

      expect(first.processed.map(({ eventId }) => eventId)).toEqual([a, b] as string[])
      expect(second.processed.map(({ eventId }) => eventId)).toEqual([c] as string[])
      expect(third.processed).toEqual([])
      expect([first.more, second.more, third.more]).toEqual([true, false, false])
    })

    test('ends a batch early when it is told to, but never without having taken one', async () => {
      await using t = await setup(open)
      const [a, b] = await t.say('a', 'b', 'c')

      const first = await t.drain({ isEnough: () => true })
      const second = await t.drain({ isEnough: () => true })

      expect(first).toMatchObject({ processed: [{ eventId: a }], more: true, nextRunAt: 0 })
      expect(second).toMatchObject({ processed: [{ eventId: b }], more: true })
    })

    test('keeps with each event what became of it and why', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'nothing at all', 'resolve a')

      const { processed } = await t.drain()

      const { id: alertId } = await t.newestAlert()
      expect(processed.map(({ outcome, ...rest }) => [outcome, rest.alertId])).toEqual([
        ['opened', alertId],
        ['ignored', null],
        ['resolved', alertId],
      ])
      expect(await t.events()).toMatchObject([
        { state: 'done', outcome: 'resolved', reason: 'It said resolve a.', attempts: 1, alertId },
        {
          state: 'done',
          outcome: 'ignored',
          reason: 'Nothing follows from "nothing at all".',
          attempts: 1,
          alertId: null,
        },
        { state: 'done', outcome: 'opened', attempts: 1, alertId },
      ])
    })

    test('tells decide what is known: the newest alert and what was remembered', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'fire a', 'fire b')
      const known: Known[] = []

      await t.drain({
        decide: (before, signal, receivedAt) => {
          known.push(structuredClone(before))
          return decide(before, signal, receivedAt)
        },
      })

      const [ofB, second, first] = await t.alerts()
      expect(known.map(({ alert }) => alert?.id ?? null)).toEqual(
        [null, first?.id, first?.id, null].map((id) => id ?? null),
      )
      expect(known.map(({ alert }) => alert?.status ?? null)).toEqual([
        null,
        'open',
        'resolved',
        null,
      ])
      expect(known[0]?.memory).toEqual(nothingKnown)
      expect(known[2]?.memory).toMatchObject({ fired: { rank: 0 }, resolved: { rank: 1 } })
      expect(second?.previousAlertId).toBe(first?.id ?? 'missing')
      expect(ofB).toMatchObject({ dedupKey: 'b', previousAlertId: null })
    })

    test('remembers something of a key that has no alert, from one batch to the next', async () => {
      await using t = await setup(open)
      await t.say('resolve a')
      await t.drain()
      await t.say('fire a')

      // The firing is placed before the resolve, as a late report of it would be.
      const { processed } = await t.drain({
        interpret: (event) => read({ ...event, arrival: 0 }),
      })

      expect(processed).toMatchObject([{ outcome: 'late', alertId: null }])
      expect(await t.alerts()).toEqual([])
    })

    test('takes one event with two signals to two alerts', async () => {
      await using t = await setup(open)
      const [eventId = ''] = await t.say('fire a, fire b')

      await t.drain()

      const [ofB, ofA] = await t.alerts()
      expect([ofA?.dedupKey, ofB?.dedupKey]).toEqual(['a', 'b'])
      for (const { id } of await t.alerts()) {
        expect((await t.store.showAlert(id, 10)).timeline).toMatchObject([
          { kind: 'opened', eventId },
        ])
      }
      const event = await t.store.showEvent(eventId)
      expect(event.reason).toContain('It said fire a')
      expect(event.reason).toContain('It said fire b')
    })

    test('calls an event with two signals by the one that did something', async () => {
      await using t = await setup(open)
      await t.say('fire b')
      await t.drain()
      const [eventId = ''] = await t.say('resolve a, resolve b')

      const { processed } = await t.drain()

      const { id: alertId } = await t.newestAlert()
      expect(processed).toEqual([{ eventId, outcome: 'resolved', alertId }])
    })

    test('writes on the timeline what each event did, as Sentry, at the time it was received', async () => {
      await using t = await setup(open)
      const [opened = '', assigned = '', resolved = ''] = await t.say(
        'fire a',
        'assign a',
        'resolve a',
      )

      await t.drain()

      const { timeline } = await t.newestAlert()
      expect(timeline.map(({ at, kind, by, eventId }) => [at, kind, by, eventId])).toEqual([
        [1, 'opened', 'sentry', opened],
        [2, 'assigned', 'sentry', assigned],
        [3, 'resolved', 'sentry', resolved],
      ])
      expect(timeline[2]?.text).toBe('It said resolve a.')
    })
  })
}

import { describe, expect, test } from 'bun:test'
import { act } from '../../src/core/action.ts'
import { drainBatch } from '../../src/drain/drain.ts'
import type { Store } from '../../src/store/store.ts'
import { createTestLog } from '../support/log.ts'
import { startTestNavish } from '../support/navish.ts'
import { issueHook } from '../support/requests.ts'
import { tell } from './case.ts'

const day = 86_400_000

describe('an event that failed', () => {
  test.each([-400 * day, -day, -3_600_000, 3_600_000, day, 400 * day])(
    'is tried again when its pause is over, also when the clock jumped by %d ms meanwhile',
    async (jump) => {
      await using navish = await startTestNavish()
      const { store, clock } = navish
      const broken: Pick<Store, 'drain'> = {
        drain: (batch) =>
          store.drain({
            ...batch,
            interpret() {
              throw new Error('on purpose')
            },
          }),
      }
      await navish.post(issueHook('created'))
      await drainBatch({
        store: broken,
        clock,
        log: createTestLog().log,
        random: () => 0,
        batchMs: 50,
      })
      expect(await navish.event()).toMatchObject({ state: 'pending', attempts: 1 })
      await navish.drain()
      expect(await navish.event()).toMatchObject({ state: 'pending', attempts: 1 })

      clock.advanceBy(jump)
      // The longest that a first failure may hold it back: one second and a tenth.
      clock.advanceBy(1_100)
      await navish.drain()

      expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'opened', attempts: 2 })
    },
  )
})

/** The ways in which Sentry and those who imitate it write a time. */
const writings: Record<string, (time: number) => string | number> = {
  'with Z': (time) => new Date(time).toISOString(),
  'with microseconds': (time) => new Date(time).toISOString().replace('Z', '123Z'),
  'without an offset': (time) => new Date(time).toISOString().replace('Z', ''),
  'with +00:00': (time) => new Date(time).toISOString().replace('Z', '+00:00'),
  'with another offset': (time) =>
    new Date(time + 5.5 * 3_600_000).toISOString().replace('Z', '+05:30'),
  'as seconds': (time) => time / 1000,
}

/** Every midnight from 27 February to 2 March. */
function midnights(year: number): number[] {
  const found: number[] = []
  const end = Date.UTC(year, 2, 2)
  for (let at = Date.UTC(year, 1, 27); at <= end; at += day) found.push(at)
  return found
}

describe('a leap day', () => {
  test.each([2000, 2024, 2028, 2100])('in %d keeps the order of what happened', async (year) => {
    let compared = 0
    for (const [way, write] of Object.entries(writings)) {
      for (const midnight of midnights(year)) {
        await using navish = await startTestNavish()
        const outcome = async (action: string, at: number) => {
          expect(await navish.send(issueHook(action, { lastSeen: write(at) }))).toBe(202)
          return (await navish.event()).outcome
        }
        const found = [
          await outcome('created', midnight - 1_000),
          await outcome('resolved', midnight),
          await outcome('created', midnight - 500),
          await outcome('created', midnight + 1_000),
        ]
        expect({ way, midnight, found }).toEqual({
          way,
          midnight,
          found: ['opened', 'resolved', 'late', 'opened'],
        })
        compared += 1
      }
    }
    tell('leap days', { year, compared })
  })

  test.each([
    '2100-02-29T12:00:00Z',
    '2026-02-29T12:00:00Z',
    '2026-12-31T23:59:60Z',
    '2016-12-31T23:59:60.999999Z',
    '2026-02-30',
    '2026-13-01T00:00:00Z',
    '2024-02-29T24:00:00Z',
    '2024-02-29T24:00:01Z',
    '0000-00-00T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '-000001-02-29T00:00:00Z',
  ])('or second that may not exist, %s, costs no event', async (text) => {
    await using navish = await startTestNavish()
    const fields = { lastSeen: text, firstSeen: text, statusDetails: { ignoreUntil: text } }

    for (const action of ['created', 'ignored', 'resolved', 'unresolved']) {
      expect(await navish.send(issueHook(action, fields))).toBe(202)
      expect(await navish.event()).toMatchObject({ state: 'done' })
      for (const { openedAt, lastEventAt } of await navish.alerts()) {
        expect([openedAt, lastEventAt].join()).toMatch(/^2026-09-01T.{12}Z,2026-09-01T.{12}Z$/)
      }
    }
    expect((await navish.events()).map(({ outcome }) => outcome)).not.toContain('dead')
  })

  test.each([2000, 2024, 2028, 2096])('in %d is in the middle of a snooze', async (year) => {
    for (const by of ['user', 'sentry']) {
      await using navish = await startTestNavish()
      const { clock, store } = navish
      clock.advanceBy(Date.UTC(year, 1, 28, 12) - clock())
      const until = Date.UTC(year, 2, 1, 12)
      expect(until - clock()).toBe(2 * day)
      const lastSeen = new Date(clock()).toISOString()
      await navish.send(issueHook('created', { lastSeen }))
      if (by === 'user') {
        const action = { kind: 'snooze' as const, until, reason: null }
        await store.changeAlert((await navish.alert()).id, { action, act, by, now: clock() })
      } else {
        const statusDetails = { ignoreUntil: new Date(until).toISOString() }
        await navish.send(issueHook('ignored', { lastSeen, statusDetails }))
      }
      const untilText = `${year}-03-01T12:00:00.000Z`

      expect((await navish.alert()).snooze).toMatchObject({ until: untilText, by })
      clock.advanceBy(until - 1 - clock())
      expect((await navish.alert()).snooze).toMatchObject({ until: untilText, by })
      clock.advanceBy(1)
      expect((await navish.alert()).snooze).toBeNull()
    }
  })
})

import { describe, expect, test } from 'bun:test'
import { createRetention } from '../../src/upkeep/retention.ts'
import { setup } from '../store/conformance/setup.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestLog } from '../support/log.ts'
import { openTestStore } from '../support/navish.ts'
import { day, only, unlimited } from '../support/retention.ts'

const minute = 60_000

/** The chore on a store in memory, with a clock on the wall and one that does not jump. */
async function chore(limits = unlimited) {
  const t = await setup(openTestStore)
  const clock = createTestClock()
  let ran = 0
  const { log, lines } = createTestLog()
  const started = () =>
    createRetention({
      store: t.store,
      limits,
      clock,
      monotonic: () => ran,
      pace: { isIdle: () => true, isCrowded: () => false },
      log,
    })
  let running = started()
  return {
    ...t,
    lines,
    /** Has another process take over. */
    stops() {
      running = started()
    },
    jump: (ms: number) => clock.advanceBy(ms),
    /** Lets a server run this long, and the chore with it. @returns how often it was its turn */
    async runs(ms: number): Promise<number> {
      const end = ran + ms
      let turns = 0
      while (ran < end) {
        const delay = Math.min(Math.max(1, await running.tick()), end - ran)
        turns += 1
        clock.advanceBy(Math.round(delay))
        // Such a clock shows parts of a ms.
        ran += delay + 0.015625
      }
      return turns
    },
    [Symbol.asyncDispose]: () => t.store.close(),
  }
}

describe('retention as a chore', () => {
  test('removes what is old while the server runs, and says what', async () => {
    await using t = await chore(only('events', { age: day }))
    await t.say('fire a')
    await t.drain()

    await t.runs(23 * 60 * minute)
    expect(await t.events()).toHaveLength(1)
    await t.runs(3 * 60 * minute)

    expect(await t.events()).toEqual([])
    const removed = { deliveries: 0, alerts: 0, events: 1, payloads: 1, keys: 0, silences: 0 }
    const { lastRun, limits } = await t.store.showStorage()
    expect(lastRun?.removed).toMatchObject({ events: 0, payloads: 0 })
    expect(limits).toEqual(only('events', { age: day }))
    expect(t.lines.filter(({ msg }) => msg === 'removed what is too old or too much')).toEqual([
      expect.objectContaining(removed),
    ])
  })

  test('does not begin with the start, when others wait', async () => {
    await using t = await chore(only('payloads', { most: 0 }))
    const [id = ''] = await t.say('fire a')
    await t.drain()
    const isRemoved = async () => (await t.store.showEvent(id)).isPayloadRemoved

    await t.runs(minute - 1)
    expect(await isRemoved()).toBe(false)
    await t.runs(minute)
    expect(await isRemoved()).toBe(true)
  })

  test.each([8 * day, 400 * day, 30_000 * day])(
    'removes nothing because the clock jumped by %d ms, and says that it did',
    async (ms) => {
      const limits = only('events', { age: 10 * day })
      await using t = await chore({ ...limits, alerts: { age: 10 * day, most: null } })
      await t.say('fire a', 'resolve a')
      await t.drain()
      await t.runs(60 * minute)

      t.jump(ms)
      await t.runs(60 * minute)

      expect(await t.events()).toHaveLength(2)
      expect(await t.alerts()).toHaveLength(1)
      expect(t.lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
    },
  )

  test('says so at the next start, too, when it jumped meanwhile', async () => {
    await using t = await chore()
    await t.runs(60 * minute)

    t.stops()
    t.jump(400 * day)
    await t.runs(minute)

    expect(t.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { hours: expect.closeTo(393 * 24, 0) as number },
    ])
  })

  test('takes steps as long as there is something to do, and then rests', async () => {
    await using t = await chore(only('payloads', { most: 0 }))
    for (let nth = 0; nth < 500; nth += 1) await t.say(`fire ${nth}`)
    await t.drain()
    await t.runs(minute)

    const busy = await t.runs(minute)
    const idle = await t.runs(minute)

    expect(busy).toBeGreaterThan(8)
    expect(idle).toBeLessThan(3)
  })
})

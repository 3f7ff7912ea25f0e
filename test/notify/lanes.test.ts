import { describe, expect, test } from 'bun:test'
import { createLanes } from '../../src/notify/lanes.ts'
import type { Sent } from '../../src/notify/notifier.ts'
import type { AuditEntry } from '../../src/store/accounts.ts'
import type { Lot } from '../../src/store/deliveries.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { setup as setupStore } from '../store/conformance/setup.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestLog } from '../support/log.ts'
import { createTestObserver } from '../support/observer.ts'

const audit: AuditEntry = {
  at: 5,
  actor: { kind: 'user', id: '1', name: 'jane@example.org' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: 'For a test.',
}

const sent: Sent = { status: 200, reply: 'ok', result: 'sent' }
const retry: Sent = { status: 500, reply: 'oops', result: 'retry', why: 'no', afterMs: null }

/** Lanes over a store with channels of these kinds, each of which is told everything; `answer` decides what comes of an attempt. */
async function setup(kinds: string[], answer: (lot: Lot) => Promise<Sent>) {
  const t = await setupStore(() => openSqliteStore({ dataDir: ':memory:', prepare: true, now: 0 }))
  const clock = createTestClock(1000)
  const { log, lines } = createTestLog()
  for (const kind of kinds) {
    const { id } = await t.store.createChannel(
      { kind, name: kind, settings: {}, sealed: '', fallbackId: null, createdAt: 0 },
      audit,
    )
    const match = { integrationIds: [], projects: [], leastSeverity: 'info', changes: [] } as const
    const rule = { name: kind, isEnabled: true, match, channelIds: [id], isLast: false }
    await t.store.createRule(rule, audit)
  }
  const told: string[] = []
  const { observer, told: facts } = createTestObserver()
  const lanes = createLanes({
    store: t.store,
    async send(lot) {
      const words = lot.deliveries.map(({ change, alertId }) => `${change} ${alertId}`)
      told.push(`${lot.channel.kind}: ${words.join(', ')}`)
      return answer(lot)
    },
    digests: (kind) => kind === 'chat',
    clock,
    monotonic: () => 0,
    log,
    observer,
    random: () => 0.5,
    onFree() {},
  })
  return {
    ...t,
    clock,
    lanes,
    told,
    lines,
    facts,
    async hear(...texts: string[]) {
      await t.say(...texts)
      await t.drain({ now: clock() })
    },
    /** So many rounds, each to its end. */
    async go(rounds = 1) {
      for (let round = 0; round < rounds; round += 1) {
        await lanes.tick()
        await lanes.settle(1000)
      }
    },
    states: async () =>
      (await t.store.listDeliveries({}, { limit: 100 })).items
        .toReversed()
        .map(({ state }) => state),
  }
}

describe('lanes', () => {
  test('tell one after the other on a channel, in order', async () => {
    await using t = await setup(['pager'], async () => sent)
    await t.hear('fire a', 'fire b', 'resolve a')

    await t.go(4)

    expect(t.told).toEqual(['pager: opened 1', 'pager: opened 2', 'pager: resolved 1'])
    expect(await t.states()).toEqual(['sent', 'sent', 'sent'])
    expect(t.lines.filter(({ msg }) => msg === 'delivery sent')).toHaveLength(3)
  })

  test('tell of each attempt what came of it', async () => {
    const answers = [retry, sent]
    await using t = await setup(['chat'], async () => answers.shift() ?? sent)
    await t.hear('fire a')

    await t.go(2)
    t.clock.advanceBy(5_000)
    await t.go(2)

    expect(t.facts.attempted).toMatchObject([
      { channelId: '1', channelKind: 'chat', result: 'retry', status: 500, outcomes: ['pending'] },
      { channelId: '1', channelKind: 'chat', result: 'sent', status: 200, outcomes: ['sent'] },
    ])
  })

  test('do not wait for each other', async () => {
    const stuck = Promise.withResolvers<Sent>()
    await using t = await setup(['slow', 'quick'], ({ channel }) =>
      channel.kind === 'slow' ? stuck.promise : Promise.resolve(sent),
    )
    await t.hear('fire a', 'fire b')

    await t.lanes.tick()
    await t.lanes.settle(20)
    await t.lanes.tick()
    await t.lanes.settle(20)

    expect(t.told).toEqual(['slow: opened 1', 'quick: opened 1', 'quick: opened 2'])
    stuck.resolve(sent)
    await t.lanes.settle(1000)
  })

  test('try again later what failed, and tell the end only after that', async () => {
    const answers = [retry, sent, sent]
    await using t = await setup(['chat'], async () => answers.shift() ?? sent)
    await t.hear('fire a')
    await t.hear('resolve a')

    await t.go(2)
    t.clock.advanceBy(5_000)
    await t.go(2)

    expect(t.told).toEqual(['chat: opened 1', 'chat: opened 1', 'chat: resolved 1'])
  })

  test('leave a channel alone that fails again and again, and then try one', async () => {
    await using t = await setup(['chat'], async () => retry)
    await t.hear('fire a', 'fire b', 'fire c', 'fire d', 'fire e')

    await t.go(20)
    const before = t.told.length
    t.clock.advanceBy(10_000)
    await t.go(20)

    expect([before, t.told.length]).toEqual([3, 4])
  })

  test('tell a storm one by one at first, and then together, with nothing left out', async () => {
    await using t = await setup(['chat'], async () => sent)
    await t.hear(...Array.from({ length: 60 }, (_, nth) => `fire key-${nth}`))

    await t.go(30)
    const single = t.told.length
    t.clock.advanceBy(60_000)
    await t.go(30)

    expect(single).toBe(10)
    const together = t.told.slice(10).map((line) => line.split(', ').length)
    expect(together.reduce((sum, count) => sum + count, 0)).toBe(50)
    expect(together.length).toBeLessThan(12)
    expect(new Set(await t.states())).toEqual(new Set(['sent']))
  })

  test('do not count what a channel collects again and again', async () => {
    await using t = await setup(['chat'], async () => sent)
    await t.hear(...Array.from({ length: 20 }, (_, nth) => `fire key-${nth}`))
    await t.go(11)
    const lease = t.store.leaseDeliveries
    const asked: (readonly string[])[] = []
    t.store.leaseDeliveries = (one) => {
      asked.push(one.busy)
      return lease(one)
    }

    await t.go()
    t.clock.advanceBy(1_000)
    await t.go()

    expect(asked).toEqual([['1'], []])
  })

  test('tell each alone where the other side keeps a state of each', async () => {
    await using t = await setup(['pager'], async () => sent)
    await t.hear(...Array.from({ length: 40 }, (_, nth) => `fire key-${nth}`))

    await t.go(50)

    expect(t.told).toHaveLength(40)
  })

  test('lose nothing when what came of it cannot be written', async () => {
    await using t = await setup(['chat'], async () => sent)
    await t.hear('fire a')
    const settle = t.store.settleDeliveries
    t.store.settleDeliveries = () => Promise.reject(new Error('the disk is full'))
    await t.go(3)
    const meanwhile = t.told.length
    t.store.settleDeliveries = settle
    t.clock.advanceBy(60_000)

    await t.go(2)

    expect([meanwhile, t.told.length]).toEqual([1, 2])
    expect(await t.states()).toEqual(['sent'])
    expect(t.lines.map(({ msg }) => msg)).toContain('delivery not settled')
  })
})

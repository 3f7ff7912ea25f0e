import { describe, expect, test } from 'bun:test'
import { act } from '../../../src/core/action.ts'
import { closed } from '../../../src/core/delivery.ts'
import type { Lot, NewRule, Settlement } from '../../../src/store/deliveries.ts'
import { day as oneDay, goBy, only, retain } from '../../support/retention.ts'
import { codeOf, pagesOf, setup, unknownIds, type Open } from './setup.ts'
import { aChannel, aRule, audit, everything } from './telling.ts'

const page = { limit: 100 }

/** A store with a channel that is told everything. */
async function telling(open: Open, rule: Partial<NewRule> = {}) {
  const t = await setup(open)
  const { id: channelId } = await t.store.createChannel(aChannel(), audit)
  await t.store.createRule(aRule([channelId], rule), audit)
  return {
    ...t,
    channelId,
    /** Says something and drains it. */
    async hear(text: string, now = 1000) {
      await t.say(text)
      await t.drain({ now })
    },
    /** Oldest first: what of which alert, and how it is. */
    async deliveries(): Promise<string[]> {
      const { items } = await t.store.listDeliveries({}, page)
      return items.toReversed().map(({ change, alertId, state }) => `${change} ${alertId} ${state}`)
    },
    lease: (now = 2000, together: (due: { count: number; since: number }) => number = () => 1) =>
      t.store.leaseDeliveries({
        now,
        until: now + 60_000,
        giveUpBefore: now - 86_400_000,
        busy: [],
        together: (_, due) => together(due),
      }),
    settle: (lot: Lot | undefined, outcome: Outcome) =>
      t.store.settleDeliveries(settled(lot, outcome)),
    async [Symbol.asyncDispose]() {
      await t.store.close()
    },
  }
}

interface Outcome {
  state: 'pending' | 'sent' | 'dead'
  at?: number
  runAt?: number
  thread?: string
  fallBack?: boolean
}

function settled(
  lot: Lot | undefined,
  { state, at = 3000, runAt = 0, thread, fallBack = false }: Outcome,
): Settlement {
  if (lot === undefined) throw new Error('there is no lot')
  const isSent = state === 'sent'
  const reason = isSent ? null : 'It answered 500.'
  return {
    channelId: lot.channel.id,
    revision: lot.channel.revision,
    attempt: {
      at,
      ms: 20,
      result: isSent ? 'sent' : 'retry',
      status: isSent ? 200 : 500,
      why: reason,
      reply: isSent ? 'ok' : 'oops',
    },
    breaker: isSent ? closed : { failures: lot.channel.breaker.failures + 1, restsUntil: null },
    outcomes: lot.deliveries.map(({ id }) => ({ id, state, runAt, reason, fallBack })),
    thread: thread ?? null,
  }
}

const idsIn = (lots: readonly Lot[]) => lots.flatMap((lot) => lot.deliveries.map(({ id }) => id))

export function describeDeliveries(open: Open): void {
  describe('what is to be told', () => {
    test('is written with the change that it tells', async () => {
      await using t = await telling(open)

      await t.hear('fire a warning')
      await t.hear('fire a warning')
      await t.hear('fire a critical')
      await t.hear('resolve a')
      await t.hear('reopen a error')

      expect(await t.deliveries()).toEqual([
        'opened 1 pending',
        'worse 1 pending',
        'resolved 1 pending',
        'reopened 2 pending',
      ])
      const { items } = await t.store.listDeliveries({}, page)
      const worse = await t.store.showDelivery(items[2]?.id ?? '')
      expect(worse.notice).toMatchObject({
        change: 'worse',
        at: 1000,
        reason: expect.stringContaining('Severity warning → critical'),
        alert: { id: '1', severity: 'critical', severityBefore: 'warning', integration: 'test' },
      })
    })

    test('is one message for a batch of events, with the reason of what changed', async () => {
      await using t = await telling(open)
      await t.say('fire a warning', 'fire a error', 'fire a error')

      await t.drain()

      expect(await t.deliveries()).toEqual(['opened 1 pending', 'worse 1 pending'])
      const { items } = await t.store.listDeliveries({}, page)
      const { notice } = await t.store.showDelivery(items[0]?.id ?? '')
      expect(notice.reason).toContain('Severity warning → error')
    })

    test('is nothing where no rule says so', async () => {
      await using t = await telling(open, { match: { ...everything, leastSeverity: 'critical' } })

      await t.hear('fire a error')
      await t.hear('resolve a')

      expect(await t.deliveries()).toEqual([])
    })

    test('is of what a person does only the resolve', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const by = { by: 'jane', now: 1500, act }

      await t.store.changeAlert('1', { ...by, action: { kind: 'acknowledge' } })
      await t.store.changeAlert('1', { ...by, action: { kind: 'resolve', reason: 'fixed' } })

      expect(await t.deliveries()).toEqual(['opened 1 pending', 'resolved 1 pending'])
      const { items } = await t.store.listDeliveries({}, { limit: 1 })
      const { notice } = await t.store.showDelivery(items[0]?.id ?? '')
      expect(notice.reason).toBe('jane: Resolved: fixed')
    })

    test('is kept quiet while the alert is snoozed, and its timeline says so', async () => {
      await using t = await telling(open)
      await t.hear('fire a warning')
      const action = { kind: 'snooze', until: 10_000, reason: null } as const
      await t.store.changeAlert('1', { by: 'jane', now: 1500, act, action })

      await t.hear('fire a error', 2000)
      await t.hear('resolve a', 2500)

      expect(await t.deliveries()).toEqual([
        'opened 1 pending',
        'worse 1 quiet',
        'resolved 1 pending',
      ])
      const { timeline } = await t.store.showAlert('1', 100)
      expect(timeline.filter(({ kind }) => kind === 'quiet')).toMatchObject([
        { by: 'navish', text: expect.stringContaining('snoozed until') },
      ])
    })

    test('of an end goes only to those whose rule wants it', async () => {
      await using t = await telling(open, { match: { ...everything, changes: ['opened'] } })

      await t.hear('fire a')
      await t.hear('resolve a')

      expect(await t.deliveries()).toEqual(['opened 1 pending'])
    })

    test('of an end goes to those who heard of the opening, whatever the rules say by then', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [rule] = await t.store.listRules()
      await t.store.deleteRule(rule?.id ?? '', audit)

      await t.hear('resolve a')
      await t.hear('fire b')
      await t.hear('resolve b')

      expect(await t.deliveries()).toEqual(['opened 1 pending', 'resolved 1 pending'])
    })

    test('of an end waits for a channel that was switched off after the opening', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.store.updateChannel(t.channelId, { isEnabled: false, ifRevision: null }, audit)

      await t.hear('resolve a')

      expect(await t.deliveries()).toEqual(['opened 1 pending', 'resolved 1 pending'])
    })

    test('of an end goes to whom one rule of several wants to tell it', async () => {
      await using t = await telling(open, { match: { ...everything, changes: ['opened'] } })
      const worst = { ...everything, leastSeverity: 'critical' } as const
      await t.store.createRule(aRule([t.channelId], { match: worst }), audit)

      await t.hear('fire a warning')
      await t.hear('fire a critical')
      await t.hear('resolve a')

      expect(await t.deliveries()).toEqual([
        'opened 1 pending',
        'worse 1 pending',
        'resolved 1 pending',
      ])
    })

    test('is quiet for a channel that is switched off', async () => {
      await using t = await telling(open)
      await t.store.updateChannel(t.channelId, { isEnabled: false, ifRevision: null }, audit)

      await t.hear('fire a')

      expect(await t.deliveries()).toEqual(['opened 1 quiet'])
    })
  })

  describe('leaseDeliveries', () => {
    test('gives each once, the oldest first', async () => {
      await using t = await telling(open)
      await t.hear('fire a, fire b')

      const first = await t.lease()
      const second = await t.lease()
      const third = await t.lease()

      expect([idsIn(first), idsIn(second), idsIn(third)]).toEqual([['1'], ['2'], []])
      expect(first[0]?.channel).toMatchObject({ id: t.channelId, sealed: 'v1.sealed' })
      expect(first[0]?.deliveries[0]).toMatchObject({ attempts: 1, triedSince: 2000 })
    })

    test('never gives an end before its beginning is settled', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.hear('resolve a')

      const [opening] = await t.lease()
      const meanwhile = await t.lease()
      await t.settle(opening, { state: 'pending', runAt: 8000 })
      const waiting = await t.lease(7999)
      const [again] = await t.lease(8000)
      await t.settle(again, { state: 'sent', thread: '{"ts":1}' })
      const [end] = await t.lease(8001)

      expect([...meanwhile, ...waiting]).toEqual([])
      expect(end?.deliveries[0]).toMatchObject({ change: 'resolved', thread: '{"ts":1}' })
    })

    test('gives several for one message, the beginning and the end of one alert, too', async () => {
      await using t = await telling(open)
      await t.hear('fire a, fire b, fire c')
      await t.hear('resolve b', 1500)
      const seen: unknown[] = []

      const lots = await t.lease(2000, (due) => {
        seen.push(due)
        return due.count
      })

      expect(seen).toEqual([{ count: 4, since: 1000 }])
      expect(idsIn(lots)).toEqual(['1', '2', '3', '4'])
    })

    test('leaves a channel alone that is busy, rests, or is to wait', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const lease = { now: 2000, until: 9000, giveUpBefore: 0, together: () => 1 }

      const busy = await t.store.leaseDeliveries({ ...lease, busy: [t.channelId] })
      const waiting = await t.lease(2000, () => 0)
      const [lot] = await t.lease()
      const settlement = settled(lot, { state: 'pending' })
      await t.store.settleDeliveries({ ...settlement, breaker: { failures: 3, restsUntil: 5000 } })
      const resting = await t.lease(4999)

      expect([...busy, ...waiting, ...resting]).toEqual([])
      expect(idsIn(await t.lease(5000))).toEqual(['1'])
    })

    test('is not held up on one channel by another', async () => {
      await using t = await telling(open)
      const { id: other } = await t.store.createChannel(aChannel({ name: 'other' }), audit)
      await t.store.createRule(aRule([other]), audit)
      await t.hear('fire a')
      await t.hear('fire b')
      const slow = (await t.lease()).find(({ channel }) => channel.id === t.channelId)

      const next = await t.store.leaseDeliveries({
        now: 2001,
        until: 9000,
        giveUpBefore: 0,
        busy: [slow?.channel.id ?? ''],
        together: () => 1,
      })

      expect(next.map(({ channel }) => channel.id)).toEqual([other])
    })

    test('counts a lease that has run out as none, and none at all after a start', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.lease(2000)

      const early = await t.lease(61_999)
      const late = await t.lease(62_000)
      await t.store.releaseDeliveries(62_000)
      const started = await t.lease(62_001)

      expect([idsIn(early), idsIn(late), idsIn(started)]).toEqual([[], ['1'], ['1']])
      expect(started[0]?.deliveries[0]?.attempts).toBe(3)
    })

    test('gives up what waited for a day on a channel that fails, and says so', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.hear('fire b')
      const [lot] = await t.lease()
      await t.settle(lot, { state: 'pending', runAt: 8000 })
      await t.hear('resolve b')

      const lots = await t.lease(2000 + 86_400_001)

      expect(lots).toEqual([])
      expect(await t.deliveries()).toEqual(['opened 1 dead', 'opened 2 dead', 'resolved 2 dead'])
      expect((await t.store.showChannel(t.channelId)).dead).toBe(3)
      expect(await t.store.listDeadSince(86_400_000)).toHaveLength(1)
    })

    test('gives up nothing that nobody could try: after a day of downtime it is told', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const later = 1000 + 2 * 86_400_000

      await t.store.releaseDeliveries(later)

      expect(idsIn(await t.lease(later))).toEqual(['1'])
    })

    test('is held up for no more than two hours by a clock that was set back', async () => {
      await using t = await telling(open)
      const day = 86_400_000
      await t.hear('fire a', 1000 + day)
      const [lot] = await t.lease(2000 + day)
      await t.settle(lot, { state: 'pending', runAt: 8000 + day })
      const settlement = settled(lot, { state: 'pending', runAt: 8000 + day })
      await t.store.settleDeliveries({
        ...settlement,
        breaker: { failures: 3, restsUntil: 9000 + day },
      })

      expect(idsIn(await t.lease(3000))).toEqual(['1'])
      expect(idsIn(await t.lease(3001))).toEqual([])
    })

    test('finds what is due behind a thousand that are not', async () => {
      await using t = await telling(open)
      await t.hear(Array.from({ length: 1100 }, (_, nth) => `fire key-${nth}`).join(', '))
      const [many] = await t.lease(2000, ({ count }) => count)
      await t.settle(many, { state: 'pending', runAt: 900_000 })

      const [next] = await t.lease(2001)

      expect(many?.deliveries).toHaveLength(1000)
      expect(next?.deliveries.map(({ id }) => id)).toEqual(['1001'])
    })
  })

  describe('a fallback', () => {
    /** With a channel that everything falls back to. */
    async function withFallback(ruleToo = false) {
      const t = await telling(open)
      const { id: fallbackId } = await t.store.createChannel(aChannel({ name: 'second' }), audit)
      await t.store.updateChannel(t.channelId, { fallbackId, ifRevision: null }, audit)
      if (ruleToo) await t.store.createRule(aRule([fallbackId]), audit)
      const told = async () => {
        const { items } = await t.store.listDeliveries({ channelId: fallbackId }, page)
        return items.toReversed().map(({ change, alertId }) => `${change} ${alertId}`)
      }
      const first = async (now: number) =>
        (await t.lease(now)).find(({ channel }) => channel.id === t.channelId)
      return { ...t, fallbackId, told, first }
    }

    test('is told the end, too, of what it was told the beginning of', async () => {
      await using t = await withFallback()
      await t.hear('fire a')
      await t.hear('resolve a')

      await t.settle(await t.first(2000), { state: 'dead', fallBack: true })

      expect(await t.told()).toEqual(['opened 1', 'resolved 1'])
    })

    test('is told of an end only what it was told the beginning of, and once', async () => {
      await using t = await withFallback()
      await t.hear('fire a')
      await t.settle(await t.first(2000), { state: 'sent' })
      await t.hear('resolve a')

      await t.settle(await t.first(3000), { state: 'dead', fallBack: true })

      expect(await t.told()).toEqual([])
    })

    test('hears nothing twice that a rule tells it anyway', async () => {
      await using t = await withFallback(true)
      await t.hear('fire a warning')
      await t.hear('fire a critical', 1500)
      await t.hear('resolve a', 1600)

      await t.settle(await t.first(2000), { state: 'dead', fallBack: true })
      await t.settle(await t.first(2001), { state: 'dead', fallBack: true })

      expect(await t.told()).toEqual(['opened 1', 'worse 1', 'resolved 1'])
    })

    test('is told all that waits, as soon as a channel is beyond hope', async () => {
      await using t = await withFallback()
      await t.hear('fire a, fire b, fire c, fire d')
      await t.hear('resolve d', 1500)
      const lot = await t.first(2000)
      const settlement = settled(lot, { state: 'pending', at: 2000, runAt: 900_000 })
      const breaker = { failures: 3, restsUntil: 500_000 }
      await t.store.settleDeliveries({ ...settlement, breaker })
      await t.lease(3000)
      const hiccup = await t.told()

      await t.lease(2020 + 60_000)
      await t.hear('fire e')
      await t.lease(4000 + 60_000)

      expect(hiccup).toEqual([])
      expect((await t.told()).toSorted()).toEqual([
        'opened 1',
        'opened 2',
        'opened 3',
        'opened 4',
        'opened 5',
        'resolved 4',
      ])
    })

    test('that is switched off meanwhile is told when it is switched on', async () => {
      await using t = await withFallback()
      const change = { ifRevision: null }
      await t.store.updateChannel(t.fallbackId, { isEnabled: false, ...change }, audit)
      await t.hear('fire a')
      const settlement = settled(await t.first(2000), {
        state: 'pending',
        at: 2000,
        runAt: 900_000,
      })
      const breaker = { failures: 3, restsUntil: 500_000 }
      await t.store.settleDeliveries({ ...settlement, breaker })
      await t.lease(70_000)
      const before = await t.told()

      await t.store.updateChannel(t.fallbackId, { isEnabled: true, ...change }, audit)
      await t.lease(72_000)

      expect([before, await t.told()]).toEqual([[], ['opened 1']])
    })

    test('that is switched off is told nothing', async () => {
      await using t = await withFallback()
      await t.store.updateChannel(t.fallbackId, { isEnabled: false, ifRevision: null }, audit)
      await t.hear('fire a')

      await t.settle(await t.first(2000), { state: 'dead', fallBack: true })

      expect(await t.told()).toEqual([])
    })
  })

  describe('settleDeliveries', () => {
    test('keeps what came of each attempt', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [first] = await t.lease()
      await t.settle(first, { state: 'pending', runAt: 8000, at: 3000 })
      const [second] = await t.lease(8000)
      await t.settle(second, { state: 'sent', at: 8001 })

      const found = await t.store.showDelivery('1')

      expect(found).toMatchObject({ state: 'sent', attempts: 2, sentAt: 8021, reason: null })
      expect(found.tries).toEqual([
        { at: 3000, ms: 20, result: 'retry', status: 500, why: 'It answered 500.', reply: 'oops' },
        { at: 8001, ms: 20, result: 'sent', status: 200, why: null, reply: 'ok' },
      ])
      const { timeline } = await t.store.showAlert('1', 100)
      expect(timeline.at(-1)).toMatchObject({ kind: 'told', by: 'navish', text: 'Told ops.' })
    })

    test('says how the channel is', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [first] = await t.lease()
      await t.settle(first, { state: 'pending', at: 3000 })
      const failing = await t.store.showChannel(t.channelId)
      const [second] = await t.lease(4000)
      await t.settle(second, { state: 'sent', at: 5000 })

      expect(failing).toMatchObject({
        breaker: { failures: 1 },
        failingSince: 3020,
        lastFailure: 'It answered 500.',
        pending: 1,
      })
      expect(await t.store.showChannel(t.channelId)).toMatchObject({
        breaker: { failures: 0 },
        failingSince: null,
        lastFailure: null,
        lastSentAt: 5020,
        pending: 0,
      })
    })

    test('says nothing of a channel whose settings changed meanwhile', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [first] = await t.lease()
      await t.settle(first, { state: 'pending', runAt: 900_000 })
      const [second] = await t.lease(900_000)
      await t.store.updateChannel(t.channelId, { sealed: 'v1.new', ifRevision: null }, audit)

      await t.settle(second, { state: 'pending', runAt: 950_000, at: 900_001 })

      expect((await t.store.showChannel(t.channelId)).breaker.failures).toBe(0)
    })

    test('is followed by another try at once when the settings of the channel are changed', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [lot] = await t.lease()
      await t.settle(lot, { state: 'pending', runAt: 900_000 })

      await t.store.updateChannel(t.channelId, { sealed: 'v1.new', ifRevision: null }, audit)

      expect(idsIn(await t.lease(4000))).toEqual(['1'])
      expect(await t.store.showChannel(t.channelId)).toMatchObject({
        failingSince: null,
        lastFailure: null,
      })
    })

    test('tells nobody of the end of what they never heard of', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.hear('resolve a')
      const [opening] = await t.lease()

      await t.settle(opening, { state: 'dead' })

      expect(await t.deliveries()).toEqual(['opened 1 dead', 'resolved 1 quiet'])
      const { timeline } = await t.store.showAlert('1', 100)
      expect(timeline.at(-1)).toMatchObject({
        kind: 'untold',
        text: 'Could not tell ops: It answered 500.',
      })
    })

    test('tells of the end who heard only later that it got worse', async () => {
      await using t = await telling(open)
      await t.hear('fire a warning')
      await t.hear('fire a error')
      await t.hear('resolve a')
      const [opening] = await t.lease()
      await t.settle(opening, { state: 'dead' })
      const [worse] = await t.lease()
      await t.settle(worse, { state: 'sent' })

      expect(await t.deliveries()).toEqual(['opened 1 dead', 'worse 1 sent', 'resolved 1 pending'])
    })

    test('has it told on the other channel as well, once', async () => {
      await using t = await telling(open)
      const { id: fallbackId } = await t.store.createChannel(aChannel({ name: 'second' }), audit)
      await t.store.updateChannel(t.channelId, { fallbackId, ifRevision: null }, audit)
      await t.hear('fire a')
      const [lot] = await t.lease()

      await t.settle(lot, { state: 'pending', runAt: 90_000, fallBack: true })
      const again = (await t.lease(90_000)).find(({ channel }) => channel.id === t.channelId)
      await t.settle(again, { state: 'dead', fallBack: true })

      const { items } = await t.store.listDeliveries({ channelId: fallbackId }, page)
      expect(items).toMatchObject([{ fallbackOf: '1', change: 'opened', alertId: '1' }])
    })

    test('counts how many were told together', async () => {
      await using t = await telling(open)
      await t.hear('fire a, fire b')
      const [lot] = await t.lease(2000, ({ count }) => count)

      await t.settle(lot, { state: 'sent' })

      const { items } = await t.store.listDeliveries({ state: 'sent' }, page)
      expect(items.map(({ together }) => together)).toEqual([2, 2])
    })
  })

  describe('retryDelivery', () => {
    test('has it tried again at once, with a day before it is given up', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [lot] = await t.lease()
      const settlement = settled(lot, { state: 'dead' })
      const later = 200_000_000
      await t.store.settleDeliveries({ ...settlement, breaker: { failures: 9, restsUntil: later } })

      const delivery = await t.store.retryDelivery('1', later - 10, audit)
      const [again] = await t.lease(later - 9)

      expect(delivery).toMatchObject({ state: 'pending', reason: null })
      expect(again?.deliveries[0]).toMatchObject({ id: '1', triedSince: later - 10 })
    })

    test('brings the end along that nobody was to hear of', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.hear('resolve a')
      await t.hear('fire b')
      const [first] = await t.lease()
      await t.settle(first, { state: 'dead' })
      const [second] = await t.lease()
      await t.settle(second, { state: 'dead' })
      await t.hear('resolve b')
      const before = await t.deliveries()

      const late = 2 * 86_400_000
      await t.store.retryDelivery('1', late, audit)
      await t.store.retryDelivery('3', late, audit)
      await t.lease(late + 1, () => 0)

      expect(before).toEqual([
        'opened 1 dead',
        'resolved 1 quiet',
        'opened 2 dead',
        'resolved 2 quiet',
      ])
      expect(await t.deliveries()).toEqual([
        'opened 1 pending',
        'resolved 1 pending',
        'opened 2 pending',
        'resolved 2 pending',
      ])
    })

    test('is refused on a channel that is deleted', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.store.deleteChannel(t.channelId, 2000, audit)

      expect(await codeOf(t.store.retryDelivery('1', 3000, audit))).toBe('conflict')
    })

    test('is refused for what was sent or never to be sent', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      const [lot] = await t.lease()
      await t.settle(lot, { state: 'sent' })

      expect(await codeOf(t.store.retryDelivery('1', 1, audit))).toBe('conflict')
      for (const id of unknownIds) {
        expect(await codeOf(t.store.retryDelivery(id, 1, audit))).toBe('not_found')
      }
    })
  })

  describe('listDeliveries', () => {
    test('gives pages, newest first, of a state, a channel or an alert', async () => {
      await using t = await telling(open)
      await t.hear('fire a, fire b, fire c')
      const [lot] = await t.lease()
      await t.settle(lot, { state: 'sent' })
      const idsOf = async (filter: Parameters<typeof t.store.listDeliveries>[0]) =>
        (await t.store.listDeliveries(filter, page)).items.map(({ id }) => id)

      expect(await pagesOf((each) => t.store.listDeliveries({}, each), 2)).toEqual([
        ['3', '2'],
        ['1'],
      ])
      expect(await idsOf({ state: 'pending' })).toEqual(['3', '2'])
      expect(await idsOf({ alertId: '2' })).toEqual(['2'])
      expect(await idsOf({ channelId: t.channelId, state: 'sent' })).toEqual(['1'])
    })
  })

  describe('what was told long ago', () => {
    const limits = only('deliveries', { age: 30 * oneDay })
    const sent = { state: 'sent' } as const

    test('is removed with its attempts when its alert is over and nobody waits for its end', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.settle((await t.lease())[0], sent)
      await t.hear('resolve a')
      await t.settle((await t.lease())[0], sent)
      await goBy(t.store, 40 * oneDay)

      expect(await retain(t.store, limits)).toEqual({ deliveries: 2 })
      expect(await t.deliveries()).toEqual([])
      expect(await codeOf(t.store.showDelivery('1'))).toBe('not_found')
      expect((await t.store.showStorage()).deliveries).toEqual({ count: 0, oldestAt: null })
    })

    test('stays while its alert is not resolved, so that the resolve reaches who was told', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.settle((await t.lease())[0], sent)
      await goBy(t.store, 400 * oneDay)

      expect(await retain(t.store, limits)).toEqual({})
      await t.hear('resolve a')
      expect(await t.deliveries()).toEqual(['opened 1 sent', 'resolved 1 pending'])
    })

    test('stays while something of its alert is still to be told', async () => {
      await using t = await telling(open)
      await t.hear('fire a')
      await t.settle((await t.lease())[0], sent)
      await t.hear('resolve a')
      await goBy(t.store, 400 * oneDay)

      expect(await retain(t.store, { ...limits, alerts: { age: oneDay, most: 0 } })).toEqual({})
      expect(await t.deliveries()).toEqual(['opened 1 sent', 'resolved 1 pending'])
    })

    test('is the oldest when it is too much', async () => {
      await using t = await telling(open)
      for (const key of ['a', 'b', 'c']) {
        for (const what of ['fire', 'resolve']) {
          await t.hear(`${what} ${key}`)
          await t.settle((await t.lease())[0], sent)
        }
      }

      expect(await retain(t.store, only('deliveries', { most: 3 }))).toEqual({ deliveries: 3 })
      expect(await t.deliveries()).toEqual(['resolved 2 sent', 'opened 3 sent', 'resolved 3 sent'])
      expect((await t.store.showStorage()).deliveries).toMatchObject({ count: 3 })
    })

    test('is named no more by what took its place on another channel', async () => {
      await using t = await telling(open)
      const fallback = await t.store.createChannel(aChannel({ name: 'phones' }), audit)
      await t.store.updateChannel(t.channelId, { fallbackId: fallback.id, ifRevision: null }, audit)
      await t.hear('fire a')
      await t.settle((await t.lease())[0], { state: 'dead', fallBack: true })
      await t.settle((await t.lease(9000))[0], sent)
      await t.hear('resolve a', 9000)
      await t.settle((await t.lease(9999))[0], sent)

      const before = (await t.store.listDeliveries({}, page)).items
      const removed = await retain(t.store, only('deliveries', { most: before.length - 1 }))

      const after = (await t.store.listDeliveries({}, page)).items
      expect(before.map(({ fallbackOf }) => fallbackOf)).toContain('1')
      expect(removed).toEqual({ deliveries: 1 })
      expect(after.map(({ fallbackOf }) => fallbackOf)).not.toContain('1')
    })
  })
}

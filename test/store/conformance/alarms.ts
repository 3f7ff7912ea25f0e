import { describe, expect, test } from 'bun:test'
import type { Alarm } from '../../../src/core/alarm.ts'
import { act } from '../../../src/core/action.ts'
import { setup, type Open } from './setup.ts'
import { aChannel, aRule, audit, everything } from './telling.ts'

const anAlarm = (fields: Partial<Alarm> = {}): Alarm => ({
  key: 'disk',
  severity: 'error',
  title: 'The disk is nearly full',
  description: 'Make room.',
  ...fields,
})

const fresh = new Set(['disk'])
const none: ReadonlySet<string> = new Set()

export function describeAlarms(open: Open): void {
  describe('noteAlarms', () => {
    test('opens an alert, changes it, and resolves it when it is over', async () => {
      await using t = await setup(open)

      await t.store.noteAlarms([anAlarm()], fresh, 1000)
      const [opened] = await t.alerts()
      await t.store.noteAlarms([anAlarm({ severity: 'critical' })], none, 2000)
      const [changed] = await t.alerts()
      await t.store.noteAlarms([], none, 3000)

      expect(opened).toMatchObject({
        dedupKey: 'navish-disk',
        project: { slug: 'navish' },
        status: 'open',
        severity: 'error',
        openedAt: 1000,
      })
      expect(changed).toMatchObject({ id: opened?.id, severity: 'critical' })
      const { timeline, ...alert } = await t.newestAlert()
      expect(alert).toMatchObject({ id: opened?.id, status: 'resolved', resolvedAt: 3000 })
      expect(timeline.map(({ kind, by }) => `${kind} by ${by}`)).toEqual([
        'opened by navish',
        'updated by navish',
        'resolved by navish',
      ])
    })

    test('opens another one when it comes back, which names the one before', async () => {
      await using t = await setup(open)
      await t.store.noteAlarms([anAlarm()], fresh, 1000)
      await t.store.noteAlarms([], none, 2000)

      await t.store.noteAlarms([anAlarm()], fresh, 3000)

      const [second, first] = await t.alerts()
      expect(second).toMatchObject({ status: 'open', previousAlertId: first?.id })
      const history = await t.store.listHistory(second?.id ?? '', 10)
      expect(history.map(({ id }) => id)).toEqual([second?.id ?? '', first?.id ?? ''])
    })

    test('leaves what a person has resolved, as long as it stands', async () => {
      await using t = await setup(open)
      await t.store.noteAlarms([anAlarm()], fresh, 1000)
      const [alert] = await t.alerts()
      const action = { kind: 'resolve', reason: null } as const
      await t.store.changeAlert(alert?.id ?? '', { by: 'jane', now: 1500, act, action })

      await t.store.noteAlarms([anAlarm()], none, 2000)

      expect((await t.alerts()).map(({ status }) => status)).toEqual(['resolved'])
    })

    test('shows Navish on no list of who may send', async () => {
      await using t = await setup(open)

      await t.store.noteAlarms([anAlarm()], fresh, 1000)

      const { items } = await t.store.listIntegrations({ limit: 10 })
      expect(items.map(({ name }) => name)).toEqual(['test'])
    })

    test('has it told like any other alert', async () => {
      await using t = await setup(open)
      const { id } = await t.store.createChannel(aChannel(), audit)
      const match = { ...everything, projects: ['navish'] }
      await t.store.createRule(aRule([id], { match }), audit)
      await t.say('fire a error shop')
      await t.drain()

      await t.store.noteAlarms([anAlarm()], fresh, 1000)
      await t.store.noteAlarms([], none, 2000)

      const { items } = await t.store.listDeliveries({}, { limit: 10 })
      expect(items.map(({ change }) => change)).toEqual(['resolved', 'opened'])
    })
  })

  describe('listDeadSince', () => {
    test('says when each channel last gave something up', async () => {
      await using t = await setup(open)
      const { id } = await t.store.createChannel(aChannel(), audit)
      await t.store.createChannel(aChannel(), audit)
      await t.store.createRule(aRule([id]), audit)
      await t.say('fire a')
      await t.drain()
      const lease = { now: 2000, until: 9000, giveUpBefore: 0, busy: [], together: () => 1 }
      const [lot] = await t.store.leaseDeliveries(lease)
      await t.store.settleDeliveries({
        channelId: id,
        revision: lot?.channel.revision ?? 0,
        attempt: { at: 3000, ms: 5, result: 'refused', status: 404, why: 'no', reply: '' },
        breaker: { failures: 1, restsUntil: null },
        outcomes: (lot?.deliveries ?? []).map((each) => ({
          id: each.id,
          state: 'dead',
          runAt: 3005,
          reason: 'no',
          fallBack: false,
        })),
        thread: null,
      })

      expect(await t.store.listDeadSince(3005)).toEqual([{ channelId: id, at: 3005 }])
      expect(await t.store.listDeadSince(3006)).toEqual([])
    })
  })
}

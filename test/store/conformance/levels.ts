import { describe, expect, test } from 'bun:test'
import { act } from '../../../src/core/action.ts'
import { mostCounted, mostTold } from '../../../src/store/levels.ts'
import type { AuditEntry } from '../../../src/store/accounts.ts'
import { aToken, anEvent, patient, setup, type Open } from './setup.ts'

const audit: AuditEntry = {
  at: 5,
  actor: { kind: 'command', id: null, name: 'test' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: 'For a test.',
}

export function describeLevels(open: Open): void {
  async function telling() {
    const t = await setup(open)
    const given = { kind: 'slack', name: 'x', settings: {}, sealed: '', fallbackId: null }
    const channel = await t.store.createChannel({ ...given, createdAt: 0 }, audit)
    const match = { integrationIds: [], projects: [], leastSeverity: 'info', changes: [] } as const
    const rule = { name: 'all', isEnabled: true, match, channelIds: [channel.id], isLast: false }
    await t.store.createRule(rule, audit)
    return { ...t, channel }
  }

  describe('showLevels', () => {
    test('of an empty store tells that there is nothing', async () => {
      await using t = await setup(open)

      expect(await t.store.showLevels()).toMatchObject({
        events: { pending: 0, dead: 0, oldestPendingAt: null },
        alerts: [],
        channels: [],
        integrations: [{ id: t.integrationId, lastSeenAt: null, silentAfter: null, since: 1 }],
      })
    })

    test('tells what waits, and since when', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b', 'throw')
      await t.drain({ limit: 2 })
      await t.say('fire c')

      const { events } = await t.store.showLevels()

      expect(events).toEqual({ pending: 2, dead: 0, oldestPendingAt: 3 })
    })

    test('tells what is dead, and counts no further than it says', async () => {
      await using t = await setup(open)
      await t.say(...Array.from({ length: mostCounted + 5 }, () => 'throw'))
      while ((await t.drain({ ...patient, backoff: () => null })).more);

      expect((await t.store.showLevels()).events).toEqual({
        pending: 0,
        dead: mostCounted,
        oldestPendingAt: null,
      })
    })

    test('tells how many alerts there are by status and severity', async () => {
      await using t = await setup(open)
      await t.say('fire a critical', 'fire b critical', 'fire c', 'resolve c', 'fire d')
      await t.drain()
      const { id } = await t.newestAlert()
      await t.store.changeAlert(id, {
        action: { kind: 'acknowledge' },
        act,
        by: 'jane',
        now: 5,
      })

      const { alerts } = await t.store.showLevels()

      expect(alerts.filter(({ count }) => count > 0)).toEqual([
        { status: 'acknowledged', severity: 'error', count: 1 },
        { status: 'open', severity: 'critical', count: 2 },
        { status: 'resolved', severity: 'error', count: 1 },
      ])
    })

    test('tells what waits for a channel, since when, and what it gave up', async () => {
      await using t = await telling()
      await t.say('fire a', 'fire b', 'fire c')
      await t.drain()
      const lease = { now: 2000, until: 3000, giveUpBefore: 0, busy: [], together: () => 1 }
      const [lot] = await t.store.leaseDeliveries(lease)
      const [first] = lot?.deliveries ?? []
      await t.store.settleDeliveries({
        channelId: t.channel.id,
        revision: lot?.channel.revision ?? 0,
        attempt: { at: 2000, ms: 5, result: 'refused', status: 404, why: 'gone', reply: '' },
        breaker: { failures: 1, restsUntil: null },
        outcomes: [
          { id: first?.id ?? '', state: 'dead', runAt: 2005, reason: 'gone', fallBack: false },
        ],
        thread: null,
      })

      expect((await t.store.showLevels()).channels).toEqual([
        {
          id: t.channel.id,
          kind: 'slack',
          isEnabled: true,
          pending: 2,
          dead: 1,
          oldestPendingAt: 1000,
          failingSince: 2005,
        },
      ])
    })

    test('tells when each integration sent something last that the drain knows, and how it is watched', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      await t.store.updateIntegration(other, { silentAfter: 3600, ifRevision: null }, 700)
      await t.store.append([
        anEvent(t.integrationId, { text: 'fire a', receivedAt: 40 }),
        anEvent(t.integrationId, { text: 'hello', receivedAt: 90, resource: 'sample' }),
      ])
      await t.drain()

      expect((await t.store.showLevels()).integrations).toEqual([
        { id: t.integrationId, lastSeenAt: 40, silentAfter: null, since: 1 },
        { id: other, lastSeenAt: null, silentAfter: 3600, since: 700 },
      ])
    })

    test('tells of no more integrations than it says, and of none that is revoked', async () => {
      await using t = await setup(open)
      await t.store.revokeIntegration(t.integrationId, 5)
      for (let index = 0; index < mostTold + 3; index += 1) {
        await t.store.createIntegration({
          name: 'x',
          token: aToken(`x ${index}`),
          clientSecret: null,
          createdAt: 1,
        })
      }

      const { integrations } = await t.store.showLevels()

      expect(integrations).toHaveLength(mostTold)
      expect(integrations.map(({ id }) => id)).not.toContain(t.integrationId)
    })

    test('tells how large the database is', async () => {
      await using t = await setup(open)
      const before = (await t.store.showLevels()).database
      await t.say(...Array.from({ length: 50 }, (_, index) => `fire ${index}`))
      await t.drain()

      const { database } = await t.store.showLevels()

      expect(before.size).toBeGreaterThan(0)
      expect(database.size).toBeGreaterThanOrEqual(before.size)
      expect(database.free).toBeWithin(0, database.size)
    })
  })
}

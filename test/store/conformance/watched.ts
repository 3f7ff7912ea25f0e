import { describe, expect, test } from 'bun:test'
import { anEvent, aToken, setup, type Open } from './setup.ts'

export function describeWatched(open: Open): void {
  /** A store with an integration that is watched since 500. */
  async function watching() {
    const t = await setup(open)
    const watch = (id: string, silentAfter: number | null, now = 500) =>
      t.store.updateIntegration(id, { silentAfter, ifRevision: null }, now)
    await watch(t.integrationId, 60_000)
    return {
      ...t,
      watch,
      send: (receivedAt: number, resource = 'issue', text = 'fire a') =>
        t.store.append([anEvent(t.integrationId, { receivedAt, resource, text })]),
      lastSeen: async () => (await t.store.listWatched()).map(({ lastSeenAt }) => lastSeenAt),
    }
  }

  describe('listWatched', () => {
    test('gives those that are watched, and neither revoked nor deleted', async () => {
      await using t = await watching()
      await t.createIntegration('other')
      const revoked = await t.createIntegration('revoked')
      const deleted = await t.createIntegration('deleted')
      for (const id of [revoked, deleted]) await t.watch(id, 60_000)
      await t.store.revokeIntegration(revoked, 600)
      await t.store.deleteIntegration(deleted, 600)

      const watched = await t.store.listWatched()
      await t.watch(t.integrationId, null)

      expect(watched).toEqual([
        { id: t.integrationId, name: 'test', silentAfter: 60_000, lastSeenAt: 500 },
      ])
      expect(await t.store.listWatched()).toEqual([])
    })

    test('counts from when it was watched while nothing came, however often that changed', async () => {
      await using t = await watching()

      await t.watch(t.integrationId, 90_000, 800)
      const changed = await t.lastSeen()
      await t.watch(t.integrationId, null, 900)
      await t.watch(t.integrationId, 90_000, 1000)

      expect(changed).toEqual([500])
      expect(await t.lastSeen()).toEqual([1000])
    })

    test('counts from when it was created if a clock was set back since', async () => {
      await using t = await watching()
      await t.watch(t.integrationId, null)
      const { id } = await t.store.createIntegration({
        name: 'later',
        token: aToken('later'),
        clientSecret: null,
        createdAt: 700,
      })

      await t.watch(id, 60_000, 600)

      expect(await t.lastSeen()).toEqual([700])
    })

    test('says when something came, also from before it was watched, but no sample', async () => {
      await using t = await watching()
      await t.send(300)
      await t.drain()
      const before = await t.lastSeen()
      await t.send(900)
      await t.send(950, 'sample')
      await t.drain()

      expect(before).toEqual([300])
      expect(await t.lastSeen()).toEqual([900])
    })

    test('counts what waits: what is fresh, and what is put off', async () => {
      await using t = await watching()
      const other = await t.createIntegration('other')
      await t.send(700)
      await t.send(800, 'sample')
      await t.store.append([anEvent(other, { receivedAt: 900 })])
      const fresh = await t.lastSeen()
      await t.send(950, 'issue', 'throw')
      await t.drain()

      expect(fresh).toEqual([700])
      expect(await t.lastSeen()).toEqual([950])
    })

    test('takes what it cannot look at to be of everybody, so that nobody is called silent', async () => {
      await using t = await watching()
      const other = await t.createIntegration('other')
      await t.store.append(
        Array.from({ length: 2100 }, (_, index) => anEvent(other, { receivedAt: 1000 + index })),
      )

      const [lastSeenAt = 0] = await t.lastSeen()

      expect(lastSeenAt).toBeGreaterThanOrEqual(1099)
    })
  })
}

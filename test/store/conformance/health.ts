import { describe, expect, test } from 'bun:test'
import { anEvent, setup, type Open } from './setup.ts'

export function describeHealth(open: Open): void {
  describe('showHealth', () => {
    test('of an integration that never sent says so', async () => {
      await using t = await setup(open)

      expect(await t.store.showHealth(t.integrationId, 0)).toEqual({
        integration: await t.store.showIntegration(t.integrationId),
        lastSeenAt: null,
        pending: 0,
        resources: [],
        refusals: [],
        busyHours: [],
      })
    })

    test('counts what was taken up by resource and action, last seen first', async () => {
      await using t = await setup(open)
      const sent = (receivedAt: number, resource: string, action: string | null) =>
        anEvent(t.integrationId, { receivedAt, resource, action })
      await t.store.append([sent(10, 'issue', 'created'), sent(20, 'comment', null)])
      await t.drain()
      await t.store.append([sent(40, 'issue', 'created'), sent(30, 'issue', 'created')])
      await t.drain()

      const { resources, lastSeenAt } = await t.store.showHealth(t.integrationId, 0)

      expect(lastSeenAt).toBe(40)
      expect(resources).toEqual([
        { resource: 'issue', action: 'created', count: 3, firstSeenAt: 10, lastSeenAt: 40 },
        { resource: 'comment', action: null, count: 1, firstSeenAt: 20, lastSeenAt: 20 },
      ])
    })

    test('counts what came in which hour, without samples', async () => {
      await using t = await setup(open)
      const sent = (receivedAt: number, resource = 'issue') =>
        anEvent(t.integrationId, { receivedAt, resource, action: null })
      const hour = 3_600_000
      await t.store.append([sent(hour), sent(5 * hour, 'sample'), sent(5 * hour - 1)])
      await t.store.append([sent(hour + 1)])
      await t.drain()

      const { busyHours } = await t.store.showHealth(t.integrationId, 0)

      expect(busyHours).toEqual([
        { hour: 1, count: 2 },
        { hour: 4, count: 1 },
      ])
    })

    test('forgets hours that are long gone', async () => {
      await using t = await setup(open)
      const day = 24 * 3_600_000
      const sent = (receivedAt: number) => anEvent(t.integrationId, { receivedAt })
      await t.store.append([sent(day), sent(10 * day)])
      await t.drain()

      await t.store.forgetExpired(16 * day)

      const { busyHours } = await t.store.showHealth(t.integrationId, 0)
      expect(busyHours).toEqual([{ hour: 240, count: 1 }])
    })

    test('counts an event once, however often it is tried or replayed', async () => {
      await using t = await setup(open)
      const [fails = '', works = ''] = await t.say('throw', 'fire a')
      for (const now of [1000, 2000, 3000]) await t.drain({ now })
      await t.store.replayEvent(fails)
      await t.store.replayEvent(works)

      await t.drain({ now: 4000 })

      const { resources } = await t.store.showHealth(t.integrationId, 0)
      expect(resources.map(({ count }) => count)).toEqual([2])
    })

    test('counts what waits: what is fresh, and what is put off', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      await t.say('throw', 'fire a')
      await t.drain()
      await t.store.append([
        anEvent(t.integrationId, { receivedAt: 70 }),
        anEvent(other, { receivedAt: 80 }),
        anEvent(other, { receivedAt: 90 }),
      ])

      expect(await t.store.showHealth(t.integrationId, 0)).toMatchObject({
        pending: 2,
        lastSeenAt: 70,
      })
      expect(await t.store.showHealth(other, 0)).toMatchObject({ pending: 2, lastSeenAt: 90 })
    })

    test('knows when it was last seen also if nothing was ever processed', async () => {
      await using t = await setup(open)
      await t.say('throw')

      await t.drain()

      expect(await t.store.showHealth(t.integrationId, 0)).toMatchObject({
        pending: 1,
        lastSeenAt: 1,
        resources: [],
      })
    })

    test('tells a hundred kinds of events apart, and counts the others together', async () => {
      await using t = await setup(open)
      const kinds = Array.from({ length: 130 }, (_, index) => `kind ${index}`)
      const all = kinds.map((resource) => anEvent(t.integrationId, { resource }))
      await t.store.append(all.slice(0, 120))
      await t.drain()
      await t.store.append([...all, ...all])

      await t.drain()

      const { resources } = await t.store.showHealth(t.integrationId, 0)
      const others = resources.filter(({ resource }) => resource === '(other)')
      expect(resources).toHaveLength(101)
      expect(others).toMatchObject([{ action: null, count: 20 + 2 * 30 }])
      expect(resources.find(({ resource }) => resource === 'kind 0')?.count).toBe(3)
    })

    test('cuts names that a sender made long, and cleans them', async () => {
      await using t = await setup(open)
      const resource = `\u0085${'x'.repeat(300)}`
      await t.store.append([anEvent(t.integrationId, { resource, action: 'a\u001b[1mb' })])

      await t.drain()

      const { resources } = await t.store.showHealth(t.integrationId, 0)
      expect(resources).toMatchObject([{ resource: `${'x'.repeat(99)}…`, action: 'a [1mb' }])
    })
  })
}

import { describe, expect, test } from 'bun:test'
import type { Changes, Store } from '../../../src/store/store.ts'
import { keeping } from './kept.ts'
import type { Open } from './setup.ts'

/** Everything that changed after a revision, so many at a time, in the order in which it is told. */
async function followed(store: Store, after: number, limit: number): Promise<string[]> {
  const told: string[] = []
  for (let from = after; ;) {
    const changes = await store.listChanges(from, limit)
    expect(changes.alerts.length).toBeLessThanOrEqual(limit)
    expect(changes.integrations.length).toBeLessThanOrEqual(limit)
    told.push(...namesIn(changes))
    if (!changes.more) return told
    expect(changes.revision).toBeGreaterThan(from)
    from = changes.revision
  }
}

function namesIn({ alerts, integrations }: Changes): string[] {
  return [
    ...alerts.map(({ dedupKey, revision }) => ({ name: dedupKey, revision })),
    ...integrations.map((one) => ({
      name: 'deleted' in one ? `deleted ${one.id}` : one.name,
      revision: one.revision,
    })),
  ]
    .toSorted((a, b) => a.revision - b.revision)
    .map(({ name }) => name)
}

export function describeRevisions(open: Open): void {
  describe('listChanges', () => {
    test('tells of everything that is there to whoever knows nothing', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'a' }, { key: 'b' })

      const changes = await t.store.listChanges(0, 10)

      expect(changes.alerts).toEqual((await t.alerts()).toReversed())
      expect(changes.integrations).toEqual([await t.store.showIntegration(t.integrationId)])
      expect(changes.revision).toBe(await t.store.revision())
      expect(changes.more).toBe(false)
    })

    test('tells of nothing when nothing changed since', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'a' })
      const revision = await t.store.revision()

      const changes = await t.store.listChanges(revision, 10)

      expect(changes).toEqual({ alerts: [], integrations: [], revision, more: false })
    })

    test.each([1, 2, 3, 100])(
      'tells of each once, as it is now, the oldest change first, %i at a time',
      async (limit) => {
        await using t = await keeping(open)
        const before = await t.store.revision()
        await t.put({ key: 'a' }, { key: 'b' }, { key: 'c' })
        const other = await t.createIntegration('other')
        await t.put({ key: 'd' })
        await t.createIntegration('third')
        await t.createIntegration('fourth')
        await t.change('b', { kind: 'acknowledge' })
        await t.store.updateIntegration(other, { name: 'renamed', ifRevision: null }, 700)
        await t.put({ key: 'a', at: 2 })

        const told = await followed(t.store, before, limit)

        expect(told).toEqual(['c', 'd', 'third', 'fourth', 'b', 'renamed', 'a'])
      },
    )

    test('tells that an integration was deleted, and no more of it', async () => {
      await using t = await keeping(open)
      const other = await t.createIntegration('other')
      const before = await t.store.revision()

      await t.store.deleteIntegration(other, 2000)

      const { integrations, revision } = await t.store.listChanges(before, 10)
      expect(integrations).toEqual([{ id: other, revision, deleted: true }])
    })

    test('goes on after what was changed by others than alerts and integrations', async () => {
      await using t = await keeping(open)
      const before = await t.store.revision()
      await t.put({ key: 'a' })
      await t.store.createUser(
        {
          email: 'jane@example.org',
          name: null,
          role: 'viewer',
          passwordHash: null,
          createdAt: 1,
        },
        {
          at: 1,
          actor: { kind: 'user', id: '1', name: 'joe@example.org' },
          address: null,
          requestId: null,
          action: 'user.create',
          target: null,
          text: 'Added jane.',
        },
      )

      const { alerts, revision, more } = await t.store.listChanges(before, 10)

      expect(alerts.map(({ dedupKey }) => dedupKey)).toEqual(['a'])
      expect({ revision, more }).toEqual({ revision: await t.store.revision(), more: false })
    })
  })
}

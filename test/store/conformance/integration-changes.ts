import { describe, expect, test } from 'bun:test'
import type { AuditEntry } from '../../../src/store/accounts.ts'
import type { Integration, Store } from '../../../src/store/store.ts'
import { anEntry } from './accounts.ts'
import { anEvent, aToken, codeOf, setup, unknownIds, type Open } from './setup.ts'

type Change = (store: Store, id: string, audit?: AuditEntry) => Promise<Integration | void>

/** Everything that can be done to an integration. */
const changes: [string, Change][] = [
  [
    'renamed',
    (store, id, audit) =>
      store.updateIntegration(id, { name: 'acme', ifRevision: null }, 700, audit),
  ],
  [
    'watched',
    (store, id, audit) =>
      store.updateIntegration(id, { silentAfter: 60_000, ifRevision: null }, 700, audit),
  ],
  ['given a token', (store, id, audit) => store.rotateToken(id, aToken('new'), 900, audit)],
  ['given a secret', (store, id, audit) => store.rotateClientSecret(id, 'new', 900, 800, audit)],
  ['rid of its secrets', (store, id, audit) => store.removeClientSecrets(id, audit)],
  ['revoked', (store, id, audit) => store.revokeIntegration(id, 800, audit)],
  ['deleted', (store, id, audit) => store.deleteIntegration(id, 800, audit)],
]

export function describeIntegrationChanges(open: Open): void {
  /** A store with an integration that has a client secret. */
  async function withSecret() {
    const t = await setup(open)
    const integration = await t.store.rotateClientSecret(t.integrationId, 'first', 10, 10)
    const audit = async () => (await t.store.listAudit({}, { limit: 10 })).items
    return { ...t, integration, audit }
  }

  describe('an integration', () => {
    test.each(changes.slice(0, -1))('that is %s has a newer revision', async (_, change) => {
      await using t = await withSecret()

      const changed = await change(t.store, t.integrationId)

      const shown = await t.store.showIntegration(t.integrationId)
      expect(shown.revision).toBeGreaterThan(t.integration.revision)
      expect(changed).toEqual(shown)
    })

    test.each(changes)('that is %s leaves who did it in the audit log', async (_, change) => {
      await using t = await withSecret()

      await change(t.store, t.integrationId, anEntry('integration.change'))

      expect(await t.audit()).toMatchObject([
        { action: 'integration.change', target: `integration ${t.integrationId}` },
      ])
    })

    test('that is created leaves who did it in the audit log, with its id', async () => {
      await using t = await withSecret()

      const { id } = await t.store.createIntegration(
        { name: 'second', token: aToken('second'), clientSecret: null, createdAt: 2 },
        anEntry('integration.create'),
      )

      expect(await t.audit()).toMatchObject([{ target: `integration ${id}` }])
    })

    test.each<[string, Change]>([
      [
        'the name it has',
        (store, id, audit) =>
          store.updateIntegration(id, { name: 'test', ifRevision: null }, 700, audit),
      ],
      [
        'no watch once more',
        (store, id, audit) =>
          store.updateIntegration(id, { silentAfter: null, ifRevision: null }, 700, audit),
      ],
      ['no secrets once more', (store, id, audit) => store.removeClientSecrets(id, audit)],
    ])('that is given %s does not change', async (_, change) => {
      await using t = await setup(open)
      const before = await t.store.showIntegration(t.integrationId)

      const after = await change(t.store, t.integrationId, anEntry('integration.change'))

      expect(after).toEqual(before)
      expect((await t.store.listAudit({}, { limit: 1 })).items).toEqual([])
    })

    test('that is revoked once more does not change', async () => {
      await using t = await setup(open)
      const before = await t.store.revokeIntegration(t.integrationId, 700)

      const after = await t.store.revokeIntegration(t.integrationId, 900, anEntry('again'))

      expect(after).toEqual(before)
      expect((await t.store.listAudit({}, { limit: 1 })).items).toEqual([])
    })

    test('is renamed only if it did not change since the given revision', async () => {
      await using t = await setup(open)
      const { revision } = await t.store.showIntegration(t.integrationId)
      const renamed = (name: string) =>
        t.store.updateIntegration(t.integrationId, { name, ifRevision: revision }, 700)

      const first = await renamed('first')
      const second = await codeOf(renamed('second'))

      expect(first).toMatchObject({ name: 'first', id: t.integrationId })
      expect(second).toBe('precondition_failed')
      expect(await t.store.showIntegration(t.integrationId)).toEqual(first)
    })

    test('that is watched keeps its name, and one that is renamed stays watched', async () => {
      await using t = await setup(open)
      const update = (change: { name?: string; silentAfter?: number }) =>
        t.store.updateIntegration(t.integrationId, { ...change, ifRevision: null }, 700)

      const watched = await update({ silentAfter: 60_000 })
      const renamed = await update({ name: 'acme' })

      expect(watched).toMatchObject({ name: 'test', silentAfter: 60_000 })
      expect(renamed).toMatchObject({ name: 'acme', silentAfter: 60_000 })
    })

    test('without its client secrets takes unsigned requests', async () => {
      await using t = await withSecret()

      const { clientSecrets } = await t.store.removeClientSecrets(t.integrationId)

      expect(clientSecrets).toEqual([])
      expect(await t.store.findSender('hash of test', 20)).toMatchObject({ secrets: [] })
    })
  })

  describe('an integration that was deleted', () => {
    async function deleted() {
      const t = await withSecret()
      const other = await t.createIntegration('other')
      await t.say('fire a')
      await t.store.deleteIntegration(t.integrationId, 500)
      return { ...t, other }
    }

    test('is remembered, so that the next start makes none anew', async () => {
      const empty = await open()
      expect(await empty.hadIntegrations()).toBe(false)
      await empty.close()
      await using t = await setup(open)

      await t.store.deleteIntegration(t.integrationId, 500)

      expect((await t.store.listIntegrations({ limit: 1 })).items).toEqual([])
      expect(await t.store.hadIntegrations()).toBe(true)
    })

    test('is on no list, and nobody can send with its token', async () => {
      await using t = await deleted()

      const { items } = await t.store.listIntegrations({ limit: 10 })
      expect(items.map(({ id }) => id)).toEqual([t.other])
      expect(await t.store.findSender('hash of test', 1)).toBeUndefined()
      expect(await t.store.findTokenOwner('hash of test')).toBe(t.integrationId)
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['shown', (store, id) => store.showIntegration(id)],
      ['asked for its health', (store, id) => store.showHealth(id, 0)],
      ['sent as', (store, id) => store.senderOf(id, 1)],
      ...changes,
    ])('cannot be %s', async (_, work) => {
      await using t = await deleted()

      for (const id of [t.integrationId, ...unknownIds]) {
        expect(await codeOf(work(t.store, id))).toBe('not_found')
      }
    })

    test('keeps what it sent, and what waited is drained', async () => {
      await using t = await deleted()
      // Accepted before, and only now on its way to the disk.
      await t.store.append([anEvent(t.integrationId, { text: 'fire b' })])

      await t.drain()

      expect(await t.alerts()).toMatchObject([{ dedupKey: 'b' }, { dedupKey: 'a' }])
      expect(await t.events()).toHaveLength(2)
    })

    test('stays revoked since when it was', async () => {
      await using t = await setup(open)
      await t.store.revokeIntegration(t.integrationId, 300)

      await t.store.deleteIntegration(t.integrationId, 500)

      expect((await t.store.listIntegrations({ limit: 1 })).items).toEqual([])
    })
  })
}

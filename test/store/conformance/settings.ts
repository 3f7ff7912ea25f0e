import { describe, expect, test } from 'bun:test'
import type { AuditEntry } from '../../../src/store/accounts.ts'
import { setup, type Open } from './setup.ts'

const audit: AuditEntry = {
  at: 5,
  actor: { kind: 'user', id: '1', name: 'jane@example.org' },
  address: null,
  requestId: null,
  action: 'settings.public-url',
  target: null,
  text: 'Set the public URL.',
}

export function describeSettings(open: Open): void {
  describe('changeSettings', () => {
    test('sets, replaces and takes out the public URL', async () => {
      await using t = await setup(open)
      const shown = async () => (await t.store.showSettings()).publicUrl
      const before = await shown()

      await t.store.changeSettings({ publicUrl: 'https://a.example.org' }, audit)
      const first = await shown()
      await t.store.changeSettings({ publicUrl: 'https://b.example.org' }, audit)
      const second = await shown()
      await t.store.changeSettings({ publicUrl: null }, audit)

      expect([before, first, second, await shown()]).toEqual([
        null,
        'https://a.example.org',
        'https://b.example.org',
        null,
      ])
    })

    test('is in the audit log', async () => {
      await using t = await setup(open)

      await t.store.changeSettings({ publicUrl: 'https://a.example.org' }, audit)

      const { items } = await t.store.listAudit({}, { limit: 1 })
      expect(items).toMatchObject([{ action: 'settings.public-url', text: 'Set the public URL.' }])
    })
  })
}

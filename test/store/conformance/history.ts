import { describe, expect, test } from 'bun:test'
import { anEvent, setup, type Open } from './setup.ts'

export function describeHistory(open: Open): void {
  describe('listHistory', () => {
    test('has all alerts of a key, newest first, whichever of them is asked for', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'fire a', 'fire b', 'resolve a', 'fire a')
      await t.drain()
      const all = (await t.alerts()).filter(({ dedupKey }) => dedupKey === 'a').map(({ id }) => id)

      const asked = await Promise.all(all.map((id) => t.store.listHistory(id, 10)))

      expect(all).toHaveLength(3)
      for (const found of asked) expect(found.map(({ id }) => id)).toEqual(all)
    })

    test('ends where it is told to', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'fire a', 'resolve a', 'fire a')
      await t.drain()
      const [newest, middle, oldest] = (await t.alerts()).map(({ id }) => id)

      const found = await t.store.listHistory(oldest ?? '', 2)

      expect(found.map(({ id }) => id)).toEqual([newest ?? '', middle ?? ''])
    })

    test('keeps integrations apart', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      await t.say('fire a')
      await t.store.append([anEvent(other, { text: 'fire a', receivedAt: 2 })])
      await t.drain()
      const [newest] = await t.alerts()

      expect(await t.store.listHistory(newest?.id ?? '', 10)).toHaveLength(1)
    })

    test('of an alert that is not there is no list', async () => {
      await using t = await setup(open)

      expect(t.store.listHistory('99', 10)).rejects.toMatchObject({ code: 'not_found' })
    })
  })
}

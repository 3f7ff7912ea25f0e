import { describe, expect, test } from 'bun:test'
import { anEvent, setup, type Open } from './setup.ts'

export function describeReplays(open: Open): void {
  describe('a delivery made again', () => {
    test('has no second effect, and names the event that was first', async () => {
      await using t = await setup(open)
      const [first = '', again = ''] = await t.store.append([
        anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' }),
        anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' }),
      ])

      const { processed } = await t.drain()

      const { id: alertId, eventCount } = await t.newestAlert()
      expect(processed).toEqual([
        { eventId: first, outcome: 'opened', alertId },
        { eventId: again, outcome: 'replayed', alertId },
      ])
      expect(eventCount).toBe(1)
      expect((await t.store.showEvent(again)).reason).toContain(`event ${first}`)
    })

    test('is known in a later batch too', async () => {
      await using t = await setup(open)
      const event = anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' })
      await t.store.append([event])
      await t.drain()
      await t.store.append([event])

      expect((await t.drain()).processed).toMatchObject([{ outcome: 'replayed' }])
    })

    test.each<[string, string | null, string | null]>([
      ['without a key', null, null],
      ['with another key', 'key 1', 'key 2'],
      ['with a key in another letter case', 'key a', 'key A'],
    ])('%s counts', async (_, firstKey, secondKey) => {
      await using t = await setup(open)
      await t.store.append(
        [firstKey, secondKey].map((replayKey) =>
          anEvent(t.integrationId, { text: 'fire a', replayKey }),
        ),
      )

      await t.drain()

      expect((await t.newestAlert()).eventCount).toBe(2)
    })

    test('with the same key to another integration counts', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      await t.store.append(
        [t.integrationId, other].map((id) => anEvent(id, { text: 'fire a', replayKey: 'key 1' })),
      )

      const { processed } = await t.drain()

      expect(processed.map(({ outcome }) => outcome)).toEqual(['opened', 'opened'])
    })

    test('takes the place of the first when that one cannot be processed', async () => {
      await using t = await setup(open)
      const [first = '', second = ''] = await t.store.append([
        anEvent(t.integrationId, { text: 'throw', replayKey: 'key 1' }),
        anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' }),
      ])

      const report = await t.drain()

      expect(report.failed).toMatchObject([{ eventId: first }])
      expect(report.processed).toMatchObject([{ eventId: second, outcome: 'opened' }])
    })
  })
}

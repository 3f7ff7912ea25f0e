import { describe, expect, test } from 'bun:test'
import { act, type Action } from '../../../src/core/action.ts'
import type { AlertChange } from '../../../src/store/store.ts'
import { codeOf, setup, unknownIds, type Open } from './setup.ts'

const acknowledge: Action = { kind: 'acknowledge' }
const note: Action = { kind: 'note', text: 'looking' }

function byJane(action: Action, fields: Partial<AlertChange> = {}): AlertChange {
  return { action, act, by: 'jane', now: 2000, ...fields }
}

export function describeChanges(open: Open): void {
  /** A store with an alert for each of these keys, and their ids in that order. */
  async function withAlerts(...keys: string[]) {
    const t = await setup(open)
    await t.say(...keys.map((key) => `fire ${key}`))
    await t.drain()
    const ids = (await t.alerts()).map(({ id }) => id).toReversed()
    const revisionOf = async (id: string) => (await t.store.showAlert(id, 0)).revision
    const audit = async () => (await t.store.listAudit({}, { limit: 10 })).items.toReversed()
    return { ...t, ids, id: ids[0] ?? '', revisionOf, audit }
  }

  const whoAndHow = {
    at: 2000,
    actor: { kind: 'user', id: '7', name: 'jane@example.org' },
    address: '192.0.2.1',
    requestId: 'request 1',
    action: 'alert.acknowledge',
  } satisfies AlertChange['audit']

  describe('the revision of an alert', () => {
    test('is newer than every other after each change, by events and by people', async () => {
      await using t = await withAlerts('a', 'b')
      const [a = '', b = ''] = t.ids
      const seen = [await t.revisionOf(a), await t.revisionOf(b)]

      await t.say('fire a')
      await t.drain()
      seen.push(await t.revisionOf(a))
      await t.store.changeAlert(b, byJane(note))
      seen.push(await t.revisionOf(b))
      const { revision } = await t.store.updateIntegration(
        t.integrationId,
        {
          name: 'acme',
          ifRevision: null,
        },
        700,
      )
      seen.push(revision)
      await t.say('fire b, resolve a')
      await t.drain()
      seen.push(...[await t.revisionOf(a), await t.revisionOf(b)].toSorted((x, y) => x - y))

      expect(seen).toEqual([...new Set(seen)].toSorted((x, y) => x - y))
    })

    test('stays when nothing changed', async () => {
      await using t = await withAlerts('a')
      const before = await t.revisionOf(t.id)

      await t.store.changeAlert(t.id, byJane({ kind: 'unacknowledge' }))

      expect(await t.revisionOf(t.id)).toBe(before)
    })

    test('does not move when a batch is rolled back, and goes on after it', async () => {
      await using t = await withAlerts('a')
      const before = await t.revisionOf(t.id)
      await t.say('fire a', 'throw', 'fire a')

      await t.drain()

      expect((await t.store.showAlert(t.id, 0)).eventCount).toBe(3)
      const after = await t.revisionOf(t.id)
      expect(after).toBeGreaterThan(before)
      await t.store.changeAlert(t.id, byJane(note))
      expect(await t.revisionOf(t.id)).toBe(after + 1)
    })
  })

  describe('changeAlert with a revision', () => {
    test.each<[string, string]>([
      ['more of the same', 'fire a'],
      ['a note', ''],
    ])('goes through after %s', async (_, said) => {
      await using t = await withAlerts('a')
      const ifRevision = await t.revisionOf(t.id)
      if (said === '') await t.store.changeAlert(t.id, byJane(note))
      else await t.say(said)
      await t.drain()
      expect(await t.revisionOf(t.id)).toBeGreaterThan(ifRevision)

      const { result } = await t.store.changeAlert(t.id, byJane(acknowledge, { ifRevision }))

      expect(result).toBe('changed')
    })

    test.each<[string, string]>([
      ['it got worse', 'fire a critical'],
      ['it was assigned', 'assign a'],
      ['it was archived', 'archive a'],
      ['it was resolved', 'resolve a'],
    ])('is refused when %s since', async (_, said) => {
      await using t = await withAlerts('a')
      const ifRevision = await t.revisionOf(t.id)
      await t.say(said)
      await t.drain()
      const before = await t.store.showAlert(t.id, 100)

      const code = await codeOf(t.store.changeAlert(t.id, byJane(note, { ifRevision })))

      expect(code).toBe('precondition_failed')
      expect(await t.store.showAlert(t.id, 100)).toEqual(before)
      const seen = { ifRevision: before.revision }
      expect(await t.store.changeAlert(t.id, byJane(note, seen))).toMatchObject({
        result: 'changed',
      })
    })

    test.each<[string, Action]>([
      ['acknowledged', acknowledge],
      ['snoozed', { kind: 'snooze', until: 9000, reason: null }],
      ['assigned', { kind: 'assign', assignee: 'ali' }],
      ['resolved', { kind: 'resolve', reason: null }],
    ])(
      'is refused when somebody else has %s it since, and says what it is now',
      async (_, action) => {
        await using t = await withAlerts('a')
        const ifRevision = await t.revisionOf(t.id)
        await t.store.changeAlert(t.id, byJane(action, { ifRevision }))
        const { status } = await t.store.showAlert(t.id, 0)

        const failed = t.store.changeAlert(t.id, byJane(note, { ifRevision }))

        expect(await failed.catch((error: unknown) => String(error))).toContain(
          `Alert ${t.id} changed meanwhile: it is ${status} now`,
        )
      },
    )
  })

  describe('changeAlert', () => {
    test('writes who did what from where into the audit log', async () => {
      await using t = await withAlerts('a')

      await t.store.changeAlert(t.id, byJane(acknowledge, { audit: whoAndHow }))

      expect(await t.audit()).toEqual([
        { ...whoAndHow, id: expect.any(String), target: `alert ${t.id}`, text: 'Acknowledged.' },
      ])
    })

    test('writes nothing into the audit log when nothing changed', async () => {
      await using t = await withAlerts('a')

      await t.store.changeAlert(t.id, byJane({ kind: 'unsnooze' }, { audit: whoAndHow }))

      expect(await t.audit()).toEqual([])
    })
  })

  describe('changeAlerts', () => {
    test('gives a result for each, in their order', async () => {
      await using t = await withAlerts('a', 'b', 'c')
      const [a = '', b = '', c = ''] = t.ids
      await t.store.changeAlert(a, byJane(acknowledge))
      await t.store.changeAlert(b, byJane({ kind: 'resolve', reason: null }))

      const results = await t.store.changeAlerts(
        [c, ...unknownIds, a, b],
        byJane(acknowledge, { audit: whoAndHow }),
      )

      expect(results).toMatchObject([
        { result: 'changed', alert: { id: c, status: 'acknowledged' } },
        ...unknownIds.map(() => undefined as never),
        { result: 'unchanged' },
        { result: 'refused' },
      ])
      expect((await t.audit()).map(({ target }) => target)).toEqual([`alert ${c}`])
      expect((await t.store.showAlert(c, 10)).timeline.at(-1)).toMatchObject({
        kind: 'acknowledged',
        by: 'jane',
      })
    })

    test('does it once to one that is named twice', async () => {
      await using t = await withAlerts('a')

      const results = await t.store.changeAlerts([t.id, t.id], byJane(acknowledge))

      expect(results.map((one) => one?.result)).toEqual(['changed', 'unchanged'])
    })

    test('refuses those that somebody decided about since they were seen', async () => {
      await using t = await withAlerts('a', 'b')
      const [a = '', b = ''] = t.ids
      const first = await t.store.changeAlerts(t.ids, byJane(acknowledge))
      const ifRevisions = new Map(t.ids.map((id, index) => [id, first[index]?.revision ?? 0]))
      await t.store.changeAlert(a, byJane({ kind: 'assign', assignee: 'joe' }))

      const results = await t.store.changeAlerts(t.ids, {
        ...byJane({ kind: 'unacknowledge' }),
        ifRevisions,
      })

      expect(results.map((one) => one?.result)).toEqual(['refused', 'changed'])
      expect(results[0]?.text).toContain('assigned to joe')
      expect((await t.store.showAlert(a, 1)).status).toBe('acknowledged')
      expect((await t.store.showAlert(b, 1)).status).toBe('open')
    })

    test('finds no conflict in what is so already', async () => {
      await using t = await withAlerts('a')
      const ifRevisions = new Map([[t.id, 0]])
      await t.store.changeAlert(t.id, byJane({ kind: 'resolve', reason: null }))

      const [again] = await t.store.changeAlerts([t.id], {
        ...byJane({ kind: 'resolve', reason: null }),
        ifRevisions,
      })

      expect(again?.result).toBe('unchanged')
    })

    test('changes none when one cannot be decided, and says why', async () => {
      await using t = await withAlerts('a', 'b')
      const before = await t.alerts()
      const broken = new Error('out of coffee')

      const failed = t.store.changeAlerts(t.ids, {
        ...byJane(acknowledge, { audit: whoAndHow }),
        act(alert, action, now) {
          if (alert.dedupKey === 'b') throw broken
          return act(alert, action, now)
        },
      })

      expect(await failed.catch((error: unknown) => error)).toBe(broken)
      expect(await t.alerts()).toEqual(before)
      expect(await t.audit()).toEqual([])
    })
  })
}

import { describe, expect, test } from 'bun:test'
import type { AlertFilter } from '../../../src/store/store.ts'
import { keeping, type Wanted } from './kept.ts'
import { codeOf, unknownIds, type Open } from './setup.ts'

const hour = 3_600_000

const alerts: Wanted[] = [
  { key: 'open', at: hour, content: { severity: 'critical', project: shop() } },
  {
    key: 'taken',
    at: hour + 1,
    content: { severity: 'error', project: shop() },
    actions: [{ kind: 'acknowledge' }, { kind: 'assign', assignee: 'jane' }],
  },
  {
    key: 'quiet',
    at: 2 * hour,
    content: { severity: 'warning', project: { slug: 'api', name: 'API' } },
    actions: [{ kind: 'snooze', until: 5000, reason: null }],
  },
  {
    key: 'quieter',
    at: 2 * hour - 1,
    content: { severity: 'info' },
    actions: [
      { kind: 'snooze', until: 'worse', reason: null },
      { kind: 'assign', assignee: "o'neill" },
    ],
  },
  {
    key: 'resolved',
    at: 3 * hour,
    content: { severity: 'error', project: shop() },
    actions: [
      { kind: 'snooze', until: 5000, reason: null },
      { kind: 'resolve', reason: null },
    ],
  },
]

function shop() {
  return { slug: 'shop', name: 'Web shop' }
}

const cases: [AlertFilter, string][] = [
  [{}, 'resolved quieter quiet taken open'],
  [{ status: ['open'] }, 'quieter quiet open'],
  [{ status: ['acknowledged'] }, 'taken'],
  [{ status: ['resolved', 'acknowledged'] }, 'resolved taken'],
  [{ status: ['open', 'acknowledged', 'resolved'] }, 'resolved quieter quiet taken open'],
  [{ status: ['open', 'open'] }, 'quieter quiet open'],
  [{ status: [] }, ''],
  [{ severity: ['error'] }, 'resolved taken'],
  [{ severity: ['info', 'critical'] }, 'quieter open'],
  [{ severity: ['critical', 'error', 'warning', 'info'] }, 'resolved quieter quiet taken open'],
  [{ project: 'shop' }, 'resolved taken open'],
  [{ project: 'Shop' }, ''],
  [{ project: '' }, ''],
  [{ assignee: 'jane' }, 'taken'],
  [{ assignee: "o'neill" }, 'quieter'],
  [{ assignee: 'nobody' }, ''],
  [{ assignee: '' }, ''],
  [{ assignee: null }, 'resolved quiet open'],
  [{ snoozed: { is: true, at: 4999 } }, 'quieter quiet'],
  [{ snoozed: { is: true, at: 5000 } }, 'quieter'],
  [{ snoozed: { is: false, at: 4999 } }, 'resolved taken open'],
  [{ snoozed: { is: false, at: 5000 } }, 'resolved quiet taken open'],
  [{ openedFrom: hour + 1 }, 'resolved quieter quiet taken'],
  [{ openedBefore: 2 * hour }, 'quieter taken open'],
  [{ openedFrom: 2 * hour - 1, openedBefore: 2 * hour + 1 }, 'quieter quiet'],
  [{ openedFrom: 2 * hour, openedBefore: 2 * hour }, ''],
  [{ openedFrom: 3 * hour + 1 }, ''],
  [{ openedBefore: hour }, ''],
  [{ status: ['open'], severity: ['critical', 'error'] }, 'open'],
  [{ project: 'shop', status: ['open', 'acknowledged'], assignee: null }, 'open'],
  [{ project: 'api', severity: ['error'] }, ''],
  [{ snoozed: { is: true, at: 1 }, assignee: "o'neill" }, 'quieter'],
  [{ snoozed: { is: false, at: 1 }, status: ['open'] }, 'open'],
  [{ severity: ['error'], openedFrom: 2 * hour }, 'resolved'],
  [{ text: 'cart', severity: ['error'] }, 'resolved taken'],
  [{ text: 'cart', assignee: null, openedBefore: 3 * hour }, 'quiet open'],
]

export function describeFilters(open: Open): void {
  describe('a filter of alerts', () => {
    test.each([1, 2, 100])('gives what it asks for, %i on a page', async (limit) => {
      await using t = await keeping(open)
      await t.put(...alerts)

      for (const [filter, keys] of cases) {
        expect([filter, (await t.keys(filter, limit)).join(' ')]).toEqual([filter, keys])
      }
    })

    test('tells integrations apart', async () => {
      await using t = await keeping(open)
      const other = await t.createIntegration('other')
      await t.put({ key: 'ours' }, { key: 'theirs', by: other }, { key: 'also ours' })

      expect(await t.keys({ integrationId: other })).toEqual(['theirs'])
      expect(await t.keys({ integrationId: t.integrationId })).toEqual(['also ours', 'ours'])
      expect(await t.keys({ integrationId: '999999' })).toEqual([])
    })

    test('finds alerts by the time of their opening also when the clock jumped', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'now', at: 100 * hour }, { key: 'past', at: 2 * hour })
      await t.put({ key: 'future', at: 9000 * hour }, { key: 'now again', at: 100 * hour + 1 })

      const hundredth = { openedFrom: 100 * hour, openedBefore: 101 * hour }
      expect(await t.keys(hundredth)).toEqual(['now again', 'now'])
      expect(await t.keys({ openedBefore: 50 * hour })).toEqual(['past'])
      expect(await t.keys({ openedFrom: 101 * hour })).toEqual(['future'])
    })

    test('follows what people and events do', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'a' })

      await t.change('a', { kind: 'snooze', until: 9000, reason: null })
      expect(await t.keys({ snoozed: { is: true, at: 3000 } })).toEqual(['a'])
      await t.change('a', { kind: 'unsnooze' })
      expect(await t.keys({ snoozed: { is: true, at: 3000 } })).toEqual([])
      await t.change('a', { kind: 'assign', assignee: 'jane' })
      expect(await t.keys({ assignee: null })).toEqual([])
      await t.put({ key: 'a', at: 2, content: { severity: 'critical' } })
      expect(await t.keys({ severity: ['critical'], assignee: 'jane' })).toEqual(['a'])
      await t.change('a', { kind: 'resolve', reason: null })
      expect(await t.keys({ status: ['open', 'acknowledged'] })).toEqual([])
    })

    test('refuses what cannot be the id of an integration', async () => {
      await using t = await keeping(open)

      for (const integrationId of unknownIds.filter((id) => id !== '999999')) {
        const listed = t.store.listAlerts({ integrationId }, { limit: 1 })
        expect(await codeOf(listed)).toBe('not_found')
      }
    })
  })

  describe('a page of alerts', () => {
    test('says what follows it, and that nothing does', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'a' }, { key: 'b' }, { key: 'c' })
      const list = (limit: number, after?: string) =>
        t.store.listAlerts({}, { limit, ...(after !== undefined && { after }) })

      const first = await list(2)
      const second = await list(2, first.next ?? '')

      expect([first.items.length, first.next]).toEqual([2, first.items[1]?.id ?? ''])
      expect([second.items.length, second.next]).toEqual([1, null])
      expect((await list(3)).next).toBeNull()
      expect(await list(3, second.items[0]?.id)).toEqual({ items: [], next: null })
      expect((await list(3, '999999999999999')).items).toHaveLength(3)
    })

    test('stays what it is when something newer opens', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'a' }, { key: 'b' }, { key: 'c' })
      const { next } = await t.store.listAlerts({}, { limit: 1 })

      await t.put({ key: 'd' })

      const { items } = await t.store.listAlerts({}, { limit: 10, after: next ?? '' })
      expect(items.map(({ dedupKey }) => dedupKey)).toEqual(['b', 'a'])
    })
  })
}

import { describe, expect, test } from 'bun:test'
import { act, type Action } from '../../../src/core/action.ts'
import type { Content } from '../../../src/core/signal.ts'
import type { AlertFilter } from '../../../src/store/store.ts'
import { aSignal } from '../../core/builders.ts'
import { anEvent, codeOf, pagesOf, setup, unknownIds, type Open } from './setup.ts'

const byJane = (action: Action, now = 2000) => ({ action, act, by: 'jane', now })

export function describeAlerts(open: Open): void {
  describe('alerts', () => {
    test('are given back as they were decided, with every field', async () => {
      await using t = await setup(open)
      const content: Partial<Content> = {
        title: 'Ошибка 🛒',
        description: 'in checkout.total',
        url: 'https://acme.sentry.io/issues/4711/',
        project: { slug: 'shop', name: 'Web shop' },
        severity: 'critical',
      }
      await t.say('fire')
      await t.drain({
        interpret: (event) => ({ signals: [aSignal('fire', event.arrival, { content })] }),
      })

      const [alert] = await t.alerts()

      expect(alert).toEqual({
        id: expect.any(String),
        integrationId: t.integrationId,
        dedupKey: 'sentry-issue-4711',
        kind: 'issue',
        status: 'open',
        severity: 'critical',
        title: 'Ошибка 🛒',
        description: 'in checkout.total',
        url: 'https://acme.sentry.io/issues/4711/',
        project: { slug: 'shop', name: 'Web shop' },
        eventCount: 1,
        assignee: null,
        userSnooze: null,
        sentrySnooze: null,
        openedAt: 1,
        lastEventAt: 1,
        acknowledgedAt: null,
        resolvedAt: null,
        resolvedBy: null,
        previousAlertId: null,
        regressed: false,
        revision: expect.any(Number),
      })
    })

    test('keep what signals and people did to them', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'assign a', 'archive a')
      await t.drain()
      const { id } = await t.newestAlert()

      await t.store.changeAlert(id, byJane({ kind: 'acknowledge' }))
      await t.store.changeAlert(id, byJane({ kind: 'snooze', until: 'worse', reason: null }))

      expect(await t.newestAlert()).toMatchObject({
        status: 'acknowledged',
        acknowledgedAt: 2000,
        assignee: 'Jane Roe',
        lastEventAt: 3,
        sentrySnooze: { until: null, by: 'sentry', reason: 'archived in Sentry' },
        userSnooze: { until: null, by: 'user', untilWorseThan: 'error' },
      })
    })

    test('name the alert before them, all the way back', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'fire a', 'resolve a', 'reopen a')

      await t.drain()

      const [third, second, first] = await t.alerts()
      expect(third?.previousAlertId).toBe(second?.id ?? 'missing')
      expect(second?.previousAlertId).toBe(first?.id ?? 'missing')
      expect(first?.previousAlertId).toBeNull()
      expect([first?.regressed, third?.regressed]).toEqual([false, true])
    })
  })

  describe('listAlerts', () => {
    test('gives the newest first, page by page', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b', 'fire c')
      await t.drain()
      const ids = (await t.alerts()).map(({ id }) => id)

      expect((await t.alerts()).map(({ dedupKey }) => dedupKey)).toEqual(['c', 'b', 'a'])
      expect(await pagesOf((page) => t.store.listAlerts({}, page), 2)).toEqual([
        ids.slice(0, 2),
        ids.slice(2),
      ])
    })

    test('filters, also page by page', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      await t.store.append([
        anEvent(t.integrationId, { text: 'open' }),
        anEvent(t.integrationId, { text: 'acknowledged' }),
        anEvent(other, { text: 'resolved' }),
      ])
      await t.drain({
        interpret: (event) => {
          const dedupKey = new TextDecoder().decode(event.payload)
          const project = { slug: dedupKey === 'open' ? 'shop' : 'api', name: 'A project' }
          const severity = dedupKey === 'open' ? 'warning' : 'error'
          const content = { project, severity } as const
          return { signals: [aSignal('fire', event.arrival, { dedupKey, content })] }
        },
      })
      const [resolved, acknowledged] = await t.alerts()
      await t.store.changeAlert(resolved?.id ?? '', byJane({ kind: 'resolve', reason: null }))
      await t.store.changeAlert(acknowledged?.id ?? '', byJane({ kind: 'acknowledge' }))

      const named = async (filter: AlertFilter) => {
        const names = new Map((await t.alerts()).map(({ id, dedupKey }) => [id, dedupKey]))
        const pages = await pagesOf((page) => t.store.listAlerts(filter, page), 1)
        return pages.flat().map((id) => names.get(id))
      }
      expect(await named({ status: ['open'] })).toEqual(['open'])
      expect(await named({ status: ['acknowledged'] })).toEqual(['acknowledged'])
      expect(await named({ status: ['resolved'] })).toEqual(['resolved'])
      expect(await named({ severity: ['warning'] })).toEqual(['open'])
      expect(await named({ severity: ['critical'] })).toEqual([])
      expect(await named({ integrationId: t.integrationId })).toEqual(['acknowledged', 'open'])
      expect(await named({ project: 'api' })).toEqual(['resolved', 'acknowledged'])
      expect(await named({ project: 'api', status: ['acknowledged'] })).toEqual(['acknowledged'])
    })
  })

  describe('showAlert', () => {
    test('gives the newest entries of the timeline, oldest first, and says how many there are', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire a', 'assign a', 'resolve a')
      await t.drain()
      const { id } = await t.newestAlert()

      const part = await t.store.showAlert(id, 2)
      const all = await t.store.showAlert(id, 100)

      expect(part.timeline.map(({ kind }) => kind)).toEqual(['assigned', 'resolved'])
      expect(part.timelineLength).toBe(4)
      expect(all.timeline.map(({ kind }) => kind)).toEqual([
        'opened',
        'updated',
        'assigned',
        'resolved',
      ])
      expect(all.timelineLength).toBe(4)
    })

    test('finds nothing under an unknown id', async () => {
      await using t = await setup(open)
      await t.say('fire a')
      await t.drain()

      for (const id of unknownIds) expect(await codeOf(t.store.showAlert(id, 1))).toBe('not_found')
    })
  })

  describe('changeAlert', () => {
    test('writes what was decided, and who did it, on the alert and its timeline', async () => {
      await using t = await setup(open)
      await t.say('fire a')
      await t.drain()
      const { id } = await t.newestAlert()

      const result = await t.store.changeAlert(id, byJane({ kind: 'resolve', reason: 'fixed' }))

      const alert = await t.newestAlert()
      expect(result).toMatchObject({ result: 'changed', alert: { id, status: 'resolved' } })
      expect(alert).toMatchObject({ status: 'resolved', resolvedAt: 2000, resolvedBy: 'user' })
      expect(alert.timeline.at(-1)).toEqual({
        at: 2000,
        kind: 'resolved',
        by: 'jane',
        text: 'Resolved: fixed',
        eventId: null,
      })
    })

    test('changes one alert only', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b')
      await t.drain()
      const [, ofA] = await t.alerts()

      await t.store.changeAlert(ofA?.id ?? '', byJane({ kind: 'acknowledge' }))

      const statuses = (await t.alerts()).map(({ status }) => status)
      expect(statuses).toEqual(['open', 'acknowledged'])
    })

    test.each<[string, Action, string]>([
      ['unchanged', { kind: 'resolve', reason: 'again' }, 'unchanged'],
      ['refused', { kind: 'acknowledge' }, 'refused'],
    ])('writes nothing when the answer is %s', async (_, action, result) => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a')
      await t.drain()
      const before = await t.newestAlert()

      const answer = await t.store.changeAlert(before.id, byJane(action))

      expect(answer).toMatchObject({ result, text: expect.stringContaining(before.id) })
      expect(await t.newestAlert()).toEqual(before)
    })

    test('is what the next event meets', async () => {
      await using t = await setup(open)
      await t.say('fire a')
      await t.drain()
      const { id } = await t.newestAlert()
      await t.store.changeAlert(id, byJane({ kind: 'resolve', reason: null }))
      await t.say('fire a')

      await t.drain()

      expect(await t.alerts()).toMatchObject([
        { status: 'open', previousAlertId: id },
        { id, status: 'resolved', resolvedBy: 'user' },
      ])
    })

    test('finds nothing under an unknown id', async () => {
      await using t = await setup(open)
      const change = byJane({ kind: 'acknowledge' })

      for (const id of unknownIds) {
        expect(await codeOf(t.store.changeAlert(id, change))).toBe('not_found')
      }
    })
  })
}

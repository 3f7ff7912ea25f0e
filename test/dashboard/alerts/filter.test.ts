import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  askedFor,
  filterIn,
  fits,
  isNarrow,
  nobody,
  orderOf,
  views,
  type AlertFilter,
} from '../../../src/dashboard/alerts/filter.ts'
import { severities } from '../../../src/core/severity.ts'
import { createCalls } from '../../../src/operations/calls.ts'
import { startTestApi } from '../../support/api.ts'
import { anIssue, handMade } from '../../support/requests.ts'
import { aView } from '../builders.ts'

const filterOf = (address: string) => filterIn(new URLSearchParams(address))

describe('filterIn', () => {
  test('of an empty address is everything that is open', () => {
    expect(filterOf('')).toEqual({
      view: 'open',
      severities: [],
      project: null,
      integrationId: null,
      assignee: null,
      text: '',
    })
  })

  test('leaves out what is no view and no severity', () => {
    const filter = filterOf('view=everything&severity=error,bad,critical')

    expect(filter.view).toBe('open')
    expect(filter.severities).toEqual(['critical', 'error'])
  })

  test('knows nobody from all', () => {
    expect(filterOf(`assignee=${nobody}`).assignee).toBe('')
    expect(filterOf('').assignee).toBeNull()
  })

  test.each([
    ['', false],
    ['view=resolved', false],
    ['q=+', false],
    ['q=cart', true],
    ['severity=error', true],
    [`assignee=${nobody}`, true],
  ])('of %p is narrow: %p', (address, narrow) => {
    expect(isNarrow(filterOf(address))).toBe(narrow)
  })
})

describe('fits', () => {
  const now = Date.parse('2026-11-24T09:00:00Z')
  const until = (time: string) => ({ until: time, by: 'user' as const, reason: null })

  test('leaves a snooze that has ended out of account', () => {
    const alert = aView({ snooze: until('2026-11-24T08:59:59.000Z') })

    expect(fits(filterOf(''), alert, now)).toBe(true)
    expect(fits(filterOf('view=snoozed'), alert, now)).toBe(false)
  })

  const parts = fc.record({
    view: fc.constantFrom(...views),
    severities: fc.subarray([...severities]),
    project: fc.constantFrom(null, 'shop', 'api'),
    integrationId: fc.constantFrom(null, '1', '2'),
    assignee: fc.constantFrom(null, '', 'jane', 'joe'),
    text: fc.constantFrom('', 'cart', 'CART br', 'käse', 'shop', 'nothing'),
  })

  test('says of every alert what the API says of it', async () => {
    await using api = await startTestApi()
    const { store, parts: serverParts } = api
    const calls = createCalls(
      {
        ...serverParts,
        limits: () => serverParts.limits,
        configuredUrl: null,
        seenAs: 'http://localhost',
        patience: null,
        deliver: () => Promise.reject(new Error('nothing is sent')),
        onChanged() {},
      },
      {
        actor: {
          kind: 'command',
          id: null,
          name: 'jane',
          role: 'admin',
          userId: null,
          address: null,
          requestId: null,
        },
        user: null,
        session: null,
      },
    )
    const other = await api.createIntegration()
    const titles = ['Cart is broken', 'Käse fehlt', 'Timeout', 'cart breaks again']
    for (let index = 0; index < 24; index += 1) {
      const issue = anIssue({
        id: `${index}`,
        title: titles[index % 4],
        level: ['fatal', 'error', 'warning', 'info'][index % 3],
        project: { id: '1', slug: index % 2 ? 'shop' : 'api', name: 'A project' },
      })
      const sent = handMade({ action: 'created', data: { issue } })
      await api.post(sent, other.token)
    }
    await api.drain()
    const { items: all } = await calls.listAlerts({ limit: 1000 })
    for (const [index, { id }] of all.entries()) {
      if (index % 5 === 1) await calls.acknowledgeAlert({ id })
      if (index % 5 === 2) await calls.snoozeAlert({ id, forSeconds: 3600 })
      if (index % 7 === 3) await calls.resolveAlert({ id })
      if (index % 3 === 0 && index % 7 !== 3) {
        await calls.assignAlert({ id, assignee: index % 2 ? 'jane' : 'joe' })
      }
    }
    const { items: known } = await calls.listAlerts({ limit: 1000 })
    await store.indexWords(1000)

    await fc.assert(
      fc.asyncProperty(parts, async (filter: AlertFilter) => {
        const asked = askedFor(filter)
        const query = {
          limit: 1000,
          ...asked,
          ...(asked['status'] !== undefined && { status: asked['status'].split(',') }),
          ...(asked['severity'] !== undefined && { severity: asked['severity'].split(',') }),
          ...(asked['snoozed'] !== undefined && { snoozed: asked['snoozed'] === 'true' }),
        }
        const { items } = await calls.listAlerts(query as never)

        const here = known.filter((alert) => fits(filter, alert, api.clock()))
        expect(here.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
      }),
      { numRuns: 300 },
    )
  })
})

describe('orderOf', () => {
  const alerts = [
    aView({ id: '1', severity: 'warning' }),
    aView({ id: '2', severity: 'critical', status: 'acknowledged' }),
    aView({ id: '3', severity: 'error' }),
    aView({ id: '10', severity: 'error' }),
  ]
  const sorted = (view: AlertFilter['view']) => alerts.toSorted(orderOf(view)).map(({ id }) => id)

  test('has what nobody has taken first, and of that the worst, then the newest', () => {
    expect(sorted('open')).toEqual(['10', '3', '1', '2'])
    expect(sorted('snoozed')).toEqual(['10', '3', '1', '2'])
  })

  test('has the newest first where all is over, or all is meant', () => {
    expect(sorted('resolved')).toEqual(['10', '3', '2', '1'])
    expect(sorted('all')).toEqual(['10', '3', '2', '1'])
  })
})

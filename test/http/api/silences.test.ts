import { describe, expect, test } from 'bun:test'
import type { SilenceView } from '../../../src/contract/silences.ts'
import { issueHook } from '../../support/requests.ts'
import { setupApi } from './setup.ts'

// The clock stands a second past 10:00: there was an event.
const fields = {
  match: { projects: ['shop'] },
  endsAt: '2026-09-01T12:00:00+01:00',
  reason: 'deploy',
}

async function setup() {
  const api = await setupApi()
  return Object.assign(api, {
    create: (more: object = {}, headers = {}) =>
      api.call<SilenceView & { detail?: string }>('createSilence', {
        headers,
        body: { ...fields, ...more },
      }),
    end: (id: string) => api.call<SilenceView>('endSilence', { params: { id } }),
    list: async () => (await api.call<{ items: SilenceView[] }>('listSilences')).json.items,
  })
}

describe('a silence', () => {
  test('begins now in the name of who asked, unless it says when', async () => {
    await using api = await setup()

    const { json: now } = await api.create()
    const { json: later } = await api.create({
      match: { title: ' cart ', integrationIds: [api.integrationId] },
      startsAt: '2026-09-01T10:30:00Z',
    })
    const { json: before } = await api.create({ startsAt: '2026-08-01T10:30:00Z' })

    expect(now).toEqual({
      id: '1',
      state: 'active',
      match: { integrationIds: [], projects: ['shop'], title: null },
      startsAt: '2026-09-01T10:00:01.000Z',
      endsAt: '2026-09-01T11:00:00.000Z',
      reason: 'deploy',
      by: 'operator',
      createdAt: '2026-09-01T10:00:01.000Z',
    })
    expect(later).toMatchObject({
      state: 'waiting',
      match: { integrationIds: [api.integrationId], projects: [], title: 'cart' },
      startsAt: '2026-09-01T10:30:00.000Z',
    })
    expect(before.startsAt).toBe(now.startsAt)
  })

  test('waits, is active, and is over', async () => {
    await using api = await setup()
    await api.create({ startsAt: '2026-09-01T10:30:00Z' })
    const states: unknown[] = []

    for (let nth = 0; nth < 3; nth += 1) {
      states.push((await api.list())[0]?.state)
      api.clock.advanceBy(30 * 60_000)
    }

    expect(states).toEqual(['waiting', 'active', 'over'])
  })

  test.each<[string, object, number, string]>([
    ['without a condition', { match: {} }, 400, 'Say with integrationIds, projects or title'],
    ['with empty conditions', { match: { projects: [] } }, 400, 'Say with integrationIds'],
    ['of a title of nothing', { match: { title: ' ' } }, 400, 'title should be a text'],
    ['of no project', { match: { projects: [''] } }, 400, 'match.projects'],
    ['without a reason', { reason: ' \u0007' }, 400, 'reason should be a text'],
    ['that is over', { endsAt: '2026-09-01T10:00:00Z' }, 400, 'endsAt has passed already.'],
    ['that ends first', { startsAt: '2026-09-01T11:00:00Z' }, 400, 'endsAt should be after'],
    ['for years', { endsAt: '2027-09-03T10:00:00Z' }, 400, 'endsAt should be within a year.'],
    ['of no integration', { match: { integrationIds: ['77'] } }, 404, 'There is no integration'],
  ])('%s is refused', async (_, more, status, detail) => {
    await using api = await setup()

    const refused = await api.create(more)

    expect(refused.status).toBe(status)
    expect(refused.json.detail).toStartWith(detail)
    expect(await api.list()).toEqual([])
  })

  test('asked for twice with the same key is made once', async () => {
    await using api = await setup()
    const headers = { 'idempotency-key': 'mine' }

    const first = await api.create({}, headers)
    const second = await api.create({}, headers)

    expect(second).toMatchObject({ status: 201, text: first.text })
    expect(await api.list()).toHaveLength(1)
  })

  test('keeps quiet until it is ended', async () => {
    await using api = await setup()
    const settings = { serverUrl: 'http://127.0.0.1:9', token: 'a-token' }
    const body = { kind: 'gotify', name: 'phones', settings }
    await api.call('createChannel', { as: 'admin', body })
    await api.create({ match: { title: 'CART' } })

    await api.receive(issueHook('created', { id: '5' }))
    const { json: ended } = await api.end('1')
    await api.receive(issueHook('created', { id: '6' }))

    expect(ended).toMatchObject({ state: 'over', endsAt: '2026-09-01T10:00:02.000Z' })
    const { items } = await api.store.listDeliveries({}, { limit: 10 })
    expect(items.map(({ state }) => state)).toEqual(['pending', 'quiet'])
    expect(items[1]?.reason).toEndWith('until 2026-09-01T11:00:00.000Z: deploy')
  })

  test('that never begins or is over stays so when it is ended', async () => {
    await using api = await setup()
    await api.create({ startsAt: '2026-09-01T10:30:00Z' })

    const { json: never } = await api.end('1')
    api.clock.advanceBy(60_000)
    const { json: again } = await api.end('1')

    expect(never).toMatchObject({ state: 'over', startsAt: never.endsAt })
    expect(again).toEqual(never)
    expect((await api.end('77')).status).toBe(404)
  })

  test('stands in the audit log', async () => {
    await using api = await setup()
    await api.create()
    await api.end('1')

    const { items } = await api.store.listAudit({}, { limit: 2 })
    expect(items.map(({ action, target, text }) => `${action} ${target}: ${text}`)).toEqual([
      'silence.end silence 1: Had it end.',
      'silence.create silence 1: Silenced until 2026-09-01T11:00:00.000Z: deploy',
    ])
  })
})

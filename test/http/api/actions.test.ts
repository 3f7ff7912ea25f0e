import { describe, expect, test } from 'bun:test'
import { setupApi } from './setup.ts'

interface Bulk {
  changed: number
  results: { id: string; result: string; text: string; revision: number | null }[]
}

describe('many alerts at once', () => {
  test('each has a result of its own, in the order of asking', async () => {
    await using api = await setupApi()
    const { alertId: id } = api

    const { json } = await api.call<Bulk>('changeAlerts', {
      body: { ids: ['999', id, 'nonsense', id], action: 'assign', assignee: 'jane' },
    })

    const { revision } = await api.alert()
    const notThere = 'There is no alert "nonsense".'
    expect(json).toEqual({
      changed: 1,
      results: [
        { id: '999', result: 'not_found', text: 'There is no alert "999".', revision: null },
        { id, result: 'changed', text: 'Assigned to jane.', revision },
        { id: 'nonsense', result: 'not_found', text: notThere, revision: null },
        { id, result: 'changed', text: 'Assigned to jane.', revision },
      ],
    })
    const { items } = await api.store.listAudit({ action: 'alert.assign' }, { limit: 10 })
    expect(items).toMatchObject([{ target: `alert ${id}`, actor: { name: 'operator' } }])
  })

  test('asked again, nothing is done twice', async () => {
    await using api = await setupApi()
    const resolve = () =>
      api.call<Bulk>('changeAlerts', {
        body: { ids: [api.alertId], action: 'resolve', reason: 'rolled back' },
      })

    expect((await resolve()).json.changed).toBe(1)
    expect((await resolve()).json.results[0]?.result).toBe('unchanged')
  })

  test('what somebody decided about since it was seen is left as it is', async () => {
    await using api = await setupApi()
    const { alertId: id } = api
    const { json: first } = await api.call<Bulk>('changeAlerts', {
      body: { ids: [id], action: 'assign', assignee: 'jane' },
    })
    const revisions = [first.results[0]?.revision]
    await api.call('changeAlerts', { body: { ids: [id], action: 'assign', assignee: 'joe' } })

    const { json } = await api.call<Bulk>('changeAlerts', {
      body: { ids: [id], revisions, action: 'assign', assignee: null },
    })

    expect(json.results[0]?.result).toBe('refused')
    expect((await api.alert()).assignee).toBe('joe')
  })

  test.each<[string, Record<string, unknown>]>([
    ['fewer revisions than ids', { action: 'resolve', ids: ['1', '2'], revisions: [1] }],
    ['a note without text', { action: 'note' }],
    ['an assignment to nobody in particular', { action: 'assign' }],
    ['a reason for what has none', { action: 'acknowledge', reason: 'why not' }],
    ['two ends of a snooze', { action: 'snooze', forSeconds: 60, untilWorse: true }],
    ['a snooze until yesterday', { action: 'snooze', until: '2020-01-01T00:00:00Z' }],
    ['an action that there is not', { action: 'delete' }],
    ['more than a thousand', { action: 'resolve', ids: Array.from({ length: 1001 }, String) }],
  ])('%s is refused', async (_, body) => {
    await using api = await setupApi()

    const { status, json } = await api.call('changeAlerts', {
      body: { ids: [api.alertId], ...body },
    })

    expect([status, json['code']]).toEqual([400, 'invalid_request'])
    expect(await api.alert()).toMatchObject({ status: 'open', assignee: null, snooze: null })
  })
})

describe('a sample', () => {
  test('goes the whole way with a signature, opens an alert, and the next one closes it', async () => {
    await using api = await setupApi()
    const params = { id: api.integrationId }
    const sample = (body: object) => api.call('testIntegration', { params, body })

    const fired = await sample({ severity: 'critical' })
    const resolved = await sample({ resolve: true })

    expect(fired.json).toMatchObject({
      processed: true,
      event: { outcome: 'opened', resource: 'sample' },
      alert: { severity: 'critical', status: 'open' },
    })
    expect(resolved.json).toMatchObject({
      event: { outcome: 'resolved' },
      alert: { status: 'resolved', resolvedBy: 'sentry' },
    })
  })

  test('is refused by an integration that is revoked', async () => {
    await using api = await setupApi()
    const params = { id: api.integrationId }
    await api.call('revokeIntegration', { as: 'admin', params })

    const { status, json } = await api.call('testIntegration', { params, body: {} })

    expect([status, json['code']]).toEqual([409, 'conflict'])
  })
})

describe('an API token', () => {
  test.each([
    ['operator', 'admin'],
    ['viewer', 'operator'],
  ] as const)('that a %s makes cannot be %s', async (own, role) => {
    await using api = await setupApi()

    const { status } = await api.call('createToken', {
      as: null,
      session: own,
      body: { label: 'more', role },
    })

    expect(status).toBe(403)
  })

  test('makes no other one, which could outlive it, unless it may do everything', async () => {
    await using api = await setupApi()
    const create = (as: 'operator' | 'admin') =>
      api.call('createToken', { as, body: { label: 'more', role: 'viewer' } })

    expect((await create('operator')).status).toBe(403)
    expect((await create('admin')).status).toBe(201)
  })

  test('of somebody else is nobody’s business', async () => {
    await using api = await setupApi()
    const params = { id: await api.tokenId('admin') }

    const { status } = await api.call('revokeToken', { as: null, session: 'viewer', params })

    expect(status).toBe(404)
    expect((await api.call('showMe', { as: 'admin' })).status).toBe(200)
  })

  test('loses what the one who made it loses', async () => {
    await using api = await setupApi()
    const params = { id: api.userId('operator') }
    const headers = { 'if-match': '*' }

    await api.call('updateUser', { as: 'admin', params, headers, body: { role: 'viewer' } })
    expect((await api.call('acknowledgeAlert', api.onAlert())).status).toBe(403)

    await api.call('updateUser', { as: 'admin', params, headers, body: { disabled: true } })
    expect((await api.call('listAlerts')).status).toBe(401)
  })
})

test('what is refused is counted with its reason: to the integration, or to nobody', async () => {
  await using api = await setupApi()
  const post = (token: string) =>
    api.send(
      new Request(`http://localhost/v1/events/sentry/${token}`, { method: 'POST', body: '{}' }),
    )
  await post(api.token)
  await post(api.token)
  await post('nvi_wrong')
  await api.writeRefusals()

  const health = await api.call('integrationHealth', { params: { id: api.integrationId } })
  const stray = await api.call('listStrayRefusals')

  expect(health.json['refusals']).toMatchObject([{ code: 'unauthorized', count: 2 }])
  expect(stray.json['items']).toMatchObject([{ code: 'unauthorized', count: 1 }])
})

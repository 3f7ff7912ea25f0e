import { describe, expect, test } from 'bun:test'
import type { DeliveryDetailView, DeliveryView } from '../../../src/contract/deliveries.ts'
import type { PreviewView, RuleView } from '../../../src/contract/rules.ts'
import type { AuditEntry } from '../../../src/store/accounts.ts'
import { issueHook } from '../../support/requests.ts'
import { setupApi } from './setup.ts'

const audit: AuditEntry = {
  at: 0,
  actor: { kind: 'command', id: null, name: 'test' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: 'For a test.',
}

/** The API with an open alert from before there was a channel, and a channel without a rule. */
async function setup() {
  const api = await setupApi()
  const channel = await api.store.createChannel(
    {
      kind: 'gotify',
      name: 'phones',
      settings: { serverUrl: 'http://127.0.0.1:9' },
      sealed: api.parts.seal.seal({ token: 'a-token' }),
      fallbackId: null,
      createdAt: 0,
    },
    audit,
  )
  const channelIds = [channel.id]
  return Object.assign(api, {
    channelIds,
    create: (more: object = {}) =>
      api.call<RuleView & { detail?: string }>('createRule', {
        as: 'admin',
        body: { name: 'all', channelIds, ...more },
      }),
    update: (id: string, body: object, ifMatch = '*') =>
      api.call<RuleView & { detail?: string; current?: RuleView }>('updateRule', {
        as: 'admin',
        params: { id },
        headers: { 'if-match': ifMatch },
        body,
      }),
    list: async () => (await api.call<{ items: RuleView[] }>('listRules')).json.items,
    preview: async (body: object = {}) =>
      (await api.call<PreviewView>('previewRules', { as: 'viewer', body })).json,
  })
}

describe('a rule', () => {
  test('tells everything, unless it says what', async () => {
    await using api = await setup()

    const { json: rule } = await api.create()

    expect(rule).toMatchObject({
      enabled: true,
      position: 1,
      last: false,
      match: { integrationIds: [], projects: [], leastSeverity: 'info', changes: [] },
    })
  })

  test('keeps what a change of its match does not say', async () => {
    await using api = await setup()
    await api.create({ match: { leastSeverity: 'error', projects: ['shop'] } })

    const { json: rule } = await api.update('1', { match: { projects: [] }, last: true })

    expect(rule).toMatchObject({ last: true, match: { leastSeverity: 'error', projects: [] } })
  })

  test('is moved before others', async () => {
    await using api = await setup()
    for (const name of ['a', 'b', 'c']) await api.create({ name })

    await api.update('3', { position: 1 })

    expect((await api.list()).map(({ name, position }) => `${position} ${name}`)).toEqual([
      '1 c',
      '2 a',
      '3 b',
    ])
  })

  test.each<[string, object, number]>([
    ['a channel that there is not', { channelIds: ['77'] }, 404],
    ['an integration that there is not', { match: { integrationIds: ['77'] } }, 404],
    ['a severity that there is not', { match: { leastSeverity: 'awful' } }, 400],
    ['the same channel twice', { channelIds: ['1', '1'] }, 400],
    ['a name without letters', { name: ' ' }, 400],
  ])('cannot have %s', async (_, fields, status) => {
    await using api = await setup()
    await api.create()

    expect((await api.create(fields)).status).toBe(status)
    expect((await api.update('1', fields)).status).toBe(status)
    expect(await api.list()).toHaveLength(1)
  })

  test('is not changed by whoever has not seen it as it is', async () => {
    await using api = await setup()
    const { json: rule } = await api.create()
    await api.update('1', { name: 'else' })

    const { status, json: problem } = await api.update('1', { last: true }, `"${rule.revision}"`)

    expect(status).toBe(412)
    expect(problem.current).toMatchObject({ name: 'else', last: false })
  })

  test('stands in the audit log', async () => {
    await using api = await setup()
    await api.create()
    await api.update('1', { enabled: false, match: { projects: ['shop'] } })
    await api.call('deleteRule', { as: 'admin', params: { id: '1' } })

    const { items } = await api.store.listAudit({}, { limit: 3 })
    expect(items.map(({ action, target, text }) => `${action} ${target}: ${text}`)).toEqual([
      'rule.delete rule 1: Deleted all.',
      'rule.update rule 1: Changed: disabled, projects.',
      'rule.create rule 1: Created all.',
    ])
  })
})

describe('a preview', () => {
  test('tells what the rules that there are would have sent', async () => {
    await using api = await setup()
    await api.create()
    await api.create({ match: { leastSeverity: 'critical' } })

    const preview = await api.preview()

    const counts = { opened: 1, reopened: 0, resolved: 0 }
    expect(preview).toMatchObject({
      complete: true,
      alerts: 1,
      untold: { opened: 0 },
      channels: [{ channelId: '1', ...counts }],
      rules: [{ ruleId: '1', ...counts }],
      examples: [{ change: 'opened', alertId: api.alertId, ways: [{ ruleId: '1' }] }],
    })
  })

  test('tries a rule that is not there, alone', async () => {
    await using api = await setup()
    await api.create()

    const rule = { channelIds: ['1'], match: { leastSeverity: 'critical' } }

    expect(await api.preview({ rule })).toMatchObject({ untold: { opened: 1 }, rules: [] })
    expect(await api.preview({ rule: { channelIds: ['1'] } })).toMatchObject({
      rules: [{ ruleId: null, opened: 1 }],
    })
  })

  test('looks no further back than a week', async () => {
    await using api = await setup()
    await api.create()

    api.clock.advanceBy(8 * 24 * 60 * 60_000)

    expect(await api.preview()).toMatchObject({ alerts: 0, examples: [] })
  })
})

describe('a delivery', () => {
  test('tells what is told, and is tried again when a person wants it', async () => {
    await using api = await setup()
    await api.create()
    await api.receive(issueHook('created', { id: '5' }))

    const { json: page } = await api.call<{ items: DeliveryView[] }>('listDeliveries', {
      query: { state: 'pending', channelId: '1' },
    })
    const on = { params: { id: page.items[0]?.id ?? '' } }
    const { json: shown } = await api.call<DeliveryDetailView>('showDelivery', on)
    const { json: retried } = await api.call<DeliveryView>('retryDelivery', on)

    expect(page.items).toMatchObject([{ change: 'opened', ruleId: '1', attempts: 0 }])
    expect(shown).toMatchObject({
      notice: { alert: { title: 'TypeError: cart is undefined', severity: 'error' } },
      tries: [],
    })
    expect(retried).toMatchObject({ state: 'pending', dueAt: shown.createdAt })
    const { items } = await api.store.listAudit({}, { limit: 1 })
    expect(items).toMatchObject([{ action: 'delivery.retry', target: `delivery ${shown.id}` }])
  })

  test('that was not to be sent is not tried again', async () => {
    await using api = await setup()
    await api.create()
    await api.call('updateChannel', {
      as: 'admin',
      params: { id: '1' },
      headers: { 'if-match': '*' },
      body: { enabled: false },
    })
    await api.receive(issueHook('created', { id: '5' }))

    const { status } = await api.call('retryDelivery', { params: { id: '1' } })

    expect(status).toBe(409)
  })
})

import { describe, expect, test } from 'bun:test'
import type { ChannelView, CreatedChannelView } from '../../../src/contract/channels.ts'
import type { RuleView } from '../../../src/contract/rules.ts'
import { createOutbound } from '../../../src/outbound/create-outbound.ts'
import { createKeys } from '../../../src/secrets/key.ts'
import { createSeal } from '../../../src/secrets/seal.ts'
import type { AuditEntry } from '../../../src/store/accounts.ts'
import { aReceiver, json, type Received } from '../../notify/receiver.ts'
import { localOutbound } from '../../outbound/setup.ts'
import { setupApi } from './setup.ts'

const token = 'Sekret-Token-0123456789'
const settings = { serverUrl: 'http://127.0.0.1:9', token }

type Settings = Parameters<typeof setupApi>[0]

/** The API with a channel, the token of which must not be seen any more. */
async function withChannel(parts: Settings = {}, given: object = settings) {
  const api = await setupApi(parts)
  api.hide(token)
  const body = { kind: 'gotify', name: 'phones', settings: given }
  const { json: channel } = await api.call<CreatedChannelView>('createChannel', {
    as: 'admin',
    body,
  })
  const onChannel = { as: 'admin', params: { id: channel.id } } as const
  return Object.assign(api, {
    channel,
    show: async () => (await api.call<ChannelView>('showChannel', onChannel)).json,
    update: (change: object, ifMatch = '*') =>
      api.call<ChannelView & { detail?: string; current?: ChannelView; warning?: string }>(
        'updateChannel',
        { ...onChannel, headers: { 'if-match': ifMatch }, body: change },
      ),
    create: (more: object, headers = {}) =>
      api.call<CreatedChannelView & { detail?: string }>('createChannel', {
        as: 'admin',
        headers,
        body: { ...body, ...more },
      }),
    test: () => api.call('testChannel', onChannel),
    /** What is kept, opened. */
    async kept() {
      const { settings: open, sealed } = await api.store.showChannel(channel.id)
      return { open, secret: api.parts.seal.open(sealed) }
    },
  })
}

describe('a channel', () => {
  test('keeps its secrets sealed, and only tells which are set', async () => {
    await using api = await withChannel()

    expect(api.channel).toMatchObject({
      settings: { serverUrl: 'http://127.0.0.1:9' },
      secrets: ['token'],
      pending: 0,
      dead: 0,
    })
    expect(await api.kept()).toEqual({ open: { serverUrl: settings.serverUrl }, secret: { token } })
    // Each answer is searched for the token.
    await api.call('listChannels', { as: 'admin' })
    await api.call('listAudit', { as: 'admin' })
  })

  test('shows its settings to admins alone', async () => {
    await using api = await withChannel()

    const { json: page } = await api.call<{ items: ChannelView[] }>('listChannels', {
      as: 'operator',
    })

    expect(page.items).toMatchObject([{ name: 'phones', settings: null, secrets: ['token'] }])
  })

  test.each<[string, object, string]>([
    [
      'of a kind that there is not',
      { kind: 'pigeon' },
      'kind should be one of alertmanager, apprise',
    ],
    ['without what it needs', { settings: { token } }, 'serverUrl is missing'],
    ['with what nobody knows', { settings: { ...settings, color: 1 } }, 'color is not known here.'],
    [
      'with what does not fit',
      { settings: { ...settings, token: 7 } },
      'token should be the token',
    ],
    [
      'that leads to this network',
      { settings: { ...settings, serverUrl: 'http://10.0.0.1' } },
      'serverUrl: 10.0.0.1 is not on the public internet',
    ],
    ['without a name', { name: ' ' }, 'A name has'],
  ])('%s is refused, and the field is named', async (_, fields, sentence) => {
    await using api = await withChannel()

    const { status, json: problem } = await api.create(fields)

    expect(status).toBe(400)
    expect(problem.detail).toStartWith(sentence)
  })

  test('that falls back to nobody is refused', async () => {
    await using api = await withChannel()

    expect((await api.create({ fallbackChannelId: '77' })).status).toBe(404)
    expect((await api.update({ fallbackChannelId: api.channel.id })).status).toBe(400)
  })

  test('whose name has no address now is taken, with a warning', async () => {
    const lookup = () => Promise.reject(new Error('ENOTFOUND'))
    await using api = await withChannel({ outbound: localOutbound({ lookup }) })

    const { status, json: made } = await api.create({
      settings: { ...settings, serverUrl: 'https://gotify.example.org' },
    })

    expect(status).toBe(201)
    expect(made.warning).toBe('serverUrl: No address of "gotify.example.org" could be found.')
    expect(api.channel).toMatchObject({ warning: null })
  })

  test('brings a rule along while there is none, so that errors are told', async () => {
    await using api = await withChannel()

    const { json: second } = await api.create({ name: 'ops' })

    const { json: rules } = await api.call<{ items: RuleView[] }>('listRules')
    expect([api.channel.ruleId, second.ruleId]).toEqual(['1', null])
    expect(rules.items).toMatchObject([
      {
        name: 'error and worse',
        enabled: true,
        match: { integrationIds: [], projects: [], leastSeverity: 'error', changes: [] },
        channelIds: [api.channel.id],
        last: false,
      },
    ])
    const { items } = await api.store.listAudit({}, { limit: 3 })
    expect(items[1]).toMatchObject({
      action: 'rule.create',
      target: 'rule 1',
      text: 'Created error and worse with phones: there was no rule.',
    })
  })

  test('asked for twice with the same key is made once', async () => {
    await using api = await withChannel()
    const headers = { 'idempotency-key': 'mine' }

    const first = await api.create({}, headers)
    const second = await api.create({}, headers)

    expect(second).toMatchObject({ status: 201, text: first.text })
  })
})

describe('a change of a channel', () => {
  test('leaves what is not said, secret or not', async () => {
    await using api = await withChannel()

    const before = await api.kept()

    const { json: changed } = await api.update({ name: 'ops' })

    expect(changed).toMatchObject({ name: 'ops', enabled: true, secrets: ['token'] })
    expect(await api.kept()).toEqual(before)
  })

  test('sends no secret to another place, unless it is given again', async () => {
    await using api = await withChannel()
    const before = await api.kept()
    const serverUrl = 'http://127.0.0.2'

    const refused = await api.update({ settings: { serverUrl } })
    const kept = await api.kept()
    await api.update({ settings: { serverUrl, token } })

    expect(refused).toMatchObject({ status: 400 })
    expect(refused.json.detail).toContain('give token again')
    expect(kept).toEqual(before)
    expect(await api.kept()).toEqual({ open: { serverUrl }, secret: { token } })
  })

  test('replaces a secret, and takes out what is null', async () => {
    await using api = await withChannel()
    const ntfy = { serverUrl: 'http://127.0.0.1:9', topic: 'alerts', token, user: 'jane' }
    const { json: made } = await api.create({ kind: 'ntfy', settings: ntfy })
    const updated = await api.call('updateChannel', {
      as: 'admin',
      params: { id: made.id },
      headers: { 'if-match': '*' },
      body: { settings: { token: null, user: null } },
    })

    await api.update({ settings: { token: 'another' } })

    expect(updated.json).toMatchObject({
      settings: { serverUrl: ntfy.serverUrl },
      secrets: ['topic'],
    })
    expect(await api.kept()).toMatchObject({ secret: { token: 'another' } })
  })

  test('does not take out what is needed', async () => {
    await using api = await withChannel()

    const { status, json: problem } = await api.update({ settings: { token: null } })

    expect(status).toBe(400)
    expect(problem.detail).toStartWith('token is missing')
    expect(await api.kept()).toMatchObject({ secret: { token } })
  })

  test('is refused to whoever has not seen the one before', async () => {
    await using api = await withChannel()
    await api.update({ name: 'ops' })

    const { status, json: problem } = await api.update(
      { settings: { token: 'x' } },
      `"${api.channel.revision}"`,
    )

    expect(status).toBe(412)
    expect(problem.current).toMatchObject({ name: 'ops' })
  })

  test('names in the audit log what was changed, not to what', async () => {
    await using api = await withChannel()

    await api.update({ enabled: false, settings: { token: 'another' } })

    const { items } = await api.store.listAudit({}, { limit: 1 })
    expect(items).toMatchObject([
      { action: 'channel.update', target: 'channel 1', text: 'Changed: disabled, token.' },
    ])
  })
})

describe('secrets that were sealed with another key', () => {
  const otherSeal = createSeal(createKeys({ configured: 'o'.repeat(40), dataDir: '/nowhere' }))
  const audit: AuditEntry = {
    at: 0,
    actor: { kind: 'command', id: null, name: 'test' },
    address: null,
    requestId: null,
    action: 'test',
    target: null,
    text: 'For a test.',
  }

  async function withOther() {
    const api = await withChannel()
    const sealed = otherSeal.seal({ token })
    await api.store.updateChannel(api.channel.id, { sealed, ifRevision: null }, audit)
    return api
  }

  test('are shown as such, and nothing else is lost', async () => {
    await using api = await withOther()

    expect(await api.show()).toMatchObject({
      secrets: null,
      settings: { serverUrl: settings.serverUrl },
    })
    expect((await api.update({ name: 'ops', enabled: false })).json).toMatchObject({
      name: 'ops',
      secrets: null,
    })
  })

  test('are not told with; the message says what to do', async () => {
    await using api = await withOther()

    const { status, json: problem } = await api.test()

    expect(status).toBe(500)
    expect(problem).toMatchObject({ code: 'configuration' })
    expect(problem['detail']).toContain('were sealed with another key')
  })

  test('can be given again', async () => {
    await using api = await withOther()

    expect((await api.update({ settings: {} })).json).toMatchObject({ code: 'configuration' })
    expect((await api.update({ settings: { token } })).json).toMatchObject({ secrets: ['token'] })
  })
})

describe('a test of a channel', () => {
  const tried = async (...answers: Parameters<typeof aReceiver>) => {
    await using receiver = aReceiver(...answers)
    await using api = await withChannel({}, { serverUrl: receiver.url, token })
    const { json: tested } = await api.test()
    return { tested, received: receiver.received }
  }

  test('tells it there, in the name of who asked', async () => {
    const { tested, received } = await tried(json({ id: 1 }))

    expect(tested).toEqual({
      result: 'sent',
      status: 200,
      reply: '{"id":1}',
      why: null,
      ms: expect.any(Number) as number,
    })
    expect(received).toHaveLength(1)
    expect(JSON.stringify(received[0]?.body)).toContain('admin tries whether this channel works')
  })

  test('says why it did not work, without the secret', async () => {
    const { tested } = await tried((asked: Received) =>
      Response.json({ error: `no token ${asked.headers['x-gotify-key']}` }, { status: 401 }),
    )

    expect(tested).toMatchObject({ result: 'refused', status: 401 })
    expect(tested['why']).toBeString()
  })

  test('reaches only what may be reached, whatever is kept', async () => {
    const { request } = createOutbound({ policy: { allow: [] } })
    await using api = await withChannel({ outbound: { ...localOutbound(), request } })

    const { json: tested } = await api.test()

    expect(tested['why']).toContain('127.0.0.1 is not on the public internet')
  })
})

test('kinds are described field by field', async () => {
  await using api = await setupApi()

  const { json: kinds } = await api.call<{ items: { kind: string }[] }>('listChannelKinds', {
    as: 'viewer',
  })

  expect(kinds.items.find(({ kind }) => kind === 'telegram')).toMatchObject({
    fields: [
      { name: 'botToken', type: 'string', required: true, secret: true, default: null },
      { name: 'chatId', required: true, secret: false },
      { name: 'topicId', type: 'integer', required: false },
      { name: 'apiUrl', required: false, default: 'https://api.telegram.org' },
    ],
    digests: true,
    idempotent: false,
  })
})

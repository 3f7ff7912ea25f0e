import { describe, expect, test } from 'bun:test'
import { issueHook } from '../../support/requests.ts'
import { setupApi } from './setup.ts'

interface Changed {
  changed: boolean
  text: string
  alert: { revision: number; assignee: string | null; status: string }
}

interface Refused {
  code: string
  current?: { revision: number; assignee: string | null; status: string; name?: string }
}

describe('what was looked at', () => {
  test('is not sent again while nothing about it changed', async () => {
    await using api = await setupApi()
    const first = await api.call('showAlert', api.onAlert())
    const etag = first.headers.get('etag') ?? ''

    const same = await api.call('showAlert', api.onAlert({ headers: { 'if-none-match': etag } }))
    expect([same.status, same.text]).toEqual([304, ''])

    await api.call('acknowledgeAlert', api.onAlert())
    const changed = await api.call('showAlert', api.onAlert({ headers: { 'if-none-match': etag } }))
    expect(changed.status).toBe(200)
  })

  test('is another when a snooze ends, although nobody did anything', async () => {
    await using api = await setupApi()
    await api.call('snoozeAlert', api.onAlert({ body: { forSeconds: 60 } }))
    const snoozed = await api.call('showAlert', api.onAlert())

    api.clock.advanceBy(60_000)
    const headers = { 'if-none-match': snoozed.headers.get('etag') ?? '' }
    const later = await api.call('showAlert', api.onAlert({ headers }))

    expect(later.status).toBe(200)
    expect(later.json['snooze']).toBeNull()
  })
})

describe('two people at once', () => {
  test('the second is told how it is now, instead of overwriting what the first did', async () => {
    await using api = await setupApi()
    const seen = await api.call('showAlert', api.onAlert())
    const headers = { 'if-match': seen.headers.get('etag') ?? '' }

    const first = await api.call<Changed>(
      'assignAlert',
      api.onAlert({ headers, body: { assignee: 'jane' } }),
    )
    const second = await api.call<Refused>(
      'assignAlert',
      api.onAlert({ headers, body: { assignee: 'bo' } }),
    )

    expect(first.json.alert.assignee).toBe('jane')
    expect(second.status).toBe(412)
    expect(second.json).toMatchObject({
      code: 'precondition_failed',
      current: { assignee: 'jane', revision: first.json.alert.revision },
    })
  })

  test('more events are no reason to refuse what somebody decides', async () => {
    await using api = await setupApi()
    const seen = await api.call('showAlert', api.onAlert())
    await api.send(await hookOf(api, issueHook('created', {}, { headers: { 'Request-ID': 'x1' } })))
    await api.drain()

    const headers = { 'if-match': seen.headers.get('etag') ?? '' }
    const answer = await api.call<Changed>('acknowledgeAlert', api.onAlert({ headers }))

    expect([answer.status, answer.json.alert.status]).toEqual([200, 'acknowledged'])
  })

  test('nobody takes an alert from somebody without saying that they saw it', async () => {
    await using api = await setupApi()
    await api.call('assignAlert', api.onAlert({ body: { assignee: 'jane' } }))

    const blind = await api.call<Refused>('assignAlert', api.onAlert({ body: { assignee: 'bo' } }))
    const again = await api.call<Changed>(
      'assignAlert',
      api.onAlert({ body: { assignee: 'jane' } }),
    )
    const seeing = await api.call<Changed>(
      'assignAlert',
      api.onAlert({ headers: { 'if-match': '*' }, body: { assignee: null } }),
    )

    expect([blind.status, blind.json.code, blind.json.current?.assignee]).toEqual([
      409,
      'conflict',
      'jane',
    ])
    expect([again.status, again.json.changed]).toEqual([200, false])
    expect(seeing.json.alert.assignee).toBeNull()
  })

  test('nor replaces a snooze', async () => {
    await using api = await setupApi()
    const snooze = (forSeconds: number, headers = {}) =>
      api.call<Refused>('snoozeAlert', api.onAlert({ headers, body: { forSeconds } }))
    await snooze(60)

    expect((await snooze(120)).status).toBe(409)
    expect((await snooze(120, { 'if-match': '*' })).status).toBe(200)
    api.clock.advanceBy(120_000)
    expect((await snooze(60)).status).toBe(200)
  })

  test('an integration is renamed only by who says what they saw', async () => {
    await using api = await setupApi()
    const params = { id: api.integrationId }
    const rename = (name: string, headers = {}) =>
      api.call<Refused>('updateIntegration', { as: 'admin', params, headers, body: { name } })
    const seen = await api.call('showIntegration', { params })
    const headers = { 'if-match': String(seen.json['revision']) }

    expect((await rename('a')).status).toBe(428)
    expect((await rename('a', { 'if-match': 'abc' })).status).toBe(400)
    expect((await rename('a', headers)).status).toBe(200)
    const late = await rename('b', headers)
    expect([late.status, late.json.current?.name]).toEqual([412, 'a'])
  })

  test('an integration is watched without a new name, for a time that makes sense', async () => {
    await using api = await setupApi()
    const watch = (silentAfterSeconds: number | null) =>
      api.call('updateIntegration', {
        as: 'admin',
        params: { id: api.integrationId },
        headers: { 'if-match': '*' },
        body: { silentAfterSeconds },
      })
    const seen = await api.call('showIntegration', { params: { id: api.integrationId } })

    const watched = await watch(600)

    expect(watched.json).toMatchObject({ name: seen.json['name'], silentAfterSeconds: 600 })
    for (const wrong of [599, 31_536_001, 600.5]) expect((await watch(wrong)).status).toBe(400)
    expect((await watch(null)).json).toMatchObject({ silentAfterSeconds: null })
  })
})

async function hookOf(
  api: { token: string },
  { headers, body }: { headers: Record<string, string>; body: string | Uint8Array<ArrayBuffer> },
): Promise<Request> {
  return new Request(`http://localhost/v1/events/sentry/${api.token}`, {
    method: 'POST',
    headers,
    body,
  })
}

describe('a long answer', () => {
  const gzip = { 'accept-encoding': 'br, gzip' }

  test('is compressed for those who take that, and is the same for the others', async () => {
    await using api = await setupApi()
    for (let id = 1; id <= 20; id += 1) {
      await api.receive(issueHook('created', { id: `${id}`, title: `Issue ${id}` }))
    }

    const short = await api.call('listAlerts', { query: { limit: '1' }, headers: gzip })
    const long = await api.call('listAlerts', { headers: gzip })
    const plain = await api.call('listAlerts')

    expect(short.headers.get('content-encoding')).toBeNull()
    expect(long.headers.get('content-encoding')).toBe('gzip')
    expect(long.headers.get('vary')).toBe('accept-encoding')
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(long.text).toBe(plain.text)
  })
})

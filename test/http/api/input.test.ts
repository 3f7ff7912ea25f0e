import { describe, expect, test } from 'bun:test'
import { setupApi } from './setup.ts'

interface Page {
  items: { id: string; status: string }[]
  nextCursor: string | null
}

describe('a query', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a limit that is no number', { limit: 'ten' }, 'limit'],
    ['a limit that is too large', { limit: '1001' }, 'limit'],
    ['a limit of nothing', { limit: '0' }, 'limit'],
    ['a severity that there is not', { severity: 'critical,awful' }, 'severity'],
    ['a time that does not exist', { openedFrom: '2026-02-31T00:00:00Z' }, 'openedFrom'],
    ['a time without an offset', { openedFrom: '2026-02-01T00:00:00' }, 'openedFrom'],
    ['what is neither true nor false', { snoozed: 'perhaps' }, 'snoozed'],
    ['a cursor of its own making', { cursor: '1 or 1=1' }, 'cursor'],
    ['a misspelt filter', { stauts: 'open' }, 'stauts'],
  ])('with %s is refused, and told which', async (_, query, field) => {
    await using api = await setupApi()

    const { status, json } = await api.call<{ code: string; detail: string }>('listAlerts', {
      query,
    })

    expect([status, json.code]).toEqual([400, 'invalid_request'])
    expect(json.detail).toContain(field)
  })

  test('that says something twice is refused', async () => {
    await using api = await setupApi()
    const token = await api.addToken('viewer', null)

    const answer = await api.send(
      new Request('http://localhost/v1/alerts?limit=1&limit=2', {
        headers: { authorization: `Bearer ${token}` },
      }),
    )

    expect(answer.status).toBe(400)
  })

  test('gives several values with commas, or by saying it again', async () => {
    await using api = await setupApi()
    const token = await api.addToken('viewer', null)
    const ask = async (query: string) => {
      const request = new Request(`http://localhost/v1/alerts?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return ((await api.send(request)).json as Page).items.length
    }

    expect(await ask('status=open,acknowledged')).toBe(1)
    expect(await ask('status=resolved&status=open')).toBe(1)
    expect(await ask('status=resolved')).toBe(0)
  })
})

describe('a body', () => {
  test('may be left out where nothing need be said', async () => {
    await using api = await setupApi()

    const { status } = await api.call('resolveAlert', api.onAlert())

    expect(status).toBe(200)
  })

  test('must not be left out where something must', async () => {
    await using api = await setupApi()

    const { status, json } = await api.call('noteOnAlert', api.onAlert())

    expect([status, json['code']]).toEqual([400, 'invalid_content_type'])
  })

  test('with a key that every object has is refused like any that nobody knows', async () => {
    await using api = await setupApi()

    const { status, json } = await api.call(
      'resolveAlert',
      api.onAlert({ body: '{"__proto__":{"reason":"x"}}' }),
    )

    expect([status, json['code']]).toEqual([400, 'invalid_request'])
  })
})

test('a list goes on page by page, and what is new does not move it', async () => {
  await using api = await setupApi()
  for (const id of ['a', 'b', 'c', 'd']) {
    await api.send(
      new Request(`http://localhost/v1/events/sentry/${(await api.createIntegration()).token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ action: 'created', data: { issue: { id } } }),
      }),
    )
  }
  await api.drain()
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: Record<string, string> = { limit: '2', ...(cursor !== null && { cursor }) }
    const { json }: { json: Page } = await api.call<Page>('listAlerts', { query })
    seen.push(...json.items.map(({ id }) => id))
    cursor = json.nextCursor
  } while (cursor !== null)

  expect(seen).toHaveLength(5)
  expect(seen).toEqual(seen.toSorted((a, b) => Number(b) - Number(a)))
})

test('a stream has no HEAD', async () => {
  await using api = await setupApi()

  const { status, headers } = await api.send(
    new Request('http://localhost/v1/stream', { method: 'HEAD' }),
  )

  expect([status, headers.get('allow')]).toEqual([405, 'GET'])
})

test('behind TLS browsers are told to come that way only', async () => {
  await using api = await setupApi({ publicUrl: 'https://navish.example.org' })
  await using plain = await setupApi()
  const name = 'strict-transport-security'

  for (const path of ['/', '/v1/alerts', '/v1/auth', '/docs']) {
    const request = () => new Request(`http://localhost${path}`)
    expect((await api.send(request())).headers.get(name)).toContain('max-age=')
    expect((await plain.send(request())).headers.has(name)).toBe(false)
  }
})

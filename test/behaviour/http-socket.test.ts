import { describe, expect, test } from 'bun:test'
import { createToken } from '../../src/token.ts'
import {
  anIssue,
  clientSecret,
  eventAlertHook,
  fromSentry,
  handMade,
  issueHook,
} from '../support/requests.ts'
import { exchange, hangUp, hold, listeningNavish } from './socket.ts'

const megabyte = 1024 * 1024

describe('the address', () => {
  test.each([
    ['with a slash at its end', '/', {}],
    ['with a query', '?from=sentry', {}],
    ['on a host in capitals', '', { Host: 'ALERTS.EXAMPLE.ORG' }],
    ['behind a proxy', '', { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'example.org' }],
  ])('%s is answered with 202, never with a redirect', async (_, tail, headers) => {
    await using navish = await listeningNavish()

    const answer = await navish.postTo(
      `${navish.url}${tail}`,
      issueHook('created', {}, { headers }),
    )

    expect(answer.status).toBe(202)
    expect(answer.headers.get('location')).toBeNull()
    expect(await navish.events()).toHaveLength(1)
  })

  test.each(['%E0%A4%A', '%E0%A4%A/', '%', '%00', '%2F', '..%2f..%2f', 'nvi_%ff/'])(
    'with %p where the token should be is answered with 401',
    async (token) => {
      await using navish = await listeningNavish()
      const address = `http://127.0.0.1:${navish.port}/v1/events/sentry/${token}`

      const answer = await navish.postTo(address, issueHook('created'))

      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ code: 'unauthorized' })
      expect(await navish.events()).toEqual([])
    },
  )

  test('of nothing is answered with 404 and a problem', async () => {
    await using navish = await listeningNavish()

    const answer = await navish.postTo(`${navish.url}/more`, issueHook('created'))

    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not_found' })
  })
})

test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'the method %s is answered with 405 and the one that is allowed',
  async (method) => {
    await using navish = await listeningNavish()

    for (const address of [navish.url, `${navish.url}/`]) {
      const answer = await fetch(address, { method, redirect: 'manual' })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe('POST')
    }
  },
)

test.each([
  ['lower case', (name: string) => name.toLowerCase()],
  ['capitals', (name: string) => name.toUpperCase()],
  ['the case of Sentry', (name: string) => name],
])('the names of headers may be in %s', async (_, cased) => {
  await using navish = await listeningNavish({ clientSecret })
  const body = '{"action":"created","data":{"comment":"none"}}'
  const sent = fromSentry('comment', body, { 'Content-Length': String(body.length) })
  const headers = Object.entries({ ...sent.headers, Host: 'localhost' })
  const lines = headers.map(([name, value]) => `${cased(name)}: ${value}`)

  const text = [`POST ${navish.path} HTTP/1.1`, ...lines, '', body].join('\r\n')
  const { head } = await exchange(navish.port, text)
  await navish.drain()

  expect(head).toStartWith('HTTP/1.1 202 ')
  expect(await navish.event()).toMatchObject({ resource: 'comment', outcome: 'ignored' })
})

describe('the size', () => {
  const start = (path: string, ...headers: string[]) =>
    [
      `POST ${path} HTTP/1.1`,
      'Host: localhost',
      'Content-Type: application/json',
      ...headers,
      '',
      '',
    ].join('\r\n')

  const padded = (size: number) =>
    JSON.stringify({ action: 'created', data: { issue: anIssue() } }).padEnd(size)

  const inChunks = (path: string, body: string) => {
    const chunks = [body.slice(0, 500), body.slice(500), ''].map(
      (part) => `${part.length.toString(16)}\r\n${part}\r\n`,
    )
    return start(path, 'Transfer-Encoding: chunked') + chunks.join('')
  }

  test('that is declared too large is refused before any of it is sent', async () => {
    await using navish = await listeningNavish({ maxBody: 1000 })

    const { head, body } = await exchange(navish.port, start(navish.path, 'Content-Length: 1001'))

    expect(head).toStartWith('HTTP/1.1 413 ')
    expect(JSON.parse(body)).toMatchObject({ code: 'too_large' })
    expect(await navish.events()).toEqual([])
  })

  test('that becomes too large in chunks is refused before they end', async () => {
    await using navish = await listeningNavish({ maxBody: 1000 })
    const chunk = `1f4\r\n${' '.repeat(500)}\r\n`

    const request = start(navish.path, 'Transfer-Encoding: chunked') + chunk.repeat(3)
    const { head, body } = await exchange(navish.port, request)

    expect(head).toStartWith('HTTP/1.1 413 ')
    expect(JSON.parse(body)).toMatchObject({ code: 'too_large' })
    expect(await navish.events()).toEqual([])
  })

  test('that is just allowed is accepted in chunks', async () => {
    await using navish = await listeningNavish({ maxBody: 1000 })

    const { head } = await exchange(navish.port, inChunks(navish.path, padded(1000)))

    expect(head).toStartWith('HTTP/1.1 202 ')
    expect(await navish.events()).toHaveLength(1)
  })

  test('that is small need not wait for large ones that do not end, in chunks either', async () => {
    await using navish = await listeningNavish()
    const large = start(navish.path, `Content-Length: ${5 * megabyte}`)
    using held = new DisposableStack()
    for (let times = 0; times < 2; times += 1) held.use(hold(navish.port, large))
    await Bun.sleep(50)

    const { head } = await exchange(navish.port, inChunks(navish.path, padded(1000)))

    expect(head).toStartWith('HTTP/1.1 202 ')
  })

  test('does not matter when the token is wrong: 401 before any of it is sent', async () => {
    await using navish = await listeningNavish({ maxBody: 1000 })
    const path = `/v1/events/sentry/${createToken()}`

    const { head } = await exchange(navish.port, start(path, 'Content-Length: 5000'))

    expect(head).toStartWith('HTTP/1.1 401 ')
  })

  test.each([
    [5 * megabyte, 202],
    [5 * megabyte + 1, 413],
  ])('of %d bytes is answered with %d, declared or in chunks', async (size, status) => {
    await using navish = await listeningNavish()
    const { headers, body } = handMade(padded(size))
    const chunks = new Blob([body]).stream()

    const declared = await navish.postTo(navish.url, { headers, body })
    const chunked = await fetch(navish.url, { method: 'POST', headers, body: chunks })

    expect([declared.status, chunked.status]).toEqual([status, status])
    expect(await navish.events()).toHaveLength(status === 202 ? 2 : 0)
  })

  test('of an event with much around it is no obstacle', async () => {
    await using navish = await listeningNavish()
    let deep: unknown = 'end'
    for (let depth = 0; depth < 500; depth += 1) deep = { [`level ${depth}`]: [deep] }
    const breadcrumbs = {
      values: Array.from({ length: 10_000 }, (_, n) => ({ n, message: 'x'.repeat(220) })),
    }
    const { headers, body } = eventAlertHook({
      contexts: { deep },
      breadcrumbs,
      extra: { word: 'é'.repeat(100_000) },
    })
    const escaped = String(body).replaceAll('é', '\\u00e9')
    expect(escaped.length).toBeGreaterThan(3_000_000)

    const answer = await navish.postTo(navish.url, { headers, body: escaped })
    await navish.drain()

    expect(answer.status).toBe(202)
    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'opened' })
    const { payload } = await navish.store.showEvent((await navish.event()).id)
    expect(new TextDecoder().decode(payload)).toBe(escaped)
  })
})

test.each(['x', 'abc', 'x:80', 'localhost'])('the host "%s" makes no difference', async (host) => {
  await using navish = await listeningNavish()
  const head = (method: string, path: string) =>
    `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`
  const body = '{"action":"critical","data":{"metric_alert":{"id":"1"}}}'

  const posted = await exchange(
    navish.port,
    `${head('POST', `${navish.path}/`)}Content-Length: ${body.length}\r\n\r\n${body}`,
  )
  const got = await exchange(navish.port, `${head('GET', navish.path)}\r\n`)

  expect(posted.head).toStartWith('HTTP/1.1 202')
  expect(got.head).toStartWith('HTTP/1.1 405')
})

test('a sender that hangs up in its body is refused quietly, and nothing is stored', async () => {
  await using navish = await listeningNavish()

  await hangUp(
    navish.port,
    `POST ${navish.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"a`,
  )
  while (navish.lines.length === 0) await new Promise(setImmediate)

  expect(navish.lines).toMatchObject([
    { level: 'warn', msg: 'event refused', code: 'invalid_json' },
  ])
  expect(await navish.events()).toEqual([])
})

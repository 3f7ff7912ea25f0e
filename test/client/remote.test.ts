import { describe, expect, test } from 'bun:test'
import { createRemoteCalls, isLoopback } from '../../src/client/remote.ts'
import type { Calls } from '../../src/contract/contract.ts'
import { contract } from '../../src/contract/contract.ts'
import type { AppError } from '../../src/errors.ts'

const server = 'https://navish.example.org'
const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(value, { status, headers })

/** The API of a server that answers everything with this, and what it was asked. */
function answering(response: () => Response | Promise<Response>, address = server) {
  const asked: { method: string; url: string; headers: Record<string, string>; body: unknown }[] =
    []
  const calls = createRemoteCalls({
    server: address,
    token: 'nva_secret',
    async fetch(url, { method = '', headers = {}, body }) {
      const said = headers as Record<string, string>
      asked.push({ method, url, headers: said, body: body ?? null })
      return response()
    },
  })
  return { calls, asked }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error as AppError,
  )

const examples = contract.listAlerts.examples.answer as { items: object[]; nextCursor: null }
const change = contract.acknowledgeAlert.examples.answer

describe('a call on a server', () => {
  test.each<[string, (calls: Calls) => Promise<unknown>, unknown, unknown]>([
    [
      'has parameters in the path, written so that they stay one part of it',
      (calls) => calls.showAlert({ id: 'a/b?c#d e%' }),
      contract.showAlert.examples.answer,
      { method: 'GET', url: `${server}/v1/alerts/a%2Fb%3Fc%23d%20e%25`, body: null },
    ],
    [
      'has filters in the query, several values divided by commas',
      (calls) =>
        calls.listAlerts({
          status: ['open', 'acknowledged'],
          text: 'a&b=ü',
          snoozed: false,
          assignee: '',
          limit: 5,
        }),
      examples,
      {
        method: 'GET',
        url: `${server}/v1/alerts?status=open%2Cacknowledged&text=a%26b%3D%C3%BC&snoozed=false&assignee=&limit=5`,
        body: null,
      },
    ],
    [
      'has the rest as a JSON body',
      (calls) => calls.assignAlert({ id: '12', assignee: null }),
      change,
      {
        method: 'POST',
        url: `${server}/v1/alerts/12/assign`,
        headers: { 'content-type': 'application/json' },
        body: '{"assignee":null}',
      },
    ],
    [
      'has a revision as an entity tag',
      (calls) => calls.resolveAlert({ id: '12', ifMatch: 42 }),
      change,
      { headers: { 'if-match': '"42"' }, body: '{}' },
    ],
    [
      'says when any revision will do',
      (calls) => calls.acknowledgeAlert({ id: '12', ifMatch: '*' }),
      change,
      { headers: { 'if-match': '*' }, body: null },
    ],
    [
      'has the token in a header',
      (calls) => calls.listAlerts({}),
      examples,
      { url: `${server}/v1/alerts`, headers: { authorization: 'Bearer nva_secret' } },
    ],
  ])('%s', async (_, call, answer, request) => {
    const { calls, asked } = answering(() => json(answer))

    expect(await call(calls)).toEqual(answer)
    expect(asked).toMatchObject([request])
  })

  test('of which nothing is expected gives nothing', async () => {
    const { calls } = answering(() => new Response(null, { status: 204 }))

    expect(await calls.deleteUser({ id: '2' })).toBeUndefined()
  })

  test('goes below the path of the server, if it has one', async () => {
    const { calls, asked } = answering(() => json(examples), `${server}/base`)

    await calls.listAlerts({})

    expect(asked).toMatchObject([{ url: `${server}/base/v1/alerts` }])
  })

  test.each(['', '.', '..'])('never leaves its place because of an id like %j', async (id) => {
    const { calls, asked } = answering(() => json(examples))

    expect(await failureOf(calls.showAlert({ id }))).toMatchObject({ code: 'not_found' })
    expect(asked).toEqual([])
  })

  test('takes an answer of a newer server, which says more', async () => {
    const [item] = examples.items
    const newer = {
      items: [{ ...item, status: 'muted', mood: 'fine' }],
      nextCursor: null,
      total: 1,
    }
    const { calls } = answering(() => json(newer))

    expect(await calls.listAlerts({})).toEqual(newer as never)
  })
})

describe('a call that fails', () => {
  const problem = (body: object, status: number, headers: Record<string, string> = {}) =>
    json(body, status, { 'content-type': 'application/problem+json', ...headers })

  test('throws what the problem says', async () => {
    const { calls } = answering(() =>
      problem({ code: 'precondition_failed', detail: 'It changed.', current: { id: '12' } }, 412),
    )

    expect(await failureOf(calls.resolveAlert({ id: '12', ifMatch: 1 }))).toMatchObject({
      code: 'precondition_failed',
      message: 'It changed.',
      current: { id: '12' },
    })
  })

  test('says when to try again', async () => {
    const { calls } = answering(() =>
      problem({ code: 'rate_limited', detail: 'Too many.' }, 429, { 'retry-after': '7' }),
    )

    expect(await failureOf(calls.listAlerts({}))).toMatchObject({
      code: 'rate_limited',
      retryAfter: 7,
    })
  })

  test.each(['brand_new', 'usage', 'unhealthy', 'constructor'])(
    'with the code %j, which no server says, has just failed',
    async (code) => {
      const { calls } = answering(() => problem({ code, detail: 'No.' }, 418))

      expect(await failureOf(calls.listAlerts({}))).toMatchObject({
        code: 'failed',
        message: 'No.',
      })
    },
  )

  test('cannot drive the terminal with its words', async () => {
    const { calls } = answering(() => problem({ code: 'conflict', detail: '\u001b[2Jgone' }, 409))

    expect((await failureOf(calls.listAlerts({}))).message).toBe('[2Jgone')
  })

  const page = (status: number) =>
    new Response('<h1>Hello</h1>', { status, headers: { 'content-type': 'text/html' } })

  test.each<[string, () => Response, string]>([
    ['a web page', () => page(200), 'not as Navish does'],
    ['a web page that is not there', () => page(404), 'answers 404, but not as Navish does'],
    [
      'a proxy that reaches nothing',
      () => page(502),
      'a proxy is there, but it does not reach Navish',
    ],
    ['another API', () => json({ ok: true }), 'not as Navish does'],
    ['an API of lists', () => json([{ id: 1 }]), 'not as Navish does'],
    [
      'half an answer',
      () => json({ items: [{ id: '1' }], nextCursor: null }),
      'not as Navish does',
    ],
    ['another API that fails', () => json({ error: 'no' }, 401), 'answers 401, but not as'],
    ['nothing', () => new Response(null, { status: 204 }), 'not as Navish does'],
    [
      'JSON that is cut off',
      () => new Response('{"items":[', { headers: { 'content-type': 'application/json' } }),
      'not as Navish does',
    ],
    [
      'a redirect',
      () => new Response(null, { status: 308, headers: { location: 'https://other.example/' } }),
      'redirects to https://other.example/, which is not followed',
    ],
  ])('because there is %s says so', async (_, response, words) => {
    const { calls } = answering(response)

    const { code, message } = await failureOf(calls.listAlerts({}))

    expect(code).toBe('failed')
    expect(message).toContain(server)
    expect(message).toContain(words)
  })

  test('where a success has no answer is not taken for one', async () => {
    const { calls } = answering(() => page(200))

    expect(await failureOf(calls.deleteUser({ id: '2' }))).toMatchObject({ code: 'failed' })
  })

  test('because it takes too long says how long that is', async () => {
    const { calls } = answering(() => Promise.reject(new DOMException('', 'TimeoutError')))

    expect((await failureOf(calls.listAlerts({}))).message).toBe(
      `${server} does not answer within 30 seconds.`,
    )
  })

  test('because nobody listens says so, without the token', async () => {
    const gone = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
    const address = `http://127.0.0.1:${gone.port}`
    await gone.stop(true)
    const calls = createRemoteCalls({ server: address, token: 'nva_secret' })

    const { code, message } = await failureOf(calls.listAlerts({}))

    expect(code).toBe('failed')
    expect(message).toStartWith(`${address} does not answer: `)
    expect(message).not.toContain('nva_secret')
  })
})

describe('over a real socket', () => {
  test('a redirect is not followed, so the token goes nowhere else', async () => {
    const strays: string[] = []
    using other = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch(request) {
        strays.push(request.url)
        return json(examples)
      },
    })
    using first = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: () => Response.redirect(`http://127.0.0.1:${other.port}/v1/alerts`, 307),
    })
    const calls = createRemoteCalls({
      server: `http://127.0.0.1:${first.port}`,
      token: 'nva_secret',
    })

    expect((await failureOf(calls.listAlerts({}))).message).toContain('is not followed')
    expect(strays).toEqual([])
  })

  test('this machine is asked directly, whatever proxy the environment names', async () => {
    using proxy = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('proxy') })
    using navish = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => json(examples) })
    const address = `http://127.0.0.1:${navish.port}`
    using _ = environment({ http_proxy: `http://127.0.0.1:${proxy.port}`, no_proxy: '' })

    expect(await (await fetch(address)).text()).toBe('proxy')
    expect(await createRemoteCalls({ server: address, token: 't' }).listAlerts({})).toEqual(
      examples as never,
    )
  })
})

/** Sets variables for the time of a test. */
function environment(variables: Record<string, string>): Disposable {
  const names = Object.keys(variables).flatMap((name) => [name, name.toUpperCase()])
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) process.env[name] = variables[name.toLowerCase()]
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    },
  }
}

test.each([
  ['http://localhost:8077', true],
  ['http://127.0.0.1', true],
  ['http://127.1:80', true],
  ['http://[::1]:8077', true],
  ['https://navish.localhost', true],
  ['http://127.0.0.1.evil.example', false],
  ['http://localhost.evil.example', false],
  ['http://10.0.0.1', false],
  ['https://navish.example.org', false],
])('%s is this machine: %p', (url, is) => {
  expect(isLoopback(url)).toBe(is)
})

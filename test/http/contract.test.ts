import { describe, expect, test } from 'bun:test'
import { includes, roles, type Role } from '../../src/core/account.ts'
import { largestBody } from '../../src/http/api/input.ts'
import { startTestApi, type Answer, type Asking, type TestApi } from '../support/api.ts'
import { faults, operations, operationNamed, type Documented } from '../support/document.ts'
import { createBrowser } from '../support/browser.ts'
import { clients, startIdentityProvider } from '../support/identity-provider.ts'
import { samples, singleSignOn } from './samples.ts'

/** Answered by others than the API's own routes: what Sentry sends, and what probes ask. */
const outside = ['receiveSentry', 'healthz', 'readyz', 'metrics']

const called = operations.filter(({ operationId }) => !isIn(singleSignOn, operationId))
const ownRoutes = called.filter(({ operationId }) => !outside.includes(operationId))
const guarded = called.filter(({ security }) => security?.length !== 0)
const writing = ownRoutes.filter(({ verb }) => verb !== 'get')
const withBody = ownRoutes.filter(({ requestBody }) => requestBody !== undefined)

function isIn(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

/** The least role that may; null where nobody need be known. */
function roleOf({ security = [] }: Documented): Role | null {
  const [first] = security
  if (first === undefined) return null
  const [role = 'viewer'] = Object.values(first).flat()
  return role as Role
}

/** A request that succeeds. */
async function sampleOf(api: TestApi, operation: Documented): Promise<Asking> {
  const sample = samples[operation.operationId as keyof typeof samples]
  const asking = await sample(api)
  return asking.session === undefined ? { as: roleOf(operation), ...asking } : asking
}

function successOf({ responses }: Documented) {
  const [[status, response] = ['', { description: '' }]] = Object.entries(responses)
  return { status: Number(status), response }
}

/** What is wrong with an answer that should be this problem, or nothing. */
function notProblem(answer: Answer, status: number, code: string): string[] {
  const found = answer.json as { code?: string; detail?: string; status?: number } | undefined
  const type = answer.headers.get('content-type')
  const said = `${answer.status} ${found?.code} (${type})`
  return said === `${status} ${code} (application/problem+json)` && found?.status === status
    ? []
    : [`${said}: ${found?.detail}`]
}

/** Asks each of some operations, and gives what was not answered with this problem. */
async function wrongOf(
  some: readonly Documented[],
  [status, code]: [number, string],
  asking: (operation: Documented, api: TestApi) => Promise<Asking> | Asking,
): Promise<string[]> {
  await using api = await startTestApi()
  const wrong: string[] = []
  for (const operation of some) {
    const answer = await api.ask(operation, await asking(operation, api))
    const faulty = notProblem(answer, status, code)
    wrong.push(...faulty.map((fault) => `${operation.operationId}: ${fault}`))
  }
  return wrong
}

describe('every documented operation', () => {
  test('is called here, or in the test of single sign-on', () => {
    const names = operations.map(({ operationId }) => operationId)

    expect(new Set([...Object.keys(samples), ...singleSignOn])).toEqual(new Set(names))
  })

  test.each(called.map((operation) => [operation.operationId, operation] as const))(
    '%s answers as it is documented',
    async (_, operation) => {
      await using api = await startTestApi()
      const { status, response } = successOf(operation)

      const answer = await api.ask(operation, await sampleOf(api, operation))

      const [type, content] = Object.entries(response.content ?? {})[0] ?? []
      expect([answer.status, answer.status < 300 ? '' : answer.text]).toEqual([status, ''])
      expect(answer.headers.get('content-type')?.split(';')[0]).toBe(type)
      if (type === 'application/json') {
        expect(faults(content?.schema ?? {}, answer.json)).toEqual([])
      }
      if (type === undefined) expect(answer.text).toBe('')
      for (const name of Object.keys(response.headers ?? {})) {
        expect(answer.headers.has(name)).toBe(true)
      }
    },
  )

  test('of single sign-on answers as it is documented', async () => {
    await using stack = new AsyncDisposableStack()
    const provider = stack.adopt(await startIdentityProvider(), (it) => it.stop())
    await provider.setAccount('jane', { email: 'jane@example.org', email_verified: true })
    const publicUrl = 'http://127.0.0.1:8077'
    const { id: oidcClientId, secret: oidcClientSecret } = clients.basic
    const sso = { oidcIssuer: provider.issuer, oidcClientId, oidcClientSecret }
    const api = stack.use(await startTestApi({ ...sso, ssoRole: 'viewer', publicUrl }))
    const browser = createBrowser()
    const visit = async (url: string): Promise<Answer> => {
      const answer = await api.send(
        new Request(url, { headers: { accept: 'text/html', cookie: browser.cookiesFor(url) } }),
      )
      browser.keepCookies(url, new Response(null, { headers: answer.headers }))
      return answer
    }

    const start = await visit(`${publicUrl}/v1/auth/oidc?returnTo=/docs`)
    const back = await provider.signIn(browser, start.headers.get('location') ?? '', 'jane')
    const finish = await visit(back)

    expect(start.status).toBe(successOf(operationNamed('startSingleSignOn')).status)
    expect(finish.status).toBe(successOf(operationNamed('finishSingleSignOn')).status)
    expect(finish.headers.get('location')).toBe(`${publicUrl}/docs`)
  })

  test('follows: the stream begins with the event that is documented', async () => {
    await using api = await startTestApi()
    const operation = operationNamed('stream')

    const { text } = await api.ask(operation, { as: 'viewer' })

    const content = operation.responses['200']?.content?.['text/event-stream']
    const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/m.exec(text) ?? []
    expect(name).toBe('ready')
    expect(faults(content?.['x-events']?.[name]?.data ?? {}, JSON.parse(data))).toEqual([])
  })

  test('that reads one thing or a list says nothing again to who has it already', async () => {
    await using api = await startTestApi()
    const reading = called.filter(({ responses }) => responses['304'] !== undefined)

    expect(reading.length).toBeGreaterThan(10)
    for (const operation of reading) {
      const asking = await sampleOf(api, operation)
      const etag = (await api.ask(operation, asking)).headers.get('etag') ?? ''
      const again = await api.ask(operation, { ...asking, headers: { 'if-none-match': etag } })

      expect([operation.operationId, again.status, again.text]).toEqual([
        operation.operationId,
        304,
        '',
      ])
    }
  })
})

describe('who may', () => {
  test('strangers only get what is public, whatever they send', async () => {
    const wrong = await wrongOf(guarded, [401, 'unauthorized'], ({ verb }) => ({
      params: { id: '999' },
      query: { limit: 'none' },
      ...(verb !== 'get' && { body: 'no JSON', headers: { 'content-type': 'text/plain' } }),
    }))

    expect(wrong).toEqual([])
  })

  test('a token that does not work makes nobody less of a stranger', async () => {
    const wrong = await wrongOf(guarded, [401, 'unauthorized'], () => ({
      session: 'admin',
      params: { id: '999' },
      headers: { authorization: 'Bearer nva_0000000000000000000000000000000000000000' },
    }))

    expect(wrong).toEqual([])
  })

  test.each(roles.filter((role) => role !== 'admin'))(
    'a %s is refused what takes more, before anything else is looked at',
    async (role) => {
      const higher = guarded.filter((operation) => !includes(role, roleOf(operation) ?? 'viewer'))
      const wrong = await wrongOf(higher, [403, 'forbidden'], ({ verb }) => ({
        as: role,
        params: { id: '999' },
        query: { limit: 'none' },
        ...(verb !== 'get' && { body: 'no JSON', headers: { 'content-type': 'text/plain' } }),
      }))

      expect(higher.length).toBeGreaterThan(5)
      expect(wrong).toEqual([])
    },
  )

  test('nothing is changed for a browser that another site made ask', async () => {
    const wrong = await wrongOf(writing, [403, 'forbidden'], async (operation, api) => {
      const { as: _, ...asking } = await sampleOf(api, operation)
      const headers = { ...asking.headers, 'sec-fetch-site': 'cross-site' }
      return { ...asking, session: 'admin', headers }
    })

    expect(wrong).toEqual([])
  })
})

describe('a body', () => {
  const refused = (problem: [number, string], change: (body: object) => Partial<Asking>) =>
    wrongOf(withBody, problem, async (operation, api) => {
      const { body = {}, headers, ...asking } = await sampleOf(api, operation)
      const changed = change(body as object)
      return { ...asking, ...changed, headers: { ...headers, ...changed.headers } }
    })

  test('must be JSON', async () => {
    const wrong = await refused([400, 'invalid_json'], () => ({ body: '{"a":' }))

    expect(wrong).toEqual([])
  })

  test('must be an object', async () => {
    const wrong = await refused([400, 'invalid_json'], (body) => ({ body: [body] }))

    expect(wrong).toEqual([])
  })

  test('must be said to be JSON', async () => {
    const wrong = await refused([400, 'invalid_content_type'], (body) => ({
      body,
      headers: { 'content-type': 'text/plain' },
    }))

    expect(wrong).toEqual([])
  })

  test('must not be compressed', async () => {
    const wrong = await refused([415, 'unsupported_encoding'], (body) => ({
      body,
      headers: { 'content-encoding': 'gzip' },
    }))

    expect(wrong).toEqual([])
  })

  test('must not have what nobody knows', async () => {
    const wrong = await refused([400, 'invalid_request'], (body) => ({
      body: { ...body, surprise: true },
    }))

    expect(wrong).toEqual([])
  })

  test('must not be large', async () => {
    const wrong = await refused([413, 'too_large'], (body) => ({
      body: { ...body, surprise: 'x'.repeat(largestBody) },
    }))

    expect(wrong).toEqual([])
  })
})

describe('an address', () => {
  const oneThing = ownRoutes.filter(({ path }) => path.includes('{id}'))

  test.each(['999', '0', '-1', '01', '1.0', '1e0', '%201', 'one', '%', '1%2F..', '9'.repeat(40)])(
    'of a thing that there is not is not found: %s',
    async (id) => {
      const wrong = await wrongOf(oneThing, [404, 'not_found'], async (operation, api) => ({
        ...(await sampleOf(api, operation)),
        params: { id },
      }))

      expect(wrong).toEqual([])
    },
  )

  test('takes only the methods that are documented, and says which', async () => {
    await using api = await startTestApi()
    const paths = Map.groupBy(ownRoutes, ({ path }) => path)

    for (const [path, there] of paths) {
      const known = there.map(({ verb }) => verb.toUpperCase())
      const hasHead = known.includes('GET') && path !== '/v1/stream'
      const allowed = hasHead ? [...known, 'HEAD'] : known
      for (const verb of ['get', 'post', 'put', 'patch', 'delete'] as const) {
        if (known.includes(verb.toUpperCase())) continue
        const [operation] = there
        if (operation === undefined) continue
        const answer = await api.ask({ ...operation, verb }, { as: 'admin', params: { id: '1' } })

        expect([path, verb, ...notProblem(answer, 405, 'method_not_allowed')]).toEqual([path, verb])
        expect(new Set(answer.headers.get('allow')?.split(', '))).toEqual(new Set(allowed))
      }
    }
  })

  test('has no query that nobody knows', async () => {
    const reading = ownRoutes.filter(({ responses }) => responses['400'] !== undefined)
    const wrong = await wrongOf(reading, [400, 'invalid_request'], async (operation, api) => ({
      ...(await sampleOf(api, operation)),
      query: { surprise: 'yes' },
    }))

    expect(wrong).toEqual([])
  })

  test('of the server is in the document, or is that of a page', async () => {
    await using api = await startTestApi()
    const documented = new Set(operations.map(({ verb, path }) => `${verb.toUpperCase()} ${path}`))
    const pages =
      /^\/(?:$|setup$|docs$|openapi\.json$|assets\/|icon\.svg$|manifest\.|alerts\/|(?:integrations|events|settings)\b)/

    const others = api.server.routes
      .map(({ method, path }) => ({ method, path: path.replaceAll(/:(\w+)/g, '{$1}') }))
      // Those that answer with 405, and what goes with every GET.
      .filter(({ method }) => method !== 'ALL' && method !== 'HEAD')
      .filter(({ method, path }) => !documented.has(`${method} ${path}`))
      .filter(({ path }) => !pages.test(path))

    expect(others).toEqual([{ method: 'POST', path: '/v1/events/sentry' }])
  })
})

describe('every answer', () => {
  // What is asked for through `startTestApi` is checked for this, so it is enough to ask.
  test.each([
    '/',
    '/setup',
    '/alerts/1',
    '/icon.svg',
    '/manifest.webmanifest',
    '/docs',
    '/openapi.json',
    '/healthz',
    '/readyz',
    '/nowhere',
    '/v1/nowhere',
  ])('carries the security headers and the id of its request: %s', async (path) => {
    await using api = await startTestApi()

    const answer = await api.send(new Request(`http://localhost${path}`))

    expect(answer.status).toBe(path.endsWith('nowhere') ? 404 : 200)
  })

  test('says the id that its request said', async () => {
    await using api = await startTestApi()

    const { headers } = await api.ask(operationNamed('showMe'), {
      as: 'viewer',
      headers: { 'request-id': 'mine-1' },
    })

    expect(headers.get('request-id')).toBe('mine-1')
  })
})

test('what is secret is shown once, and never again', async () => {
  await using api = await startTestApi()
  const shown = async (name: keyof typeof samples, asking: Asking, ...fields: string[]) => {
    const { status, text, json } = await api.ask(operationNamed(name), { as: 'admin', ...asking })
    expect([status, status < 300 ? '' : text]).toEqual([201, ''])
    const found = fields.map((field) => String(valueAt(json, field)))
    api.hide(...found.map((one) => one.slice(Math.max(one.lastIndexOf('/'), one.indexOf('#')) + 1)))
  }
  const { integrationId } = api

  await shown('createIntegration', { body: { name: 'acme', clientSecret: 'S3cret!' } }, 'token')
  api.hide('S3cret!')
  await shown('createToken', { body: { label: 'ci', role: 'admin' } }, 'token')
  await shown('createUserLink', { params: { id: api.userId('viewer') } }, 'url')
  await shown('createUser', { body: { email: 'john@example.org', role: 'viewer' } }, 'link.url')
  const rotated = await api.ask(operationNamed('rotateIntegration'), {
    as: 'admin',
    params: { id: integrationId },
    headers: { 'idempotency-key': 'once' },
  })
  api.hide(String(valueAt(rotated.json, 'token')))

  // Each answer is searched for all of them.
  for (const operation of called.filter(({ verb }) => verb === 'get')) {
    const asking = await sampleOf(api, operation)
    const { status } = await api.ask(operation, { ...asking, as: 'admin', query: {} })
    expect([operation.operationId, status]).toEqual([operation.operationId, 200])
  }
  const again = await api.ask(operationNamed('rotateIntegration'), {
    as: 'admin',
    params: { id: integrationId },
    headers: { 'idempotency-key': 'once' },
  })
  expect(again.status).toBe(409)
})

function valueAt(value: unknown, path: string): unknown {
  let found = value
  for (const step of path.split('.')) found = (found as Record<string, unknown>)[step]
  return found
}

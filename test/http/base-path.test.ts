import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startApp, type App } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import { localAddress } from '../../src/address.ts'
import { command } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { issueHook } from '../support/requests.ts'

// Everything below /navish: for a proxy that passes paths on as they are.

const folder = temporaryFolder()
const flags = { dataDir: folder.path, port: '0', basePath: '/navish/', trustedProxies: '127.0.0.1' }
const { config, sources } = readConfig(flags, {})
let app: App
let origin = ''

beforeAll(async () => {
  app = await startApp({ config, clock: systemClock, log: createTestLog().log })
  ;({ origin } = new URL(app.url))
})
afterAll(async () => {
  await app.stop()
  folder[Symbol.dispose]()
})

const overTls = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' }
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${origin}${path}`, { redirect: 'manual', ...init })

describe('below a base path', () => {
  test('is all that is printed', async () => {
    expect(app.url).toBe(`${origin}/navish`)
    expect(app.setupUrl).toStartWith(`${origin}/navish/setup#nvl_`)
    expect(localAddress(config, sources)).toBe(app.url)
    const made = await command(['integration', 'create', 'second', '--json'], {
      dataDir: folder.path,
      env: { NAVISH_BASE_PATH: '/navish' },
    })
    expect(made.json<{ url: string }>().url).toStartWith(`${app.url}/v1/events/sentry/nvi_`)
  })

  test.each(['/v1/auth', '/healthz', '/readyz', '/openapi.json', '/docs', '/', '/alerts/1'])(
    '%s is there, and nowhere else',
    async (path) => {
      const headers = { accept: 'text/html' }

      expect((await ask(`/navish${path}`, { headers })).status).toBe(200)
      expect((await ask(path, { headers })).status).toBe(404)
      expect((await ask(`/navish2${path}`, { headers })).status).toBe(404)
    },
  )

  test('takes webhooks, with and without a slash at the end, and never redirects them', async () => {
    const place = `/v1/events/sentry/${app.firstToken}`
    const send = (path: string) => ask(path, { method: 'POST', ...issueHook('created') })

    expect((await send(`/navish${place}`)).status).toBe(202)
    expect((await send(`/navish${place}/`)).status).toBe(202)
    expect((await send(place)).status).toBe(404)
  })

  test('the front page has its slash, without which its files would be elsewhere', async () => {
    const bare = await ask('/navish', { headers: { accept: 'text/html' } })
    expect(bare.status).toBe(308)
    expect(bare.headers.get('location')).toBe('/navish/')

    for (const path of ['/navish/', '/navish/alerts/1', '/navish/no/such/page']) {
      const page = await (await ask(path, { headers: { accept: 'text/html' } })).text()
      const urls = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
      const found = urls.map((url) => new URL(url, `${origin}${path}`).pathname)
      expect(found).toContain('/navish/icon.svg')
      for (const one of found) expect((await ask(one)).status).toBe(200)
    }
  })

  test('cookies are for that path alone, over TLS under a name that only TLS may set', async () => {
    const link = app.setupUrl?.split('#')[1]
    const used = await ask('/navish/v1/auth/link', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...overTls },
      body: JSON.stringify({ link, email: 'a@example.org', password: 'correct horse battery' }),
    })
    const [cookie = ''] = used.headers.getSetCookie()

    expect(cookie).toMatch(
      /^__Secure-navish_session=[\w-]+; Path=\/navish; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    )
    const headers = { cookie: cookie.split(';')[0] ?? '', ...overTls }
    expect((await ask('/navish/v1/me', { headers })).status).toBe(200)
    const out = await ask('/navish/v1/auth/sign-out', { method: 'POST', headers })
    expect(out.headers.getSetCookie()[0]).toStartWith(
      '__Secure-navish_session=; Path=/navish; Max-Age=0;',
    )
    expect((await ask('/navish/v1/me', { headers })).status).toBe(401)
  })

  test('the documentation says so', async () => {
    const { servers } = (await (await ask('/navish/openapi.json')).json()) as {
      servers: { url: string }[]
    }

    expect(servers[0]?.url).toBe('/navish')
    expect(await (await ask('/navish/docs')).text()).toContain(
      'export NAVISH_SERVER=https://navish.example.org/navish\n',
    )
  })

  test('a health check finds it', async () => {
    const env = { NAVISH_BASE_PATH: '/navish' }

    expect((await command(['healthcheck'], { dataDir: folder.path, env })).code).toBe(0)
    const there = ['healthcheck', '--port', new URL(app.url).port]
    expect((await command(there, { dataDir: folder.path, env })).code).toBe(0)
  })
})

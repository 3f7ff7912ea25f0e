import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parse } from 'yaml'
import { startApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig, type Flags } from '../../src/config/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { anIssue, handMade, issueHook } from '../support/requests.ts'
import { without } from '../support/without.ts'
import { pathOf, proxies, type ProxyName, type ProxyParts } from './proxy.ts'

setDefaultTimeout(30_000)

/** Navish behind a proxy. */
async function behind(name: ProxyName, flags: Flags = {}, change?: ProxyParts['change']) {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(temporaryFolder())
  const dataDir = join(folder.path, 'data')
  const { config } = readConfig({ dataDir, port: '0', trustedProxies: '127.0.0.1', ...flags }, {})
  const app = await startApp({ config, clock: systemClock, log: createTestLog().log })
  stack.defer(() => app.stop())
  const { port } = new URL(app.url)
  const parts = { folder: folder.path, port, ...(change !== undefined && { change }) }
  const proxy = stack.use(await proxies[name](parts))
  const kept = stack.move()
  const ask = (url: string, init: RequestInit = {}) =>
    fetch(url, { redirect: 'manual', tls: { rejectUnauthorized: false }, ...init })

  return {
    ...proxy,
    app,
    ask,
    /** Makes the first admin, and gives what sets the cookie. */
    async signIn(base = proxy.https): Promise<string> {
      const link = app.setupUrl?.split('#')[1]
      const body = JSON.stringify({
        link,
        email: 'a@example.org',
        password: 'correct horse battery',
      })
      const headers = { 'content-type': 'application/json', origin: proxy.https }
      const answer = await ask(`${base}/v1/auth/link`, { method: 'POST', headers, body })
      return answer.headers.getSetCookie()[0] ?? `none: ${answer.status} ${await answer.text()}`
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const place = ({ firstToken }: { firstToken: string | null }) => `/v1/events/sentry/${firstToken}`

/** Takes away the comment signs of the lines from one that begins so to the first that closes what it opens. */
function withLines(example: string, begin: string): string {
  const start = example.indexOf(begin)
  if (start < 0) throw new Error(`the example has no "${begin}"`)
  const sign = example.lastIndexOf('\n', start) + 1
  const end = /^[ \t]*#\}$/m.exec(example.slice(start))
  if (end === null) throw new Error(`the example does not close "${begin}"`)
  const stop = start + end.index + end[0].length
  return (
    example.slice(0, sign) +
    example.slice(sign, stop).replaceAll(/^([ \t]*)#/gm, '$1') +
    example.slice(stop)
  )
}

const underPath: Record<ProxyName, { off(example: string): string; on(example: string): string }> =
  {
    nginx: {
      off: (example) => withLines(example, '#location /navish/ {'),
      on: (example) => withLines(example, '#location /navish {'),
    },
    caddy: {
      off: (example) =>
        withLines(example, '#redir /navish /navish/').replace('\timport navish\n\n', ''),
      on: (example) => withLines(example, '#@navish path').replace('\timport navish\n\n', ''),
    },
  }

for (const name of Object.keys(proxies) as ProxyName[]) {
  const missing = pathOf(name) === null ? `there is no ${name} to stand before Navish` : null

  describe.skipIf(without(missing))(`behind ${name}`, () => {
    test('webhooks arrive, over TLS and without, and are never redirected', async () => {
      await using t = await behind(name)
      const send = (base: string) =>
        t.ask(`${base}${place(t.app)}`, { method: 'POST', ...issueHook('created') })

      expect((await send(t.https)).status).toBe(202)
      expect((await send(t.http)).status).toBe(202)
      const front = await t.ask(`${t.http}/alerts?a=b`)
      expect(front.status).toBe(308)
      expect(front.headers.get('location')).toMatch(/^https:\/\/localhost(?::\d+)?\/alerts\?a=b$/)
    })

    test('a webhook of 5 MiB arrives, and of a larger one Navish itself says so', async () => {
      await using t = await behind(name)
      const bodyOf = (bytes: number) => {
        const body = JSON.stringify({ action: 'created', data: { issue: anIssue({ id: '1' }) } })
        return body.padEnd(bytes, ' ')
      }
      const send = (bytes: number) =>
        t.ask(`${t.https}${place(t.app)}`, { method: 'POST', ...handMade(bodyOf(bytes)) })

      expect((await send(5 * 1024 ** 2)).status).toBe(202)
      const larger = await send(5 * 1024 ** 2 + 1)
      expect(larger.status).toBe(413)
      expect(larger.headers.get('content-type')).toBe('application/problem+json')
    })

    test('cookies are for TLS alone, and the address of the client is known, whatever it says', async () => {
      await using t = await behind(name)

      const cookie = await t.signIn()

      expect(cookie).toMatch(/^__Host-navish_session=.*; Path=\/; .*; Secure$/)
      const me = { cookie: cookie.split(';')[0] ?? '' }
      await from('127.0.0.9', `${t.https}/v1/me`, { ...me, 'x-forwarded-for': '203.0.113.7' })
      const { items } = (await (await t.ask(`${t.https}/v1/sessions`, { headers: me })).json()) as {
        items: { address: string }[]
      }
      expect(items.map(({ address }) => address)).not.toContain('203.0.113.7')
      const signIn = { email: 'a@example.org', password: 'correct horse battery' }
      const made = await from(
        '127.0.0.9',
        `${t.https}/v1/auth/sign-in`,
        { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
        JSON.stringify(signIn),
      )
      expect(made).toBe(200)
      const now = (await (await t.ask(`${t.https}/v1/sessions`, { headers: me })).json()) as {
        items: { address: string }[]
      }
      expect(now.items.map(({ address }) => address)).toContain('127.0.0.9')
    })

    test('the stream says at once what happens', async () => {
      await using t = await behind(name)
      const cookie = (await t.signIn()).split(';')[0] ?? ''
      const stream = await t.ask(`${t.https}/v1/stream`, { headers: { cookie } })
      const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()

      await t.ask(`${t.https}${place(t.app)}`, { method: 'POST', ...issueHook('created') })
      let said = ''
      // A heartbeat comes only after 15 s: what is collected until then would not be here.
      const late = AbortSignal.timeout(5_000)
      while (!said.includes('event: alert') && !late.aborted) said += (await reader?.read())?.value
      await reader?.cancel()

      expect(said).toContain('event: alert')
      expect(late.aborted).toBe(false)
    })

    test.each([
      ['a path that it takes off', {}, underPath[name].off],
      ['a path that stays', { basePath: '/navish' }, underPath[name].on],
    ] as const)('works under %s', async (_, flags, change) => {
      const publicUrl = 'https://localhost/navish'
      await using t = await behind(name, { ...flags, publicUrl }, change)
      const base = `${t.https}/navish`
      const headers = { accept: 'text/html' }

      const sent = await t.ask(`${base}${place(t.app)}`, {
        method: 'POST',
        ...issueHook('created'),
      })
      expect(sent.status).toBe(202)
      expect(t.app.setupUrl).toStartWith(`${publicUrl}/setup#`)
      const bare = await t.ask(base, { headers })
      expect([301, 302, 308]).toContain(bare.status)
      expect(new URL(bare.headers.get('location') ?? '', base).pathname).toBe('/navish/')
      const page = await (await t.ask(`${base}/alerts/1`, { headers })).text()
      const script = /<script type="module" src="([^"]+)"/.exec(page)?.[1] ?? ''
      expect((await t.ask(new URL(script, `${base}/alerts/1`).href)).status).toBe(200)
      expect(await t.signIn(base)).toContain('; Secure')
    })
  })
}

/** Asks from another address of this machine, and gives the status. */
async function from(
  localAddress: string,
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const options = { method, headers, localAddress, rejectUnauthorized: false, family: 4 }
    const asked = request(url, options, (answer) => {
      text(answer).then(() => resolve(answer.statusCode), reject)
    })
    asked.on('error', reject).end(body)
  })
}

test('the example for Traefik leaves webhooks out of the redirect, and keeps no connection', () => {
  const file = join(import.meta.dir, '../../docs/examples/traefik.yaml')
  const { http } = parse(readFileSync(file, 'utf8')) as {
    http: {
      routers: Record<string, { rule: string; middlewares?: string[]; service: string }>
      middlewares: Record<string, unknown>
      services: Record<string, { loadBalancer: { serversTransport: string } }>
      serversTransports: Record<string, { maxIdleConnsPerHost: number }>
    }
  }

  const { middlewares, rule } = http.routers['navish-webhooks'] ?? {}
  expect(middlewares).toBeUndefined()
  expect(rule).toContain('PathPrefix(`/v1/events/`)')
  for (const { middlewares: named = [], service } of Object.values(http.routers)) {
    for (const one of named) expect(Object.keys(http.middlewares)).toContain(one)
    const transport = http.services[service]?.loadBalancer.serversTransport ?? ''
    expect(http.serversTransports[transport]?.maxIdleConnsPerHost).toBe(-1)
  }
})

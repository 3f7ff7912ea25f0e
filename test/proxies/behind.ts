import { join } from 'node:path'
import { startApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig, type Flags } from '../../src/config/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { proxies, type ProxyName, type ProxyParts } from './proxy.ts'

/** Navish behind a proxy. */
export async function behind(name: ProxyName, flags: Flags = {}, change?: ProxyParts['change']) {
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

import type { Role } from '../../../src/core/account.ts'
import type { Incoming } from '../../../src/http/caller.ts'
import { createOrigins } from '../../../src/http/auth/address.ts'
import { createSingleSignOn } from '../../../src/http/auth/oidc.ts'
import type { NewUser } from '../../../src/store/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { createTestClock } from '../../support/clock.ts'
import { clients } from '../../support/identity-provider.ts'
import { createTestLog } from '../../support/log.ts'
import { openTestStore } from '../../support/navish.ts'

export interface Wished {
  issuer: string
  client?: { id: string; secret: string | null }
  role?: Role | 'none'
  publicUrl?: string
  patience?: number
}

/** An entry that nobody looks at. */
export const anEntry = {
  at: 0,
  actor: { kind: 'command', id: null, name: 'test' } as const,
  address: null,
  requestId: null,
  action: 'user.create',
  target: null,
  text: '',
}

/** Navish as far as single sign-on goes, and a browser in front of it. */
export function setup({ issuer, client = clients.basic, role = 'none', ...rest }: Wished) {
  const { publicUrl = 'http://127.0.0.1:8077', patience = 5000 } = rest
  const store = openTestStore()
  const clock = createTestClock()
  const monotonic = createTestClock(0)
  const { log, lines, text: logText } = createTestLog()
  const browser = createBrowser()
  const begun: string[] = []
  const singleSignOn = createSingleSignOn({
    provider: { issuer, clientId: client.id, clientSecret: client.secret, name: 'Example' },
    role,
    store,
    clock,
    monotonic,
    patience,
    log,
    origins: createOrigins({ trustedProxies: [], publicUrl }),
    begin(user) {
      begun.push(user.email)
      return Promise.resolve('navish_session=one; Path=/')
    },
  })

  const incoming = (url: string, accept: string): Incoming => ({
    request: new Request(url, { headers: { accept, cookie: browser.cookiesFor(url) } }),
    peer: '192.0.2.7',
    requestId: 'request-1',
  })

  async function start(returnTo?: string, { accept = 'text/html' } = {}): Promise<Response> {
    const url = `${publicUrl}/v1/auth/oidc`
    const query = returnTo === undefined ? {} : { returnTo }
    const response = await singleSignOn.start(incoming(url, accept), query)
    browser.keepCookies(url, response)
    return response
  }

  return {
    store,
    clock,
    monotonic,
    lines,
    logText,
    browser,
    singleSignOn,
    /** For whom a session was begun, each time. */
    begun,
    start,
    /** Leaves for the provider; gives the address there. */
    async leave(returnTo?: string): Promise<string> {
      return locationOf(await start(returnTo))
    },
    async finish(url: string, { accept = 'text/html' } = {}): Promise<Response> {
      const response = await singleSignOn.finish(incoming(url, accept))
      browser.keepCookies(url, response)
      return response
    },
    createUser: (user: Partial<NewUser> = {}) =>
      store.createUser(
        {
          email: 'jane@example.org',
          name: null,
          role: 'operator',
          passwordHash: null,
          createdAt: clock(),
          ...user,
        },
        anEntry,
      ),
    /** What was noted of what people did, oldest first. */
    async audit() {
      const { items } = await store.listAudit({}, { limit: 100 })
      return items.toReversed()
    },
  }
}

export function locationOf(response: Response): string {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`no redirect: ${response.status}`)
  return location
}

/** Why somebody was sent to the front page instead. */
export function refusalIn(response: Response): string | null {
  return new URL(locationOf(response)).searchParams.get('signInError')
}

/** The same address with one parameter changed. */
export function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed.href
}

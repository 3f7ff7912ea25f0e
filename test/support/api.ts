import { roles, type Role } from '../../src/core/account.ts'
import { securityHeaders } from '../../src/http/headers.ts'
import type { AuditEntry, LinkKind } from '../../src/store/accounts.ts'
import { createApiToken, createLinkToken, createSessionToken, hashToken } from '../../src/token.ts'
import type { Documented } from './document.ts'
import { startTestNavish } from './navish.ts'
import { clientSecret, issueHook } from './requests.ts'

/** A request to an operation. What is left out is not said. */
export interface Asking {
  /** With whose API token; null: a stranger. */
  as?: Role | null
  /** With whose session instead. */
  session?: Role
  /** Parts of the path, as they stand in it. */
  params?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  /** JSON, or a text just as it is. */
  body?: unknown
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** What the text means, or undefined when it is no JSON. */
  json: unknown
}

export const password = 'correct horse battery staple'
// As weak as can be, to be quick.
export const passwordHash = await Bun.password.hash(password, {
  algorithm: 'argon2id',
  memoryCost: 8,
  timeCost: 1,
})

const day = 24 * 60 * 60_000

/**
 * Navish with somebody of each role, an open alert and the event that opened it. Everything that is asked of it is checked for what
 * holds for every answer: the security headers, the id of the request, and no secret that there was before.
 */
export async function startTestApi(settings: Parameters<typeof startTestNavish>[0] = {}) {
  const navish = await startTestNavish({ clientSecret, ...settings })
  const { store, clock, server } = navish
  const secrets = [password, passwordHash, clientSecret, navish.token, hashToken(navish.token)]
  const tokens = new Map<Role, string>()
  const cookies = new Map<Role, string>()
  const userIds = new Map<Role, string>()

  const audit: AuditEntry = {
    at: clock(),
    actor: { kind: 'command', id: null, name: 'test' },
    address: null,
    requestId: null,
    action: 'test',
    target: null,
    text: 'For a test.',
  }

  /** Makes a secret that must never be seen again. */
  function secret(make: () => string): { text: string; hash: string; hint: string } {
    const text = make()
    const hash = hashToken(text)
    secrets.push(text, hash)
    return { text, hash, hint: text.slice(-4) }
  }

  async function addToken(role: Role, userId: string | null): Promise<string> {
    const { text, hash, hint } = secret(createApiToken)
    const token = { label: role, role, userId, createdBy: `${role}@example.org`, expiresAt: null }
    await store.createApiToken({ ...token, hash, hint, createdAt: clock() }, audit)
    return text
  }

  async function addSession(userId: string): Promise<string> {
    const { text, hash } = secret(createSessionToken)
    const session = { hash, userId, createdAt: clock(), expiresAt: clock() + day }
    await store.createSession({ ...session, address: '192.0.2.7', userAgent: 'Firefox' })
    return text
  }

  for (const role of roles) {
    const user = { email: `${role}@example.org`, name: null, role, passwordHash }
    const { id } = await store.createUser({ ...user, createdAt: clock() }, audit)
    userIds.set(role, id)
    tokens.set(role, await addToken(role, id))
    cookies.set(role, await addSession(id))
  }
  await navish.send(issueHook('created'))
  const event = await navish.event()

  function requestFor({ path, verb }: Pick<Documented, 'path' | 'verb'>, asking: Asking): Request {
    const { as = null, session, params = {}, query = {}, headers = {}, body } = asking
    const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
    const search = new URLSearchParams(query).toString()
    return new Request(`http://localhost${place}${search === '' ? '' : `?${search}`}`, {
      method: verb.toUpperCase(),
      headers: {
        ...(as !== null && { authorization: `Bearer ${tokens.get(as)}` }),
        ...(session !== undefined && { cookie: `navish_session=${cookies.get(session)}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }

  async function ask(operation: Documented, asking: Asking): Promise<Answer> {
    return send(requestFor(operation, asking))
  }

  async function send(request: Request): Promise<Answer> {
    const before = [...secrets]
    const response = await server.handle(request)
    const { status, headers } = response
    const text = await textOf(response)
    const place = `${request.method} ${new URL(request.url).pathname}: ${status}`
    mustBeSafe(headers, place)
    const told = before.filter((one) => text.includes(one) || headersTell(headers, one))
    if (told.length > 0) throw new Error(`${place} tells a secret: ${told.join(', ')}`)
    return { status, headers, text, json: jsonIn(text) }
  }

  return {
    ...navish,
    /** Sends as Sentry does. */
    receive: navish.send,
    ask,
    send,
    /** What must not be seen again from now on. */
    hide(...more: string[]) {
      secrets.push(...more, ...more.map(hashToken))
    },
    alertId: event.alertId ?? '',
    eventId: event.id,
    userId: (role: Role) => userIds.get(role) ?? '',
    addToken,
    addSession,
    async addLink(kind: LinkKind, userId: string | null): Promise<string> {
      const { text, hash } = secret(createLinkToken)
      const link = { hash, kind, userId, createdAt: clock(), expiresAt: clock() + day }
      await store.createLink(link, audit)
      return text
    },
    /** The newest API token of a role. */
    async tokenId(role: Role): Promise<string> {
      const { items } = await store.listApiTokens(userIds.get(role) ?? null, { limit: 1 })
      return items[0]?.id ?? ''
    },
    async sessionId(role: Role): Promise<string> {
      const { items } = await store.listSessions(userIds.get(role) ?? null, clock(), { limit: 1 })
      return items[0]?.id ?? ''
    },
  }
}

export type TestApi = Awaited<ReturnType<typeof startTestApi>>

/** Of a stream only what comes first: it never ends. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    const isCompressed = response.headers.get('content-encoding') === 'gzip'
    return isCompressed
      ? new TextDecoder().decode(Bun.gunzipSync(new Uint8Array(await response.arrayBuffer())))
      : response.text()
  }
  const reader = response.body?.getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return new TextDecoder().decode(first?.value)
}

function mustBeSafe(headers: Headers, place: string): void {
  const missing = Object.keys(securityHeaders).filter((name) => !headers.has(name))
  if (missing.length > 0) throw new Error(`${place} has no ${missing.join(', ')}`)
  if (!headers.has('request-id')) throw new Error(`${place} does not say the id of its request`)
}

function headersTell(headers: Headers, secret: string): boolean {
  return [...headers].some(([, value]) => value.includes(secret))
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

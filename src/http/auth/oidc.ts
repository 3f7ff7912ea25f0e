import { monotonic as sinceStart, type Clock } from '../../clock.ts'
import { AppError, messageOf } from '../../errors.ts'
import { errorFacts, type Log } from '../../log.ts'
import type { User } from '../../store/accounts.ts'
import type { Incoming } from '../caller.ts'
import { problem } from '../problem.ts'
import type { Origins } from './address.ts'
import { createAccounts, type AccountParts } from './oidc-accounts.ts'
import type { ProviderSettings } from './oidc-discovery.ts'
import { endOfFlow, flowCookie, flowIn, localPath } from './oidc-flow.ts'
import { createProvider } from './oidc-provider.ts'
import { Refusal, wordOf } from './oidc-refusals.ts'

export interface SingleSignOnParts extends AccountParts {
  /** null: there is no single sign-on here. */
  provider: (ProviderSettings & { name: string }) | null
  log: Log
  /** Begins a session and gives its Set-Cookie header. */
  begin(user: User, incoming: Incoming): Promise<string>
  origins: Origins
  /** How long the provider may take for one answer, ms. */
  patience?: number
  monotonic?: Clock
}

const place = '/v1/auth/oidc'

/**
 * Single sign-on: OpenID Connect, authorization code with PKCE. Between leaving and coming back only the browser remembers anything.
 * What goes wrong is a problem for a program; a browser is sent to the front page, which says it in words.
 */
export function createSingleSignOn(parts: SingleSignOnParts) {
  const { log, clock, begin, origins } = parts
  const { provider: settings, patience = 10_000, monotonic = sinceStart } = parts
  const provider = settings && createProvider({ settings, patience, monotonic })
  const userOf = createAccounts(parts)

  const refuse = (incoming: Incoming, error: unknown, cookies: string[] = []): Response => {
    if (!(error instanceof Refusal)) throw error
    const { why, cause } = error
    const level = why === 'expired' ? 'debug' : 'warn'
    log[level]('single sign-on refused', { why, requestId: incoming.requestId, ...factsOf(cause) })
    if (isPage(incoming.request)) {
      return redirect(303, `${origins(incoming).base}/?signInError=${why}`, cookies)
    }
    const answer = problem(error)
    for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
    return answer
  }

  return {
    /** What the sign-in page offers, or null. */
    ways(): { name: string; url: string } | null {
      return settings && { name: settings.name, url: place }
    },

    /** Sends a browser to the provider. Throws `not_found` where there is none. */
    async start(incoming: Incoming, { returnTo }: { returnTo?: string }): Promise<Response> {
      if (provider === null) throw none()
      const { base, isSecure, path } = origins(incoming)
      try {
        const { url, ...secrets } = await provider.leave(`${base}${place}/callback`)
        const flow = { ...secrets, returnTo: localPath(returnTo), at: clock() }
        return redirect(302, url.href, [flowCookie(flow, isSecure, path)])
      } catch (error) {
        return refuse(incoming, error)
      }
    },

    /** Signs in whom the provider sends back. Throws `not_found` where there is none. */
    async finish(incoming: Incoming): Promise<Response> {
      if (provider === null) throw none()
      const { request, requestId } = incoming
      const { base, isSecure, path, address } = origins(incoming)
      const { search, searchParams } = new URL(request.url)
      const flow = flowIn(request.headers, isSecure, clock(), path)
      // Nothing to suspect anybody for: it may be of another window, which then still needs its cookie.
      if (flow === undefined || flow.state !== searchParams.get('state')) {
        return refuse(incoming, new Refusal('expired'))
      }
      const over = endOfFlow(isSecure, path)
      try {
        const person = await provider.comeBack(new URL(`${base}${place}/callback${search}`), flow)
        const user = await userOf(person, { address, requestId })
        const session = await begin(user, incoming)
        return redirect(303, new URL(`${base}${flow.returnTo}`).href, [over, session])
      } catch (error) {
        return refuse(incoming, error, [over])
      }
    },
  }
}

export type SingleSignOn = ReturnType<typeof createSingleSignOn>

function none(): AppError {
  return new AppError('not_found', 'There is no single sign-on here.')
}

function redirect(status: number, location: string, cookies: string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status, headers })
}

/** Whether a person looks at the answer. */
function isPage({ headers }: Request): boolean {
  return (headers.get('accept') ?? '').includes('text/html')
}

/** openid-client says what kind of failure it was, and its cause what exactly. Neither quotes what the provider sent. */
function factsOf(error: unknown) {
  if (error === undefined) return {}
  const { cause } = error instanceof Error ? error : {}
  return {
    ...errorFacts(error),
    detail: cause instanceof Error ? messageOf(cause) : undefined,
    providerError: wordOf(error),
  }
}

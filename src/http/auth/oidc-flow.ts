/** What a browser keeps between leaving for the identity provider and coming back. Nothing of it is kept here. */
export interface Flow {
  state: string
  nonce: string
  /** Of PKCE: only who has this cookie can use the code. */
  verifier: string
  returnTo: string
  /** When it was begun, Unix ms. */
  at: number
}

const lifetime = 10 * 60_000

/** The prefix makes browsers refuse one that another host or plain http set. */
function nameOf(isSecure: boolean, path: string): string {
  if (!isSecure) return 'navish_oidc'
  return path === '' ? '__Host-navish_oidc' : '__Secure-navish_oidc'
}

// Lax, not Strict: it must come along when the provider sends the browser back.
function cookie(value: string, seconds: number, isSecure: boolean, path: string): string {
  const secure = isSecure ? '; Secure' : ''
  return `${nameOf(isSecure, path)}=${value}; Path=${path || '/'}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The Set-Cookie header that keeps a flow. */
export function flowCookie(flow: Flow, isSecure: boolean, path = ''): string {
  const value = Buffer.from(JSON.stringify(flow)).toString('base64url')
  return cookie(value, lifetime / 1000, isSecure, path)
}

/** The Set-Cookie header that ends it. */
export function endOfFlow(isSecure: boolean, path = ''): string {
  return cookie('', 0, isSecure, path)
}

/** The flow that a browser brings back, or undefined: none, one that is too old, or none that we wrote. */
export function flowIn(
  headers: Headers,
  isSecure: boolean,
  now: number,
  path = '',
): Flow | undefined {
  const start = `${nameOf(isSecure, path)}=`
  const pair = (headers.get('cookie') ?? '').split(/;\s*/).find((one) => one.startsWith(start))
  const flow = pair === undefined ? undefined : parse(pair.slice(start.length))
  // A clock that was set back since then is no reason to send anybody away.
  return flow !== undefined && now - flow.at < lifetime ? flow : undefined
}

function parse(value: string): Flow | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value, 'base64url').toString())
    return isFlow(parsed) ? { ...parsed, returnTo: localPath(parsed.returnTo) } : undefined
  } catch {
    return undefined
  }
}

function isFlow(value: unknown): value is Flow {
  if (typeof value !== 'object' || value === null) return false
  const { state, nonce, verifier, returnTo, at } = value as Record<keyof Flow, unknown>
  return (
    [state, nonce, verifier].every((text) => typeof text === 'string' && text.length >= 20) &&
    typeof returnTo === 'string' &&
    typeof at === 'number'
  )
}

/**
 * Where to go after signing in, when it is a path here; else the front page. Browsers read `//host`, `/\host` and a path with a line
 * break in it as other places.
 */
export function localPath(text: string | null | undefined): string {
  if (text === null || text === undefined || Buffer.byteLength(text) > 2000) return '/'
  return /^\/(?!\/)[^\\\p{Cc}]*$/u.test(text) ? text : '/'
}

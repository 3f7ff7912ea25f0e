const plainName = 'navish_session'

/** Browsers take a cookie of this name only over TLS and from this very host, so no other one there can plant a session. */
const hostName = `__Host-${plainName}`

/** A cookie of one path only cannot have that name; over TLS it was set all the same. */
const pathName = `__Secure-${plainName}`

function nameOf(isSecure: boolean, path: string): string {
  return isSecure ? (path === '' ? hostName : pathName) : plainName
}

/** The Set-Cookie header that keeps a session for so many seconds. Lax: a link in a chat message must lead to a page that is signed in. */
export function sessionCookie(
  value: string,
  seconds: number,
  isSecure: boolean,
  path = '',
): string {
  const secure = isSecure ? '; Secure' : ''
  return `${nameOf(isSecure, path)}=${value}; Path=${path || '/'}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The Set-Cookie header that makes a browser forget its session. */
export function endOfSession(isSecure: boolean, path = ''): string {
  return sessionCookie('', 0, isSecure, path)
}

/** The session that a browser sends along, or undefined. */
export function sessionIn(headers: Headers, isSecure: boolean, path = ''): string | undefined {
  const start = `${nameOf(isSecure, path)}=`
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  const value = pairs.find((pair) => pair.startsWith(start))?.slice(start.length)
  return value === '' ? undefined : value
}

const plainName = 'navish_session'

/** Browsers take a cookie of this name only over TLS and from this very host, so no other one there can plant a session. */
const hostName = `__Host-${plainName}`

const nameOf = (isSecure: boolean) => (isSecure ? hostName : plainName)

/** The Set-Cookie header that keeps a session for so many seconds. Lax: a link in a chat message must lead to a page that is signed in. */
export function sessionCookie(value: string, seconds: number, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : ''
  return `${nameOf(isSecure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The Set-Cookie header that makes a browser forget its session. */
export function endOfSession(isSecure: boolean): string {
  return sessionCookie('', 0, isSecure)
}

/** The session that a browser sends along, or undefined. */
export function sessionIn(headers: Headers, isSecure: boolean): string | undefined {
  const start = `${nameOf(isSecure)}=`
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  const value = pairs.find((pair) => pair.startsWith(start))?.slice(start.length)
  return value === '' ? undefined : value
}

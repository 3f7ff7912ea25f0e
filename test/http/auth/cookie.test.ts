import { describe, expect, test } from 'bun:test'
import { endOfSession, sessionCookie, sessionIn } from '../../../src/http/auth/cookie.ts'

const sent = (cookie: string) => new Headers({ cookie })

describe('the session cookie', () => {
  test('is kept from scripts, other sites and, behind TLS, from other hosts and plain http', () => {
    expect(sessionCookie('abc', 60, false)).toBe(
      'navish_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    )
    expect(sessionCookie('abc', 60, true)).toBe(
      '__Host-navish_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure',
    )
  })

  test('is taken away under the name that it has', () => {
    expect(endOfSession(true)).toBe(
      '__Host-navish_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    )
    expect(endOfSession(false)).toStartWith('navish_session=; Path=/; Max-Age=0;')
  })

  test('is found among others', () => {
    const headers = sent('theme=dark; navish_session=abc=; x_navish_session=no')

    expect(sessionIn(headers, false)).toBe('abc=')
  })

  test('that a host without TLS could have planted is not read behind TLS', () => {
    expect(sessionIn(sent('navish_session=planted'), true)).toBeUndefined()
    expect(sessionIn(sent('navish_session=planted; __Host-navish_session=own'), true)).toBe('own')
  })

  test.each(['', 'navish_session=', 'navish_session', 'NAVISH_SESSION=abc'])(
    'is not there in %p',
    (cookie) => {
      expect(sessionIn(sent(cookie), false)).toBeUndefined()
    },
  )
})

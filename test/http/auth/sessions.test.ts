import { describe, expect, test } from 'bun:test'
import { hashToken } from '../../../src/token.ts'
import { day, incoming, minute, second, setupAuth, withCookie, type TestAuth } from './setup.ts'

/** Somebody who is signed in, and the header that said so to the browser. */
async function signedIn(t: TestAuth) {
  const user = await t.createUser()
  const setCookie = await t.sessions.begin(
    user,
    incoming({ headers: { 'user-agent': 'Lynx/2.9' } }),
  )
  return { user, setCookie }
}

const isSignedIn = async (t: TestAuth, setCookie: string) =>
  (await t.identify(withCookie(setCookie))) !== null

describe('a session', () => {
  test('is kept by the browser in 32 random bytes, and here only as their hash', async () => {
    await using t = setupAuth()

    const { user, setCookie } = await signedIn(t)

    const [, value = ''] = /^navish_session=([\w-]{43});/.exec(setCookie) ?? []
    expect(Buffer.from(value, 'base64url')).toHaveLength(32)
    expect(setCookie).toContain(`Max-Age=${(30 * day) / second};`)
    const found = await t.store.findSession(hashToken(value), t.clock())
    expect(found?.user).toEqual(user)
    expect(found?.session).toMatchObject({ address: '192.0.2.7', userAgent: 'Lynx/2.9' })
  })

  test('is another one each time', async () => {
    await using t = setupAuth()
    const { user, setCookie } = await signedIn(t)

    expect(await t.sessions.begin(user, incoming())).not.toBe(setCookie)
  })

  test('ends when its browser signs in anew, and no other does', async () => {
    await using t = setupAuth()
    const { user, setCookie: old } = await signedIn(t)
    const elsewhere = await t.sessions.begin(user, incoming())

    const fresh = await t.sessions.begin(user, withCookie(old))

    expect(await isSignedIn(t, old)).toBe(false)
    expect(await isSignedIn(t, elsewhere)).toBe(true)
    expect(await isSignedIn(t, fresh)).toBe(true)
  })

  test('is never the one that the browser brings along', async () => {
    await using t = setupAuth()
    const user = await t.createUser()
    const planted = 'navish_session=planted'

    const setCookie = await t.sessions.begin(user, withCookie(planted))

    expect(setCookie).not.toContain('planted')
    expect(await isSignedIn(t, planted)).toBe(false)
  })

  test('ends after seven days without use', async () => {
    await using t = setupAuth()
    const { setCookie } = await signedIn(t)
    t.clock.advanceBy(7 * day - 1)
    const before = await isSignedIn(t, setCookie)

    t.clock.advanceBy(7 * day)

    expect(before).toBe(true)
    expect(await isSignedIn(t, setCookie)).toBe(false)
  })

  test('ends after thirty days, however much it is used', async () => {
    await using t = setupAuth()
    const { setCookie } = await signedIn(t)

    let days = 0
    for (; days < 100 && (await isSignedIn(t, setCookie)); days += 1) t.clock.advanceBy(day)

    expect(days).toBe(30)
  })

  test('notes its use, and from where, once a minute', async () => {
    await using t = setupAuth()
    const { user, setCookie } = await signedIn(t)
    const began = t.clock()
    const use = () => t.identify(withCookie(setCookie, { peer: '192.0.2.8' }))

    t.clock.advanceBy(minute - 1)
    await use()
    const [early] = await t.sessionsOf(user)
    t.clock.advanceBy(1)
    await Promise.all([use(), use(), use()])
    const [late] = await t.sessionsOf(user)

    expect(early).toMatchObject({ lastUsedAt: began, address: '192.0.2.7' })
    expect(late).toMatchObject({
      lastUsedAt: began + minute,
      expiresAt: began + minute + 7 * day,
      address: '192.0.2.8',
    })
  })

  test('is noted once when many requests come at the same time', async () => {
    await using t = setupAuth()
    const { setCookie } = await signedIn(t)
    let writes = 0
    const { touchSession } = t.store
    t.store.touchSession = async (...use) => {
      writes += 1
      await touchSession(...use)
    }
    t.clock.advanceBy(minute)

    await Promise.all(Array.from({ length: 10 }, () => t.identify(withCookie(setCookie))))

    expect(writes).toBe(1)
  })

  test('behind TLS has a name that only this host can have set', async () => {
    await using t = setupAuth({ publicUrl: 'https://navish.example.org' })
    const user = await t.createUser()

    const setCookie = await t.sessions.begin(user, incoming())

    expect(setCookie).toMatch(/^__Host-navish_session=.*; Secure$/)
    expect(await isSignedIn(t, setCookie)).toBe(true)
    expect(await isSignedIn(t, setCookie.replace('__Host-', ''))).toBe(false)
  })

  test('keeps of the browser only what can be shown', async () => {
    await using t = setupAuth()
    const user = await t.createUser()
    const agent = `\u009b31m${'x'.repeat(5000)}`

    await t.sessions.begin(user, incoming({ headers: { 'user-agent': agent } }))

    const [session] = await t.sessionsOf(user)
    expect(session?.userAgent).toStartWith('31mxxx')
    expect(session?.userAgent).toHaveLength(300)
  })
})

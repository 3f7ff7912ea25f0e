import { describe, expect, test } from 'bun:test'
import type { Argon2 } from '../../../src/password.ts'
import { incoming, setupAuth, withCookie, type TestAuth } from './setup.ts'

const email = 'jane@example.org'
const password = 'correct horse battery'

/** What happens to somebody who tries to sign in: what they are told, and which hash was looked at. */
async function attempt(t: TestAuth, body: { email: string; password: string }, from = incoming()) {
  const compared = t.verified.length
  const failure: unknown = await t.signIn.signIn(from, body).then(
    () => undefined,
    (error: unknown) => error,
  )
  return { failure, compared: t.verified.slice(compared) }
}

const wrong = expect.objectContaining({
  code: 'unauthorized',
  message: 'The e-mail address or the password is wrong.',
})

describe('signing in', () => {
  test('begins a session', async () => {
    await using t = setupAuth()
    const user = await t.createUser({ password })

    const { me, setCookie } = await t.signIn.signIn(incoming(), { email, password })

    expect(me).toMatchObject({ kind: 'user', name: email, role: 'operator', user: { email } })
    expect((await t.identify(withCookie(setCookie)))?.user?.id).toBe(user.id)
    expect((await t.store.showUser(user.id)).lastSignInAt).toBe(t.clock())
    expect(await t.trail()).toMatchObject([
      {
        action: 'session.sign-in',
        actor: { kind: 'user', id: user.id, name: email },
        address: '192.0.2.7',
        requestId: 'request-1',
        target: `user ${user.id}`,
        text: 'Signed in with a password.',
      },
    ])
  })

  test('takes the address however it is written', async () => {
    await using t = setupAuth()
    await t.createUser({ password })

    const { me } = await t.signIn.signIn(incoming(), { email: ' Jane@Example.ORG ', password })

    expect(me.name).toBe(email)
  })

  test('shows nothing secret', async () => {
    await using t = setupAuth()
    await t.createUser({ password })

    const { me } = await t.signIn.signIn(incoming(), { email, password })

    expect(JSON.stringify([me, await t.trail()])).not.toContain('horse')
    expect(Object.keys(me.user ?? {})).not.toContain('passwordHash')
  })

  test('from the page of another site is refused before anything is looked at', async () => {
    await using t = setupAuth()
    await t.createUser({ password })
    const from = incoming({ headers: { 'sec-fetch-site': 'cross-site' } })

    const { failure, compared } = await attempt(t, { email, password }, from)

    expect(failure).toMatchObject({ code: 'forbidden' })
    expect(compared).toEqual([])
  })
})

describe('signing in that fails', () => {
  test('is told in one sentence and costs one comparison, whoever it was and why', async () => {
    await using t = setupAuth()
    await t.createUser({ password })
    await t.createUser({ email: 'sso@example.org' })
    await t.disable(await t.createUser({ email: 'gone@example.org', password }))

    const attempts = [
      await attempt(t, { email, password: 'wrong' }),
      await attempt(t, { email: 'nobody@example.org', password }),
      await attempt(t, { email: 'sso@example.org', password }),
      await attempt(t, { email: 'gone@example.org', password }),
      await attempt(t, { email: 'no address', password }),
    ]

    for (const { failure, compared } of attempts) {
      expect(failure).toEqual(wrong)
      expect(compared).toHaveLength(1)
    }
    // All others are compared with the hash that is nobody's.
    const [ofJane, ...ofNobody] = attempts.map(({ compared }) => compared[0])
    expect(ofJane).toBe(`hash of ${password}`)
    expect(new Set(ofNobody).size).toBe(1)
    expect(ofNobody[0]).toStartWith('$argon2id$')
  })

  test('is written down with the name that was tried, and never the password', async () => {
    await using t = setupAuth()
    const user = await t.createUser({ password })

    await attempt(t, { email, password: 'my secret' })
    await attempt(t, { email: `no\u001b[31m\nbody${'x'.repeat(300)}`, password: 'my secret' })

    const trail = await t.trail()
    expect(trail).toMatchObject([
      { action: 'session.sign-in-failed', actor: { kind: 'user', id: null, name: email } },
      { action: 'session.sign-in-failed', actor: { kind: 'user', id: null }, target: null },
    ])
    expect(trail[1]?.actor.name).toMatch(/^no \[31m bodyx+…$/)
    expect(trail[1]?.actor.name).toHaveLength(254)
    expect(JSON.stringify(trail)).not.toContain('secret')
    expect(await t.sessionsOf(user)).toEqual([])
  })

  test('again and again is limited alike for known and unknown names, before anything is compared', async () => {
    await using t = setupAuth()
    await t.createUser({ password })
    const tryOften = async (name: string, peers: string) => {
      for (let count = 0; count < 10; count += 1) {
        const from = incoming({ peer: `${peers}.${count}` })
        await attempt(t, { email: name, password: 'wrong' }, from)
      }
      return attempt(t, { email: name, password }, incoming({ peer: `${peers}.100` }))
    }

    const known = await tryOften(email, '192.0.2')
    const unknown = await tryOften('nobody@example.org', '198.51.100')

    expect(known.failure).toMatchObject({ code: 'rate_limited', retryAfter: 60 })
    expect(unknown.failure).toEqual(known.failure)
    expect([known.compared, unknown.compared]).toEqual([[], []])
    expect(await t.trail()).toHaveLength(20)
  })

  test('does not count when it succeeds in the end', async () => {
    await using t = setupAuth()
    await t.createUser({ password })

    for (let count = 0; count < 30; count += 1) {
      const from = incoming({ peer: `192.0.2.${count}` })
      await t.signIn.signIn(from, { email, password })
    }

    expect((await t.trail()).map(({ action }) => action)).not.toContain('session.sign-in-failed')
  })

  test('because too many wait does not count against the account', async () => {
    const busy: Argon2 = {
      hash: () => Promise.reject(new Error('not asked')),
      verify: () => Promise.reject(new Error('out of memory')),
    }
    await using t = setupAuth({ argon2: busy })

    const failures: unknown[] = []
    for (let count = 0; count < 15; count += 1) {
      const from = incoming({ peer: `192.0.2.${count}` })
      failures.push((await attempt(t, { email, password }, from)).failure)
    }

    expect(failures.at(-1)).toMatchObject({ message: 'out of memory' })
    expect(await t.trail()).toEqual([])
  })
})

describe('signing out', () => {
  test('ends the session, here and in the browser', async () => {
    await using t = setupAuth()
    const user = await t.createUser({ password })
    const { setCookie } = await t.signIn.signIn(incoming(), { email, password })

    const out = await t.signIn.signOut(withCookie(setCookie))

    expect(out.setCookie).toStartWith('navish_session=; Path=/; Max-Age=0;')
    expect(await t.identify(withCookie(setCookie))).toBeNull()
    expect(await t.sessionsOf(user)).toEqual([])
    expect((await t.trail()).at(-1)).toMatchObject({
      action: 'session.sign-out',
      actor: { name: email },
    })
  })

  test('twice, or without a session, is no mistake', async () => {
    await using t = setupAuth()
    const setCookie = await t.sessions.begin(await t.createUser(), incoming())
    const signOut = () => t.signIn.signOut(withCookie(setCookie))

    const all = await Promise.all([signOut(), signOut(), t.signIn.signOut(incoming())])

    expect(all.every((one) => one.setCookie.includes('Max-Age=0'))).toBe(true)
    expect(await t.trail()).toHaveLength(1)
  })

  test('is not what another site can do', async () => {
    await using t = setupAuth()
    const setCookie = await t.sessions.begin(await t.createUser(), incoming())
    const from = withCookie(setCookie, { headers: { origin: 'https://evil.example' } })

    expect(t.signIn.signOut(from)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await t.identify(withCookie(setCookie))).not.toBeNull()
  })
})

describe('the ways to sign in', () => {
  test('say whether anybody can administer this yet', async () => {
    await using t = setupAuth()
    const before = await t.signIn.ways()
    await t.createUser({ role: 'admin', password })

    expect(before).toEqual({
      password: true,
      singleSignOn: { name: 'Acme', url: '/v1/auth/oidc' },
      needsSetup: true,
    })
    expect((await t.signIn.ways()).needsSetup).toBe(false)
  })
})

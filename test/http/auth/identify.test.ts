import { describe, expect, test } from 'bun:test'
import type { Identify } from '../../../src/http/caller.ts'
import { incoming, minute, setupAuth, withCookie } from './setup.ts'

const bearing = (secret: string, more: Parameters<typeof incoming>[0] = {}) =>
  incoming({ ...more, headers: { authorization: `Bearer ${secret}`, ...more.headers } })

const refusal = expect.objectContaining({ code: 'unauthorized' })

describe('a stranger', () => {
  test.each([{}, { cookie: 'navish_session=expired' }, { cookie: 'other=1' }])(
    'is nobody, and no mistake, with %p',
    async (headers) => {
      await using t = setupAuth()

      expect(await t.identify(incoming({ headers }))).toBeNull()
    },
  )
})

describe('a session', () => {
  test('is the person who signed in', async () => {
    await using t = setupAuth({ trustedProxies: ['10.0.0.2'] })
    const user = await t.createUser({ role: 'operator' })
    const request = {
      peer: '10.0.0.2',
      headers: { 'x-forwarded-for': '198.51.100.1' },
    }

    const setCookie = await t.sessions.begin(user, incoming(request))
    const caller = await t.identify(
      withCookie(setCookie, { peer: '10.0.0.2', headers: { 'x-forwarded-for': '198.51.100.1' } }),
    )

    expect(caller).toMatchObject({ by: 'session', user: { id: user.id } })
    expect(caller?.session?.userId).toBe(user.id)
    expect(caller?.actor).toEqual({
      kind: 'user',
      id: user.id,
      name: 'jane@example.org',
      role: 'operator',
      userId: user.id,
      address: '198.51.100.1',
      requestId: 'request-1',
    })
  })

  test('is nobody once the person is disabled', async () => {
    await using t = setupAuth()
    const user = await t.createUser()
    const setCookie = await t.sessions.begin(user, incoming())

    await t.disable(user)

    expect(await t.identify(withCookie(setCookie))).toBeNull()
  })

  test('is there for reading also while nothing can be written', async () => {
    await using t = setupAuth()
    const setCookie = await t.sessions.begin(await t.createUser(), incoming())
    t.store.touchSession = () => Promise.reject(new Error('disk full'))
    t.clock.advanceBy(minute)

    const caller = await t.identify(withCookie(setCookie))

    expect(caller?.by).toBe('session')
    expect(t.lines).toMatchObject([{ level: 'warn', msg: 'use not noted', reason: 'disk full' }])
  })
})

describe('an API token', () => {
  test('acts under its label, with the rights it was given', async () => {
    await using t = setupAuth()
    const user = await t.createUser({ role: 'admin' })
    const { secret, token } = await t.createToken('viewer', user)

    const caller = await t.identify(bearing(secret))

    expect(caller).toMatchObject({ by: 'token', user: { id: user.id }, session: null })
    expect(caller?.actor).toEqual({
      kind: 'token',
      id: token.id,
      name: 'ci',
      role: 'viewer',
      userId: user.id,
      address: '192.0.2.7',
      requestId: 'request-1',
    })
  })

  test('has never more rights than who answers for it has now', async () => {
    await using t = setupAuth()
    const { secret } = await t.createToken('admin', await t.createUser({ role: 'viewer' }))

    expect((await t.identify(bearing(secret)))?.actor.role).toBe('viewer')
  })

  test('that a command made acts for nobody', async () => {
    await using t = setupAuth()
    const { secret } = await t.createToken('operator', null)

    const caller = await t.identify(bearing(secret))

    expect(caller).toMatchObject({ user: null, actor: { role: 'operator', userId: null } })
  })

  test('goes before a cookie', async () => {
    await using t = setupAuth()
    const setCookie = await t.sessions.begin(await t.createUser({ role: 'admin' }), incoming())
    const { secret } = await t.createToken('viewer', null)
    const headers = { authorization: `Bearer ${secret}` }

    expect((await t.identify(withCookie(setCookie, { headers })))?.by).toBe('token')
  })

  test('is refused when it is wrong, also beside a cookie that works', async () => {
    await using t = setupAuth()
    const setCookie = await t.sessions.begin(await t.createUser(), incoming())
    const headers = { authorization: `Bearer nva_${'0'.repeat(40)}` }

    expect(t.identify(withCookie(setCookie, { headers }))).rejects.toEqual(refusal)
  })

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer nva_',
    'Bearer nvi_0123',
    'Basic amFuZTpzZWNyZXQ=',
    'nva_0123',
  ])('is refused as %p', async (authorization) => {
    await using t = setupAuth()

    expect(t.identify(incoming({ headers: { authorization } }))).rejects.toEqual(refusal)
  })

  test('is refused once it is revoked, expired, or its owner is disabled', async () => {
    await using t = setupAuth()
    const owner = await t.createUser()
    const revoked = await t.createToken('viewer', null)
    const expired = await t.createToken('viewer', null, t.clock() + minute)
    const orphaned = await t.createToken('viewer', owner)
    const all = [revoked, expired, orphaned]
    const before = await Promise.all(all.map(({ secret }) => t.identify(bearing(secret))))

    await t.revokeToken(revoked.token.id)
    t.clock.advanceBy(minute)
    await t.disable(owner)

    expect(before.map((caller) => caller?.by)).toEqual(['token', 'token', 'token'])
    for (const { secret } of all) expect(t.identify(bearing(secret))).rejects.toEqual(refusal)
  })

  test('is known by its scheme in any case', async () => {
    await using t = setupAuth()
    const { secret } = await t.createToken('viewer', null)
    const headers = { authorization: `bearer ${secret}` }

    expect((await t.identify(incoming({ headers })))?.by).toBe('token')
  })

  test('notes its use, and from where, once a minute', async () => {
    await using t = setupAuth()
    const { secret, token } = await t.createToken('viewer', null)
    const began = t.clock()
    const shown = async () => {
      const { lastUsedAt, lastUsedFrom } = await t.store.showApiToken(token.id)
      return [lastUsedAt, lastUsedFrom]
    }

    await t.identify(bearing(secret))
    const first = await shown()
    t.clock.advanceBy(minute - 1)
    await t.identify(bearing(secret, { peer: '192.0.2.8' }))
    const soon = await shown()
    t.clock.advanceBy(1)
    await t.identify(bearing(secret, { peer: '192.0.2.9' }))

    expect(first).toEqual([began, '192.0.2.7'])
    expect(soon).toEqual(first)
    expect(await shown()).toEqual([began + minute, '192.0.2.9'])
  })
})

describe('what a proxy says', () => {
  test('counts when there is neither token nor session', async () => {
    const asked: string[] = []
    const proxyUser: Identify = ({ requestId }) => {
      asked.push(requestId)
      return Promise.resolve(null)
    }
    await using t = setupAuth({ proxyUser })
    const setCookie = await t.sessions.begin(await t.createUser(), incoming())
    const { secret } = await t.createToken('viewer', null)

    await t.identify(withCookie(setCookie))
    await t.identify(bearing(secret))
    const askedBefore = asked.length
    const caller = await t.identify(incoming())

    expect(askedBefore).toBe(0)
    expect(asked).toEqual(['request-1'])
    expect(caller).toBeNull()
  })
})

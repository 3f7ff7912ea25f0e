import { describe, expect, test } from 'bun:test'
import { createLinkToken } from '../../../src/token.ts'
import { incoming, minute, setupAuth, withCookie } from './setup.ts'

const email = 'jane@example.org'
const password = 'correct horse battery'
const dead = expect.objectContaining({ code: 'unauthorized' })

describe('a set-up link', () => {
  test('says what it is for', async () => {
    await using t = setupAuth()
    const link = await t.createLink('setup')

    expect(await t.signIn.checkLink(incoming(), { link })).toEqual({
      kind: 'setup',
      email: null,
      expiresAt: new Date(t.clock() + 30 * minute).toISOString(),
    })
  })

  test('makes the first admin and signs them in', async () => {
    await using t = setupAuth()
    const link = await t.createLink('setup')
    const body = { link, email: ' Jane@Example.org', name: ' Jane\tRoe ', password }

    const { me, setCookie } = await t.signIn.useLink(incoming(), body)

    expect(me).toMatchObject({ name: email, role: 'admin', user: { name: 'Jane Roe' } })
    expect((await t.identify(withCookie(setCookie)))?.actor.role).toBe('admin')
    expect((await t.store.findCredentials(email))?.passwordHash).toBe(`hash of ${password}`)
    const id = me.user?.id
    expect(await t.trail()).toMatchObject([
      {
        action: 'user.create',
        actor: { kind: 'user', id: null, name: email },
        target: `user ${id}`,
        address: '192.0.2.7',
        requestId: 'request-1',
      },
      { action: 'session.sign-in', actor: { id }, text: 'Signed in with a one-time link.' },
    ])
  })

  test('works once, also for two at the same time', async () => {
    await using t = setupAuth()
    const link = await t.createLink('setup')
    const use = (name: string) =>
      t.signIn.useLink(incoming(), { link, email: `${name}@example.org`, password })

    const outcomes = await Promise.allSettled([use('jane'), use('joe')])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(use('jim')).rejects.toEqual(dead)
    expect((await t.store.listUsers({ limit: 10 })).items).toHaveLength(1)
  })

  test.each([
    ['without an address', { password }, 'email'],
    ['with what is no address', { email: 'jane', password }, 'email'],
    ['with a short password', { email, password: 'short' }, 'at least 12 characters'],
    ['with the address as password', { email, password: email }, 'e-mail address'],
  ])('still works after an attempt %s', async (_, mistake, words) => {
    await using t = setupAuth()
    const link = await t.createLink('setup')

    const failing = t.signIn.useLink(incoming(), { link, ...mistake })

    expect(failing).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(words),
    })
    expect((await t.signIn.useLink(incoming(), { link, email, password })).me.role).toBe('admin')
  })

  test('still works after an attempt with the address of somebody who is there', async () => {
    await using t = setupAuth()
    await t.createUser({ role: 'viewer' })
    const link = await t.createLink('setup')

    const failing = t.signIn.useLink(incoming(), { link, email, password })

    expect(failing).rejects.toMatchObject({ code: 'conflict' })
    const body = { link, email: 'joe@example.org', password }
    expect((await t.signIn.useLink(incoming(), body)).me.role).toBe('admin')
  })

  test('does not work any more when it is too old', async () => {
    await using t = setupAuth()
    const link = await t.createLink('setup')

    t.clock.advanceBy(30 * minute)

    expect(t.signIn.checkLink(incoming(), { link })).rejects.toEqual(dead)
    expect(t.signIn.useLink(incoming(), { link, email, password })).rejects.toEqual(dead)
  })
})

describe('a password link', () => {
  test('says whose it is', async () => {
    await using t = setupAuth()
    const link = await t.createLink('password', await t.createUser())

    expect(await t.signIn.checkLink(incoming(), { link })).toMatchObject({
      kind: 'password',
      email,
    })
  })

  test('sets the password, ends all other sessions, and signs in', async () => {
    await using t = setupAuth()
    const user = await t.createUser({ role: 'viewer', password: 'the old password' })
    const old = await t.sessions.begin(user, incoming())
    const link = await t.createLink('password', user)

    const { me, setCookie } = await t.signIn.useLink(withCookie(old), { link, password })

    expect(me).toMatchObject({ name: email, role: 'viewer' })
    expect((await t.store.findCredentials(email))?.passwordHash).toBe(`hash of ${password}`)
    expect(await t.identify(withCookie(old))).toBeNull()
    expect((await t.identify(withCookie(setCookie)))?.user?.id).toBe(user.id)
    expect(await t.trail()).toMatchObject([
      { action: 'user.password', actor: { id: user.id, name: email }, target: `user ${user.id}` },
      { action: 'session.sign-in' },
    ])
  })

  test('sets the password of nobody but its user', async () => {
    await using t = setupAuth()
    const link = await t.createLink('password', await t.createUser())
    const other = 'joe@example.org'
    await t.createUser({ email: other, password: 'of joe alone' })

    await t.signIn.useLink(incoming(), { link, email: other, password })

    expect((await t.store.findCredentials(other))?.passwordHash).toBe('hash of of joe alone')
  })

  test('works once', async () => {
    await using t = setupAuth()
    const link = await t.createLink('password', await t.createUser())
    await t.signIn.useLink(incoming(), { link, password })

    expect(t.signIn.useLink(incoming(), { link, password })).rejects.toEqual(dead)
  })

  test('still works after an attempt with a weak password', async () => {
    await using t = setupAuth()
    const link = await t.createLink('password', await t.createUser())

    const failing = t.signIn.useLink(incoming(), { link, password: email })

    expect(failing).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await t.signIn.useLink(incoming(), { link, password })).me.name).toBe(email)
  })

  test('does not work for somebody who is disabled', async () => {
    await using t = setupAuth()
    const user = await t.createUser()
    await t.createUser({ email: 'root@example.org', role: 'admin' })
    const link = await t.createLink('password', user)

    await t.disable(user)

    expect(t.signIn.checkLink(incoming(), { link })).rejects.toEqual(dead)
    expect(t.signIn.useLink(incoming(), { link, password })).rejects.toEqual(dead)
  })
})

describe('links', () => {
  test('cannot be guessed for long', async () => {
    await using t = setupAuth()
    const guess = () => t.signIn.checkLink(incoming(), { link: createLinkToken() })

    for (let count = 0; count < 20; count += 1) await guess().catch(() => undefined)

    expect(guess()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 30 })
    const link = await t.createLink('setup')
    expect(t.signIn.useLink(incoming(), { link, email, password })).rejects.toMatchObject({
      code: 'rate_limited',
    })
  })

  test('are not used by the page of another site', async () => {
    await using t = setupAuth()
    const link = await t.createLink('setup')
    const from = incoming({ headers: { 'sec-fetch-site': 'cross-site' } })

    expect(t.signIn.useLink(from, { link, email, password })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  clients,
  startIdentityProvider,
  type IdentityProvider,
} from '../../support/identity-provider.ts'
import { locationOf, refusalIn, setup, type Wished } from './oidc-setup.ts'

let provider: IdentityProvider

beforeAll(async () => {
  provider = await startIdentityProvider()
  await provider.setAccount('jane', {
    email: 'Jane@Example.org',
    email_verified: true,
    name: 'Jane Roe',
  })
})
afterAll(() => provider.stop())

const open = (wished: Partial<Wished> = {}) => setup({ issuer: provider.issuer, ...wished })

/** The whole way, from the button to what Navish answers at its end. */
async function signIn(navish: ReturnType<typeof open>, name: string, returnTo?: string) {
  const back = await provider.signIn(navish.browser, await navish.leave(returnTo), name)
  return navish.finish(back)
}

describe('signing in through a real provider', () => {
  test('begins a session and leads to the page that was wanted', async () => {
    const navish = open()
    await navish.createUser()

    const response = await signIn(navish, 'jane', '/alerts?status=open')

    expect(response.status).toBe(303)
    expect(locationOf(response)).toBe('http://127.0.0.1:8077/alerts?status=open')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.getSetCookie()).toContain('navish_session=one; Path=/')
    expect(navish.begun).toEqual(['jane@example.org'])
  })

  test.each(Object.entries(clients))(
    'works for a client whose secret goes the way "%s"',
    async (_way, client) => {
      const navish = open({ client })
      await navish.createUser()

      await signIn(navish, 'jane')
      await signIn(navish, 'jane')

      expect(navish.begun).toEqual(['jane@example.org', 'jane@example.org'])
    },
  )

  test('asks for the code with PKCE, state and nonce, all new each time', async () => {
    const navish = open()

    const [first, second] = [new URL(await navish.leave()), new URL(await navish.leave())]

    expect(Object.fromEntries(first.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'navish',
      redirect_uri: 'http://127.0.0.1:8077/v1/auth/oidc/callback',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    })
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.searchParams.get(name)).toMatch(/^[\w-]{43}$/)
      expect(first.searchParams.get(name)).not.toBe(second.searchParams.get(name))
    }
  })

  test('comes back under the public URL, also below a path', async () => {
    const navish = open({ publicUrl: 'https://example.org/navish' })

    const response = await navish.start()

    expect(new URL(locationOf(response)).searchParams.get('redirect_uri')).toBe(
      'https://example.org/navish/v1/auth/oidc/callback',
    )
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-navish_oidc=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  test('ends what the browser kept for it', async () => {
    const navish = open()
    await navish.createUser()
    await navish.leave()

    const before = navish.browser.cookiesFor('http://127.0.0.1:8077')
    await signIn(navish, 'jane')

    expect(before).toContain('navish_oidc=')
    expect(navish.browser.cookiesFor('http://127.0.0.1:8077')).toBe('navish_session=one')
  })

  test('knows a person again by the subject, whatever their address is now', async () => {
    const navish = open()
    const { id } = await navish.createUser({ email: 'old@example.org' })
    await provider.setAccount('moved', { email: 'old@example.org', email_verified: true })
    await signIn(navish, 'moved')
    await provider.setAccount('moved', { email: 'new@example.org', email_verified: false })

    await signIn(navish, 'moved')

    expect(navish.begun).toEqual(['old@example.org', 'old@example.org'])
    expect((await navish.store.findIdentity(provider.issuer, 'moved'))?.id).toBe(id)
  })

  test('makes an account for a newcomer where newcomers get a role, and notes it', async () => {
    const navish = open({ role: 'viewer' })

    await signIn(navish, 'jane')

    expect(navish.begun).toEqual(['jane@example.org'])
    const user = await navish.store.findUser('jane@example.org')
    expect(user).toMatchObject({
      name: 'Jane Roe',
      role: 'viewer',
      hasPassword: false,
      singleSignOn: true,
    })
    expect(await navish.audit()).toMatchObject([
      {
        action: 'user.create',
        target: `user ${user?.id}`,
        actor: { kind: 'system', name: provider.issuer },
        address: '192.0.2.7',
        requestId: 'request-1',
      },
      { action: 'user.link-identity', target: `user ${user?.id}`, actor: { kind: 'user' } },
    ])
  })

  test('sends somebody without an account to the front page with the reason', async () => {
    const navish = open()

    const response = await signIn(navish, 'jane')

    expect(response.status).toBe(303)
    expect(locationOf(response)).toBe('http://127.0.0.1:8077/?signInError=no_account')
    expect(navish.begun).toEqual([])
  })

  test('lets nobody in by an address that the provider has not verified', async () => {
    const navish = open({ role: 'viewer' })
    await navish.createUser({ email: 'eve@example.org', role: 'admin' })
    await provider.setAccount('eve', { email: 'eve@example.org', email_verified: false })

    const response = await signIn(navish, 'eve')

    expect(refusalIn(response)).toBe('unverified')
    expect(navish.begun).toEqual([])
  })

  test('says so when somebody did not agree', async () => {
    const navish = open()

    const back = await provider.decline(navish.browser, await navish.leave())
    const response = await navish.finish(back)

    expect(new URL(back).searchParams.get('error')).toBe('access_denied')
    expect(refusalIn(response)).toBe('declined')
  })
})

describe('what a program gets', () => {
  test('is a problem in words instead of a redirect to a page', async () => {
    const navish = open()
    const back = await provider.signIn(navish.browser, await navish.leave(), 'jane')

    const response = await navish.finish(back, { accept: '*/*' })

    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('navish user create'),
    })
    expect(response.headers.getSetCookie()[0]).toStartWith('navish_oidc=; Path=/; Max-Age=0')
  })
})

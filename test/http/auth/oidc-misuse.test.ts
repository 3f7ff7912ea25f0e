import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { createBrowser } from '../../support/browser.ts'
import {
  clients,
  startIdentityProvider,
  type IdentityProvider,
} from '../../support/identity-provider.ts'
import { locationOf, refusalIn, setup, withParameter } from './oidc-setup.ts'

let provider: IdentityProvider
let navish: ReturnType<typeof setup>

beforeAll(async () => {
  provider = await startIdentityProvider()
  await provider.setAccount('jane', { email: 'jane@example.org', email_verified: true })
})
afterAll(() => provider.stop())
beforeEach(async () => {
  navish = setup({ issuer: provider.issuer })
  await navish.createUser()
})

/** Leaves, signs in there, and gives the address to which the browser is sent back. */
async function comeBack(change = (url: string) => url): Promise<string> {
  return provider.signIn(navish.browser, change(await navish.leave()), 'jane')
}

describe('coming back from the provider', () => {
  test('works only once', async () => {
    const back = await comeBack()
    await navish.finish(back)

    const replayed = await navish.finish(back)

    expect(refusalIn(replayed)).toBe('expired')
    expect(navish.begun).toHaveLength(1)
  })

  test('works only once for somebody who kept the cookie, too', async () => {
    const back = await comeBack()
    const thief = setup({ issuer: provider.issuer })
    await thief.createUser()
    const { searchParams } = new URL(back)
    thief.browser.keepCookies(back, cookieResponse(navish.browser.cookiesFor(back)))
    await navish.finish(back)

    const replayed = await thief.finish(back)

    expect(searchParams.get('code')).toBeString()
    expect(refusalIn(replayed)).toBe('expired')
    expect(thief.begun).toEqual([])
  })

  test('does not work in another browser', async () => {
    const back = await comeBack()
    const other = setup({ issuer: provider.issuer })

    expect(refusalIn(await other.finish(back))).toBe('expired')
    expect(refusalIn(await navish.finish(back))).toBeNull()
  })

  test('does not work with the state of another flow', async () => {
    const back = await comeBack()

    const response = await navish.finish(withParameter(back, 'state', 'x'.repeat(43)))

    expect(refusalIn(response)).toBe('expired')
    expect(navish.begun).toEqual([])
  })

  test('does not spoil the flow of another window', async () => {
    const back = await comeBack()
    await navish.finish(withParameter(back, 'state', 'x'.repeat(43)))

    await navish.finish(back)

    expect(navish.begun).toEqual(['jane@example.org'])
  })

  test('does not work with two states', async () => {
    const back = await comeBack()

    const response = await navish.finish(`${back}&state=${'x'.repeat(43)}`)

    expect(refusalIn(response)).toBe('untrusted')
  })

  test('does not work ten minutes later', async () => {
    const back = await comeBack()
    navish.clock.advanceBy(10 * 60_000)

    const response = await navish.finish(back)

    expect(refusalIn(response)).toBe('expired')
  })

  test('works a moment earlier', async () => {
    const back = await comeBack()
    navish.clock.advanceBy(10 * 60_000 - 1)

    await navish.finish(back)

    expect(navish.begun).toHaveLength(1)
  })

  test('does not work with a code that somebody else got', async () => {
    const attacker = setup({ issuer: provider.issuer })
    const theirs = await provider.signIn(createBrowser(), await attacker.leave(), 'jane')
    const back = await comeBack()

    const code = new URL(theirs).searchParams.get('code') ?? ''
    const response = await navish.finish(withParameter(back, 'code', code))

    // The verifier of PKCE is another one.
    expect(refusalIn(response)).toBe('expired')
    expect(navish.begun).toEqual([])
  })

  test('does not work with a code that was tampered with', async () => {
    const back = await comeBack()

    const response = await navish.finish(withParameter(back, 'code', 'tampered'))

    expect(refusalIn(response)).toBe('expired')
    expect(response.headers.getSetCookie()[0]).toStartWith('navish_oidc=; Path=/; Max-Age=0')
  })

  test('does not work without a code', async () => {
    const back = new URL(await comeBack())
    back.searchParams.delete('code')

    expect(refusalIn(await navish.finish(back.href))).toBe('untrusted')
  })

  test('does not work with an ID token that was made for another nonce', async () => {
    const back = await comeBack((url) => withParameter(url, 'nonce', 'another'))

    expect(refusalIn(await navish.finish(back))).toBe('untrusted')
    expect(navish.lines.at(-1)).toMatchObject({
      level: 'warn',
      msg: 'single sign-on refused',
      why: 'untrusted',
      detail: 'unexpected ID Token "nonce" claim value',
    })
  })

  test('does not work when another provider sent the browser back', async () => {
    const back = await comeBack()

    const response = await navish.finish(withParameter(back, 'iss', 'https://evil.example'))

    expect(refusalIn(response)).toBe('untrusted')
  })

  test('does not work when it is not said who sent the browser back, though this provider always says it', async () => {
    const back = new URL(await comeBack())
    back.searchParams.delete('iss')

    expect(refusalIn(await navish.finish(back.href))).toBe('untrusted')
  })

  test.each([
    ['access_denied', 'declined'],
    ['login_required', 'declined'],
    ['temporarily_unavailable', 'unavailable'],
    ['invalid_scope', 'misconfigured'],
    ['<script>alert(1)</script>', 'misconfigured'],
  ])('with the error "%s" says %s and repeats nothing of it', async (error, why) => {
    const back = new URL(await comeBack())
    back.searchParams.delete('code')
    back.searchParams.set('error', error)
    back.searchParams.set('error_description', 'words of a stranger')

    const response = await navish.finish(back.href)

    expect(locationOf(response)).toBe(`http://127.0.0.1:8077/?signInError=${why}`)
    expect(navish.logText()).not.toContain('stranger')
    expect(navish.logText()).not.toContain('script')
  })

  test('believes no error that has the wrong state', async () => {
    await navish.leave()
    const url = 'http://127.0.0.1:8077/v1/auth/oidc/callback?error=access_denied&state=wrong'

    expect(refusalIn(await navish.finish(url))).toBe('expired')
  })

  test('writes no code, token or secret into the log', async () => {
    const back = await comeBack()
    const code = new URL(back).searchParams.get('code') ?? ''
    await navish.finish(withParameter(back, 'code', `${code}x`))

    expect(code).not.toBe('')
    expect(navish.lines).not.toEqual([])
    expect(navish.logText()).not.toContain(code)
    expect(navish.logText()).not.toContain(clients.basic.secret)
  })
})

describe('a client that the provider does not know', () => {
  test.each([
    ['a wrong secret', { id: clients.basic.id, secret: 'wrong' }],
    ['no secret', { id: clients.basic.id, secret: null }],
  ])('with %s is a mistake of whoever set it up', async (_what, client) => {
    navish = setup({ issuer: provider.issuer, client })
    await navish.createUser()

    const response = await navish.finish(await comeBack())

    expect(refusalIn(response)).toBe('misconfigured')
    expect(navish.lines.at(-1)).toMatchObject({ providerError: 'invalid_client' })
    expect(navish.logText()).not.toContain('wrong')
  })
})

function cookieResponse(cookies: string): Response {
  const headers = new Headers()
  for (const cookie of cookies.split('; ')) headers.append('set-cookie', cookie)
  return new Response(null, { headers })
}

import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import {
  startMisbehavingProvider,
  withJson,
  type MisbehavingProvider,
} from '../../support/misbehaving-provider.ts'
import { locationOf, refusalIn, setup } from './oidc-setup.ts'

let provider: MisbehavingProvider
let navish: ReturnType<typeof setup>

beforeEach(async () => {
  provider = await startMisbehavingProvider()
  await open()
})
afterEach(() => provider.stop())

async function open(patience?: number): Promise<void> {
  navish = setup({ issuer: provider.issuer, ...(patience !== undefined && { patience }) })
  await navish.createUser()
}

async function signIn(): Promise<Response> {
  return navish.finish(provider.authorize(await navish.leave()))
}

const withText = (status: number, text: string) => (_request: unknown, response: Answering) =>
  void response.writeHead(status, { 'content-type': 'text/html' }).end(text)
type Answering = Parameters<Parameters<MisbehavingProvider['answer']>[1]>[1]

/** Never answers. */
const hanging = () => undefined
/** Begins to answer, and never goes on. */
const stalling = (_request: unknown, response: Answering) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{')
}
const endless = (_request: unknown, response: Answering) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"a":"')
  const chunk = 'a'.repeat(256 * 1024)
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', write)
  write()
}

test('an honest provider signs in', async () => {
  await signIn()

  expect(navish.begun).toEqual(['jane@example.org'])
})

describe('an ID token', () => {
  test.each<[string, Record<string, unknown>]>([
    ['for another audience', { aud: 'another' }],
    ['for several, without saying who asked', { aud: ['navish', 'another'] }],
    ['that another client asked for', { aud: ['navish', 'another'], azp: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['for another nonce', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['about nobody', { sub: undefined }],
    ['about a number', { sub: 7 }],
  ])('%s is not believed', async (_what, change) => {
    provider.claims = (honest) => ({ ...honest, ...change })

    expect(refusalIn(await signIn())).toBe('untrusted')
    expect(navish.begun).toEqual([])
  })

  test('that somebody else signed is not believed', async () => {
    provider.isForging = true

    expect(refusalIn(await signIn())).toBe('untrusted')
    expect(navish.lines.at(-1)).toMatchObject({ detail: 'JWT signature verification failed' })
  })

  test.each(['none', 'HS256', 'RS256'])('of the algorithm %s is not believed', async (alg) => {
    provider.header = (honest) => ({ ...honest, alg })
    provider.metadata = (honest) => ({
      ...honest,
      id_token_signing_alg_values_supported: ['ES256', 'none', 'HS256', 'RS256'],
    })

    expect(refusalIn(await signIn())).toBe('untrusted')
  })

  test('must be there', async () => {
    provider.answer('token', withJson({ access_token: 'access', token_type: 'Bearer' }))

    expect(refusalIn(await signIn())).toBe('untrusted')
  })

  test('that says it all spares another request', async () => {
    provider.claims = (honest) => ({ ...honest, email: 'jane@example.org', email_verified: true })

    await signIn()

    expect(navish.begun).toEqual(['jane@example.org'])
    expect(provider.asked.userinfo).toBe(0)
  })
})

describe('an address', () => {
  test.each<[string, Record<string, unknown>]>([
    ['that is not verified', { email_verified: false }],
    ['of which it is not said whether it is verified', { email_verified: undefined }],
    ['that is verified in words', { email_verified: 'true' }],
    ['that is none', { email: 'jane' }],
    ['that is no text', { email: ['jane@example.org'] }],
    ['that is missing', { email: undefined }],
  ])('%s lets nobody in', async (_what, change) => {
    provider.userInfo = { ...provider.userInfo, ...change }

    expect(refusalIn(await signIn())).toBe('unverified')
    expect(navish.begun).toEqual([])
  })

  test('is not taken from one answer and its proof from another', async () => {
    provider.claims = (honest) => ({ ...honest, email_verified: true })
    provider.userInfo = { sub: 'jane', email: 'jane@example.org' }

    // The ID token alone does not say enough, so only the other answer counts.
    expect(refusalIn(await signIn())).toBe('unverified')
  })

  test('of another person is not believed', async () => {
    provider.userInfo = { ...provider.userInfo, sub: 'eve' }

    expect(refusalIn(await signIn())).toBe('untrusted')
  })
})

describe('a provider that does not answer as it should', () => {
  test.each(['token', 'userinfo', 'keys'] as const)(
    'at %s: an error, a page or no end is a refusal',
    async (endpoint) => {
      for (const answer of [
        withText(500, 'Internal Server Error'),
        withJson({ error: 'server_error' }, 503),
        withText(404, ''),
        withText(200, '<html>'),
        endless,
      ]) {
        provider.answer(endpoint, answer)

        expect(refusalIn(await signIn())).toBe('unavailable')
      }
      expect(navish.begun).toEqual([])
    },
  )

  test.each<['token' | 'userinfo' | 'keys', typeof stalling]>([
    ['token', hanging],
    ['userinfo', stalling],
    ['keys', stalling],
  ])('at %s is waited for no longer than is allowed', async (endpoint, answer) => {
    await open(500)
    provider.answer(endpoint, answer)

    expect(refusalIn(await signIn())).toBe('unavailable')
    expect(navish.begun).toEqual([])
  })

  test.each<[string, Parameters<MisbehavingProvider['answer']>[1]]>([
    ['an error', withText(500, 'Internal Server Error')],
    ['nothing', hanging],
    ['half an answer', stalling],
    ['no end', endless],
    ['a redirect', (_request, response) => void response.writeHead(302, { location: '/' }).end()],
    ['a page', withText(200, '<html>')],
  ])('with %s where it should say what it is cannot be used', async (_what, answer) => {
    await open(500)
    provider.answer('discovery', answer)

    const response = await navish.start()

    expect(response.status).toBe(303)
    expect(locationOf(response)).toBe('http://127.0.0.1:8077/?signInError=unavailable')
  })

  test('is a problem in words for a program', async () => {
    provider.answer('discovery', withText(503, ''))

    const response = await navish.start('/', { accept: 'application/json' })

    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({
      code: 'failed',
      detail: expect.stringContaining('does not answer as it should'),
    })
  })

  test('that says far too much about itself is not listened to', async () => {
    provider.metadata = (honest) => ({ ...honest, more: 'a'.repeat(1024 * 1024) })

    expect(refusalIn(await navish.start())).toBe('unavailable')
  })

  test('that says far too much about a person is not listened to', async () => {
    provider.claims = (honest) => ({ ...honest, more: 'a'.repeat(1024 * 1024) })

    expect(refusalIn(await signIn())).toBe('unavailable')
    expect(navish.lines.at(-1)).toMatchObject({
      detail: 'the identity provider answered more than 1048576 bytes',
    })
  })

  test.each<[string, Record<string, unknown>]>([
    ['says it is another', { issuer: 'https://evil.example' }],
    ['does not say who it is', { issuer: undefined }],
  ])('and %s is not the one that was meant', async (_what, change) => {
    provider.metadata = (honest) => ({ ...honest, ...change })

    expect(refusalIn(await navish.start())).toBe('misconfigured')
  })

  test.each<[string, Record<string, unknown>]>([
    ['no place to sign in', { authorization_endpoint: undefined }],
    ['no place on the web to sign in', { authorization_endpoint: 'javascript:alert(1)' }],
  ])('and names %s cannot be used', async (_what, change) => {
    provider.metadata = (honest) => ({ ...honest, ...change })

    expect(refusalIn(await navish.start())).toBe('misconfigured')
  })
})

describe('a provider that is down', () => {
  const down = withText(503, '')

  test('is asked again after five seconds, and not before', async () => {
    provider.answer('discovery', down)
    for (let click = 0; click < 20; click++) await navish.start()
    navish.monotonic.advanceBy(4999)
    await navish.start()
    const before = provider.asked.discovery
    navish.monotonic.advanceBy(1)

    await navish.start()

    expect(before).toBe(1)
    expect(provider.asked.discovery).toBe(2)
  })

  test('is forgiven once it is back', async () => {
    const { issuer } = provider
    provider.answer('discovery', down)
    await navish.start()
    provider.answer('discovery', withJson({ issuer, authorization_endpoint: `${issuer}/there` }))
    navish.monotonic.advanceBy(5000)

    const response = await navish.start()

    expect(locationOf(response)).toStartWith(`${issuer}/there?`)
  })

  test('is not asked before somebody wants to sign in, and then once for everybody', async () => {
    const before = provider.asked.discovery

    await Promise.all([navish.start(), navish.start(), navish.start()])
    await navish.start()

    expect(before).toBe(0)
    expect(provider.asked.discovery).toBe(1)
  })

  test('is asked anew each hour, because its endpoints may move', async () => {
    await navish.start()
    navish.monotonic.advanceBy(60 * 60_000)

    await navish.start()

    expect(provider.asked.discovery).toBe(2)
  })
})

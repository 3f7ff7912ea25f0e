import { describe, expect, test } from 'bun:test'
import {
  endOfFlow,
  flowCookie,
  flowIn,
  localPath,
  type Flow,
} from '../../../src/http/auth/oidc-flow.ts'

const flow: Flow = {
  state: 's'.repeat(43),
  nonce: 'n'.repeat(43),
  verifier: 'v'.repeat(43),
  returnTo: '/alerts?status=open',
  at: 1000,
}
const minutes = 60_000

/** What a browser sends along that was told to keep this. */
function kept(setCookie: string): Headers {
  const [pair = ''] = setCookie.split(';')
  return new Headers({ cookie: `theme=dark; ${pair}; other=navish_oidc=1` })
}

const written = (value: unknown) =>
  new Headers({
    cookie: `navish_oidc=${Buffer.from(JSON.stringify(value)).toString('base64url')}`,
  })

describe('the cookie of a flow', () => {
  test.each([true, false])('brings back what was kept, with TLS %p', (isSecure) => {
    expect(flowIn(kept(flowCookie(flow, isSecure)), isSecure, 2000)).toEqual(flow)
  })

  test('is for us alone, and over TLS for no other host either', () => {
    expect(flowCookie(flow, false)).toMatch(
      /^navish_oidc=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
    )
    expect(flowCookie(flow, true)).toMatch(
      /^__Host-navish_oidc=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  test('of one path is for that path alone, under a name that may have one', () => {
    const cookie = flowCookie(flow, true, '/navish')

    expect(cookie).toMatch(/^__Secure-navish_oidc=[\w-]+; Path=\/navish; .*; Secure$/)
    expect(flowIn(kept(cookie), true, 2000, '/navish')).toEqual(flow)
    expect(flowIn(kept(cookie), true, 2000)).toBeUndefined()
    expect(endOfFlow(true, '/navish')).toStartWith(
      '__Secure-navish_oidc=; Path=/navish; Max-Age=0;',
    )
  })

  test('counts over TLS only under the name that nobody else can set', () => {
    expect(flowIn(kept(flowCookie(flow, false)), true, 2000)).toBeUndefined()
  })

  test('fits into what a browser keeps, however long the path', () => {
    const returnTo = localPath(`/${'ä'.repeat(999)}`)

    expect(returnTo).toHaveLength(1000)
    expect(flowCookie({ ...flow, returnTo }, true).length).toBeLessThan(4096)
  })

  test('counts for ten minutes, whatever the browser says', () => {
    const headers = kept(flowCookie(flow, false))

    expect(flowIn(headers, false, 1000 + 10 * minutes - 1)).toEqual(flow)
    expect(flowIn(headers, false, 1000 + 10 * minutes)).toBeUndefined()
  })

  test('ends at once', () => {
    expect(endOfFlow(false)).toStartWith('navish_oidc=; Path=/; Max-Age=0;')
    expect(flowIn(kept(endOfFlow(false)), false, 2000)).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['no object', 'flow'],
    ['null', null],
    ['no state', { ...flow, state: undefined }],
    ['an empty state', { ...flow, state: '' }],
    ['a nonce that is no text', { ...flow, nonce: 7 }],
    ['a short verifier', { ...flow, verifier: 'v' }],
    ['no time', { ...flow, at: undefined }],
    ['a time that is no number', { ...flow, at: '1000' }],
  ])('with %s in it counts as none', (_what, value) => {
    expect(flowIn(written(value), false, 2000)).toBeUndefined()
  })

  test.each(['', 'navish_oidc=', 'navish_oidc=%%%', 'navish_oidc=bm90IGpzb24', 'xnavish_oidc=e30'])(
    'is not found in "%s"',
    (cookie) => {
      expect(flowIn(new Headers({ cookie }), false, 2000)).toBeUndefined()
    },
  )

  test('leads nowhere else when somebody else wrote it', () => {
    const found = flowIn(written({ ...flow, returnTo: '//evil.example' }), false, 2000)

    expect(found?.returnTo).toBe('/')
  })
})

describe('localPath', () => {
  test.each(['/', '/alerts', '/alerts?status=open#12', '/a//b', '/@evil.example', '/grüße'])(
    'keeps %j',
    (path) => {
      expect(localPath(path)).toBe(path)
    },
  )

  test.each([
    '',
    'alerts',
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/a\\b',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/a\r\nset-cookie: a=b',
    '/\u0000',
    '/\u0085',
    'javascript:alert(1)',
    `/${'a'.repeat(2000)}`,
  ])('gives the front page for %j', (path) => {
    expect(localPath(path)).toBe('/')
  })

  test.each([undefined, null])('gives the front page for %p', (nothing) => {
    expect(localPath(nothing)).toBe('/')
  })
})

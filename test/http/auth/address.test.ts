import { describe, expect, test } from 'bun:test'
import { createOrigins, limitKey, type OriginParts } from '../../../src/http/auth/address.ts'
import { incoming } from './setup.ts'

function originOf(
  {
    trustedProxies = ['10.0.0.0/8', '::1', '2001:db8:1::/48'],
    publicUrl = null,
  }: Partial<OriginParts>,
  peer: string | null,
  headers: Record<string, string> = {},
) {
  return createOrigins({ trustedProxies, publicUrl })(incoming({ peer, headers }))
}

describe('the address of a client', () => {
  test('is the peer, whatever a stranger writes into X-Forwarded-For', () => {
    const origin = originOf({}, '192.0.2.7', { 'x-forwarded-for': '198.51.100.1' })

    expect(origin).toMatchObject({ address: '192.0.2.7', isFromProxy: false })
  })

  test.each([
    [
      'what the proxy appended, not what the client sent itself',
      '203.0.113.9, 198.51.100.1',
      '198.51.100.1',
    ],
    ['found behind several trusted proxies', '203.0.113.9, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['the furthest, when all are trusted', '10.7.7.7, 10.9.9.9', '10.7.7.7'],
    [
      'the last one before something that is no address',
      '198.51.100.1, garbage, 10.9.9.9',
      '10.9.9.9',
    ],
    ['the proxy, when it says only garbage', 'unknown', '10.0.0.2'],
    ['the proxy, when a number is written as only C reads it', '0x7f.1', '10.0.0.2'],
    ['found between empty entries', ' , 198.51.100.1 ,, ', '198.51.100.1'],
    ['found without its port', '198.51.100.1:4711', '198.51.100.1'],
    ['found without brackets and port', '[2001:db8:2::7]:4711', '2001:db8:2::7'],
    ['IPv4 also when it is written as IPv6', '::ffff:198.51.100.1', '198.51.100.1'],
    ['in one spelling', '2001:DB8:2:0:0:0:0:7', '2001:db8:2::7'],
    ['found behind trusted proxies with IPv6', '198.51.100.1, 2001:db8:1::5', '198.51.100.1'],
  ])('is %s', (_, header, address) => {
    const origin = originOf({}, '10.0.0.2', { 'x-forwarded-for': header })

    expect(origin).toMatchObject({ address, isFromProxy: true })
  })

  test('is the proxy when it forwards without saying for whom', () => {
    expect(originOf({}, '10.0.0.2').address).toBe('10.0.0.2')
  })

  test.each([
    ['a socket that hears IPv4 and IPv6', '::ffff:10.0.0.2'],
    ['a network that is one address', '::1'],
    ['an interface', '::1%lo'],
  ])('is believed to a proxy seen through %s', (_, peer) => {
    expect(originOf({}, peer, { 'x-forwarded-for': '198.51.100.1' }).address).toBe('198.51.100.1')
  })

  test('is believed to a proxy of a network that is written as mapped into IPv6', () => {
    const trustedProxies = ['::ffff:172.16.0.0/108']
    const forwarded = { 'x-forwarded-for': '198.51.100.1' }

    expect(originOf({ trustedProxies }, '172.17.0.1', forwarded).address).toBe('198.51.100.1')
    expect(originOf({ trustedProxies }, '172.32.0.1', forwarded).address).toBe('172.32.0.1')
  })

  test('is null when there is no peer to ask', () => {
    const origin = originOf({}, null, { 'x-forwarded-for': '198.51.100.1' })

    expect(origin).toMatchObject({ address: null, isFromProxy: false })
  })
})

describe('whether the browser speaks TLS', () => {
  const https = { 'x-forwarded-proto': 'https' }

  test.each<[string, string | null, string, Record<string, string>, boolean]>([
    ['is not so without a word of it', null, '10.0.0.2', {}, false],
    ['is what a trusted proxy says', null, '10.0.0.2', https, true],
    [
      'is what the first proxy says',
      null,
      '10.0.0.2',
      { 'x-forwarded-proto': 'HTTPS , http' },
      true,
    ],
    ['is not what a stranger says', null, '192.0.2.7', https, false],
    ['is what the public URL says', 'https://navish.example.org', '192.0.2.7', {}, true],
    [
      'is what the public URL says, against a proxy',
      'http://navish.internal',
      '10.0.0.2',
      https,
      false,
    ],
  ])('%s', (_, publicUrl, peer, headers, isSecure) => {
    expect(originOf({ publicUrl }, peer, headers).isSecure).toBe(isSecure)
  })
})

describe('the base of links', () => {
  test('is the public URL when it is set', () => {
    const publicUrl = 'https://navish.example.org/alerts'

    expect(originOf({ publicUrl }, '192.0.2.7', { host: 'evil.example' }).base).toBe(publicUrl)
  })

  test('is the host that was asked, with the scheme that the proxy speaks', () => {
    const headers = { host: 'navish.example.org:8443', 'x-forwarded-proto': 'https' }

    expect(originOf({}, '10.0.0.2', headers).base).toBe('https://navish.example.org:8443')
    expect(originOf({}, '192.0.2.7', headers).base).toBe('http://navish.example.org:8443')
  })

  test('is the address of the request when Host is no host', () => {
    expect(originOf({}, '192.0.2.7', { host: 'not a host/' }).base).toBe('http://localhost')
  })

  test('has nothing of a Host header but the host', () => {
    expect(originOf({}, '192.0.2.7', { host: 'me@navish.example.org/evil?x' }).base).toBe(
      'http://navish.example.org',
    )
  })
})

describe('as what an address is limited', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:bbbb:cccc:dddd:eeee', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ])('%s is %s', (address, key) => {
    expect(limitKey(address)).toBe(key)
  })

  test('no address at all is one, too', () => {
    expect(limitKey(null)).toBe('unknown')
  })
})

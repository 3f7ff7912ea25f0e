import { describe, expect, test } from 'bun:test'
import { isAllowed, networksOf, plainAddress, readAllowed } from '../../src/outbound/addresses.ts'

/** Network, first and last address of it. */
const reserved = [
  ['0.0.0.0/8', '0.0.0.0', '0.255.255.255'],
  ['10.0.0.0/8', '10.0.0.0', '10.255.255.255'],
  ['100.64.0.0/10', '100.64.0.0', '100.127.255.255'],
  ['127.0.0.0/8', '127.0.0.0', '127.255.255.255'],
  ['169.254.0.0/16', '169.254.0.0', '169.254.255.255'],
  ['172.16.0.0/12', '172.16.0.0', '172.31.255.255'],
  ['192.0.0.0/24', '192.0.0.0', '192.0.0.255'],
  ['192.0.2.0/24', '192.0.2.0', '192.0.2.255'],
  ['192.88.99.0/24', '192.88.99.0', '192.88.99.255'],
  ['192.168.0.0/16', '192.168.0.0', '192.168.255.255'],
  ['198.18.0.0/15', '198.18.0.0', '198.19.255.255'],
  ['198.51.100.0/24', '198.51.100.0', '198.51.100.255'],
  ['203.0.113.0/24', '203.0.113.0', '203.0.113.255'],
  ['224.0.0.0/4', '224.0.0.0', '239.255.255.255'],
  ['240.0.0.0/4', '240.0.0.0', '255.255.255.254'],
  ['255.255.255.255/32', '255.255.255.255', '255.255.255.255'],
  ['::/128, unspecified', '::', '::'],
  ['::1/128, loopback', '::1', '::1'],
  ['::/96, v4-compatible', '::2', '::ffff:ffff'],
  ['::/96, v4-compatible and public inside', '::8.8.8.8', '::1.1.1.1'],
  ['::ffff:0:0:0/96, translated', '::ffff:0:0:0', '::ffff:0:8.8.8.8'],
  ['64:ff9b::/96, NAT64', '64:ff9b::', '64:ff9b::255.255.255.255'],
  ['64:ff9b::/96, NAT64 and public inside', '64:ff9b::8.8.8.8', '64:ff9b::1.1.1.1'],
  ['64:ff9b:1::/48, local NAT64', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['100::/64, discard', '100::', '100::ffff:ffff:ffff:ffff'],
  ['2001::/32, Teredo', '2001::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001::/23', '2001:1::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:db8::/32', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::/16, 6to4', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['3fff::/20', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['4000::/2 and what follows, of nobody', '4000::', '5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['5f00::/16, SRv6', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fc00::/7', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::/10', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fec0::/10', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ff00::/8', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
] as const

const neighbours = [
  '1.0.0.0',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '191.255.255.255',
  '192.0.1.0',
  '192.0.1.255',
  '192.0.3.0',
  '192.88.98.255',
  '192.88.100.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '198.51.99.255',
  '198.51.101.0',
  '203.0.112.255',
  '203.0.114.0',
  '223.255.255.255',
  '2000::',
  '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '2001:200::',
  '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
  '2001:db9::',
  '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '2003::',
  '2606:4700:4700::1111',
  '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '3fff:1000::',
  '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
]

const may = (address: string, ...allow: string[]) => isAllowed(address, networksOf(allow))

describe('without an allow list', () => {
  test.each(reserved)('nothing of %s may be reached', (_, first, last) => {
    expect([first, last].filter((address) => may(address))).toEqual([])
  })

  test.each(neighbours)('%s may be reached, next to what is reserved', (address) => {
    expect(may(address)).toBe(true)
  })

  test.each(reserved.filter(([, first]) => !first.includes(':')))(
    '%s is the same when it is written as IPv6',
    (_, first, last) => {
      const written = [`::ffff:${first}`, `0:0:0:0:0:FFFF:${last}`]

      expect(written.filter((address) => may(address))).toEqual([])
    },
  )

  test('a public IPv4 address may be reached when it is written as IPv6', () => {
    expect(may('::ffff:8.8.8.8')).toBe(true)
    expect(may('::ffff:808:808')).toBe(true)
  })

  test.each([
    '',
    'localhost',
    '0x7f.1',
    '127.1',
    '2130706433',
    '8.8.8',
    '2606::1%eth0',
    '8.8.8.8/32',
  ])('the text "%s" is no address, and so nothing that may be reached', (text) => {
    expect(may(text)).toBe(false)
  })
})

describe('with an allow list', () => {
  test('a network may be reached, and its neighbours may not', () => {
    const tried = ['10.0.255.255', '10.1.0.0', '10.1.255.255', '10.2.0.0']

    expect(tried.map((address) => may(address, '10.1.0.0/16'))).toEqual([false, true, true, false])
  })

  test('a single address may be reached, and no other', () => {
    expect(may('127.0.0.1', '127.0.0.1')).toBe(true)
    expect(may('127.0.0.2', '127.0.0.1')).toBe(false)
    expect(may('fd00::1', 'fd00::1')).toBe(true)
    expect(may('fd00::2', 'fd00::1')).toBe(false)
  })

  test.each([
    ['::ffff:10.1.2.3', '10.0.0.0/8'],
    ['10.1.2.3', '::ffff:10.0.0.0/104'],
    ['::ffff:a01:203', '::ffff:a01:203'],
  ])('%s is in %s, because IPv4 written as IPv6 is IPv4', (address, network) => {
    expect(may(address, network)).toBe(true)
  })

  test('all of IPv6 is not all of IPv4, nor the other way round', () => {
    expect(may('::1', '::/0')).toBe(true)
    expect(may('::ffff:127.0.0.1', '::/0')).toBe(false)
    expect(may('127.0.0.1', '0.0.0.0/0')).toBe(true)
    expect(may('::1', '0.0.0.0/0')).toBe(false)
  })

  test('an IPv6 address that only carries an allowed IPv4 address stays refused', () => {
    expect(may('::10.1.2.3', '10.0.0.0/8')).toBe(false)
    expect(may('64:ff9b::10.1.2.3', '10.0.0.0/8')).toBe(false)
    expect(may('2002:a01:203::', '10.0.0.0/8')).toBe(false)
  })

  test('the public internet stays reachable', () => {
    expect(may('8.8.8.8', '10.0.0.0/8')).toBe(true)
  })
})

describe('reading the allow list', () => {
  test.each([
    ['', []],
    ['  ', []],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    [' 10.0.0.0/8 ,fd00::/8,192.0.2.7', ['10.0.0.0/8', 'fd00::/8', '192.0.2.7']],
    ['0.0.0.0/0,::/0', ['0.0.0.0/0', '::/0']],
  ])('"%s" is a list of networks', (text, networks) => {
    expect(readAllowed(text)).toEqual(networks)
  })

  test.each([
    ['10.0.0.0/8,banana', 'banana'],
    ['10.0.0.0/33', '10.0.0.0/33'],
    ['fd00::/129', 'fd00::/129'],
    ['10.0.0.0/8,', ''],
    ['0x7f.1', '0x7f.1'],
    ['127.1/8', '127.1/8'],
    ['010.0.0.0/8', '010.0.0.0/8'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['::ffff:10.0.0.0/8', '::ffff:10.0.0.0/8'],
    ['10.0.0.0/8/8', '10.0.0.0/8/8'],
    ['10.0.0.0/', '10.0.0.0/'],
    ['10.0.0.0/-1', '10.0.0.0/-1'],
    ['example.com', 'example.com'],
  ])('"%s" is refused with the name of what is wrong in it', (text, wrong) => {
    expect(() => readAllowed(text)).toThrow(
      `networks to allow are like 10.0.0.0/8,192.0.2.7,fd00::/8, not "${wrong}"`,
    )
  })

  test.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['fd00::1/8', 'fd00::/8'],
    ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
  ])('%s is refused, because it opens more than it seems: %s', (text, meant) => {
    expect(() => readAllowed(text)).toThrow(`write ${meant}`)
  })
})

test.each([
  ['::ffff:7f00:1', '127.0.0.1'],
  ['2606:4700:4700:0:0:0:0:1111', '2606:4700:4700::1111'],
  ['FD00::1', 'fd00::1'],
  ['::127.0.0.1', '::7f00:1'],
  ['0x7f.1', null],
  ['fe80::1%eth0', null],
])('the plain form of %s is %p', (text, plain) => {
  expect(plainAddress(text)).toBe(plain)
})

import { expect, test } from 'bun:test'
import { plainHost } from '../../src/outbound/host.ts'

test.each([
  ['hooks.example.com', 'hooks.example.com'],
  ['HOOKS.Example.COM', 'hooks.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['a_b.example', 'a_b.example'],
  ['localhost.', 'localhost.'],
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['0', '0.0.0.0'],
  ['0x7f.1', '127.0.0.1'],
  ['0x7F000001', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['017700000001', '127.0.0.1'],
  ['0251.0376.0251.0376', '169.254.169.254'],
  ['１２７。０。０。１', '127.0.0.1'],
  ['::1', '::1'],
  ['[::1]', '::1'],
  ['[0:0:0:0:0:ffff:127.0.0.1]', '::ffff:7f00:1'],
])('%s means %s', (text, host) => {
  expect(plainHost(text)).toBe(host)
})

test.each([
  '',
  ' ',
  'two words',
  'new\nline',
  'null\0byte',
  'fe80::1%eth0',
  '[fe80::1%25eth0]',
  '[fe80::1%eth0]',
  '%31%32%37.1',
  'host:25',
  '[::1]:25',
  '[::1',
  '::1]',
  '[127.0.0.1]',
  '1::2::3',
  '256.1.1.1',
  '1.2.3.4.5',
  'https://host',
  'user@host',
  'host/path',
  'host\\path',
  'host?query',
  'host#fragment',
  'soft\u00adhyphen.example',
  'right\u202eto-left.example',
  `${'x'.repeat(300)}.example`,
])('%j is no host', (text) => {
  expect(() => plainHost(text)).toThrow('This is no name of a host and no IP address.')
})

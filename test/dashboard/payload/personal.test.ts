import { describe, expect, test } from 'bun:test'
import {
  isPersonalKey,
  looksPersonal,
  nameBeside,
} from '../../../src/dashboard/payload/personal.ts'

describe('a key', () => {
  test.each([
    'email',
    'e_mail',
    'E-Mail',
    'mail',
    'user_email',
    'ip',
    'ip_address',
    'ipAddress',
    'REMOTE_ADDR',
    'user',
    'username',
    'user_name',
    'phone',
    'address',
    'geo',
    'cookies',
    'Cookie',
    'Set-Cookie',
    'Authorization',
    'X-Forwarded-For',
    'password',
    'new_password',
    'token',
    'csrfToken',
    'session',
    'client_secret',
    'api_key',
    'query_string',
  ])('%s is folded away', (key) => {
    expect(isPersonalKey(['data', key])).toBe(true)
  })

  test.each([
    'id',
    'title',
    'name',
    'userCount',
    'instruction_addr',
    'server_name',
    'release',
    'environment',
    'User-Agent',
    'image',
    'shipping',
    'description',
    'mechanism',
  ])('%s is shown', (key) => {
    expect(isPersonalKey(['data', key])).toBe(false)
  })

  test('a name is personal where it is that of a person', () => {
    expect(isPersonalKey(['actor', 'name'])).toBe(true)
    expect(isPersonalKey(['data', 'issue', 'assignedTo', 'name'])).toBe(true)
    expect(isPersonalKey(['participants', '0', 'name'])).toBe(true)
    expect(isPersonalKey(['project', 'name'])).toBe(false)
    expect(isPersonalKey(['name'])).toBe(false)
  })

  test('a place in an array says nothing', () => {
    expect(isPersonalKey(['0'])).toBe(false)
    expect(isPersonalKey([])).toBe(false)
    expect(isPersonalKey(['--'])).toBe(false)
  })
})

describe('a value', () => {
  test.each([
    'jane@example.org',
    'Mail to jane.roe+x@mail.example.co.uk failed',
    '192.0.2.7',
    'from 10.0.0.1:8080',
    '2001:db8::1',
    '[::1]',
    'fe80::1%eth0',
    '2001:0db8:0000:0000:0000:0000:0000:0001',
  ])('%s looks personal', (text) => {
    expect(looksPersonal(text)).toBe(true)
  })

  test.each([
    'TypeError: cart is undefined',
    'shop@1.2.3',
    '26.9.0',
    '1.2.3.4.5',
    '300.1.1.1',
    '12:30:00',
    '2026-11-24T08:00:00.000Z',
    '::',
    'std::vector',
    'abc',
    '',
  ])('%s does not', (text) => {
    expect(looksPersonal(text)).toBe(false)
  })

  test('no text takes long', () => {
    const started = performance.now()
    for (const part of ['a', 'a.', 'a@', 'a@a.', '1.', ':', 'a:'])
      looksPersonal(part.repeat(200_000))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('a name beside a value', () => {
  test('stands before it in a pair', () => {
    expect(nameBeside(['Cookie', 'a=b'], '1')).toBe('Cookie')
    expect(nameBeside(['Cookie', 'a=b'], '0')).toBeNull()
    expect(nameBeside(['a', 'b', 'c'], '1')).toBeNull()
    expect(nameBeside([1, 2], '1')).toBeNull()
  })

  test('stands in the same object', () => {
    expect(nameBeside({ key: 'user', value: 'id:1' }, 'value')).toBe('user')
    expect(nameBeside({ name: 'token', value: 'x' }, 'value')).toBe('token')
    expect(nameBeside({ key: 'user', value: 'id:1' }, 'key')).toBeNull()
    expect(nameBeside(null, 'value')).toBeNull()
  })
})

import { expect, test } from 'bun:test'
import { addressWarning } from '../../../src/dashboard/settings/address.ts'

test.each([
  ['http://127.0.0.1:8077', 'Only this machine'],
  ['http://localhost:8077', 'Only this machine'],
  ['http://[::1]:8077', 'Only this machine'],
  ['https://10.1.2.3', 'private address'],
  ['https://172.20.0.2/navish', 'private address'],
  ['http://navish:8077', 'private address'],
  ['https://navish.internal', 'private address'],
  ['https://[fd00::1]', 'private address'],
  ['http://navish.example.org', 'Without https'],
])('warns of %s', (url, words) => {
  expect(addressWarning(url)).toContain(words)
})

test.each([
  'https://navish.example.org',
  'https://203.0.113.9',
  'https://172.32.0.1',
  'no address',
])('has nothing to say of %s', (url) => {
  expect(addressWarning(url)).toBeNull()
})

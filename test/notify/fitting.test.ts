import { expect, test } from 'bun:test'
import { bytes, fitted } from '../../src/notify/fitting.ts'

const escaped = { write: (text: string) => text.replaceAll('&', '&amp;') }

test('what fits is written as it is', () => {
  expect(fitted('a & b', 9, escaped)).toBe('a &amp; b')
})

test('what does not fit is cut, and no escape sequence comes apart', () => {
  expect(fitted('&&&', 10, escaped)).toBe('&amp;…')
})

test('no character comes apart', () => {
  expect(fitted('🔴🔴🔴', 4)).toBe('🔴…')
})

test('bytes count where the channel counts bytes', () => {
  expect(fitted('äöüß', 7, { size: bytes })).toBe('äö…')
})

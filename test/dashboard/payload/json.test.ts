import { expect, test } from 'bun:test'
import {
  isContainer,
  jsonOf,
  LongNumber,
  openAtFirst,
} from '../../../src/dashboard/payload/json.ts'

test('what is no JSON is told from null', () => {
  expect(jsonOf('null')).toEqual({ value: null })
  expect(jsonOf('')).toBeUndefined()
  expect(jsonOf('payload=%7B%7D')).toBeUndefined()
})

test('a number that is too long to count with stays as it was written', () => {
  const found = jsonOf('{"id":12345678901234567891,"n":1788256800000,"text":"1234567890123456789"}')
  expect(found?.value).toEqual({
    id: new LongNumber('12345678901234567891'),
    n: 1_788_256_800_000,
    text: '1234567890123456789',
  })
})

test('what is nested beyond all measure is read, or is no JSON, but throws nothing', () => {
  const deep = `${'['.repeat(100_000)}1234567890123456789${']'.repeat(100_000)}`
  expect(() => jsonOf(deep)).not.toThrow()
})

test('two levels in are open at first, and no more', () => {
  const fourth = { e: 1 }
  const third = { d: fourth }
  const second = { c: third }
  const value = { b: second }
  const open = openAtFirst(value)
  expect([value, second, third].every((each) => open.has(each))).toBe(true)
  expect(open.has(fourth)).toBe(false)
})

test('what would be too many lines stays closed', () => {
  const wide = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => [1, 2, 3]))
  const open = openAtFirst(wide)
  const lines = [...open].reduce((sum, each) => sum + Object.keys(each).length, 0)
  expect(lines).toBeLessThanOrEqual(450)
  expect(open.has(wide)).toBe(true)
})

test('a long number is a value and holds nothing', () => {
  expect(isContainer(new LongNumber('1'))).toBe(false)
  expect(isContainer([])).toBe(true)
})

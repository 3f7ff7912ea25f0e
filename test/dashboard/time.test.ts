import { describe, expect, test } from 'bun:test'
import { absoluteTime, lengthOfTime, relativeTime, shortTime } from '../../src/dashboard/time.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const now = Date.parse('2026-11-24T09:00:00Z')

describe('relativeTime', () => {
  test.each([
    [0, 'now'],
    [-2 * second, 'now'],
    [-12 * second, '12s ago'],
    [-59 * second, '59s ago'],
    [-minute, '1m ago'],
    [-59 * minute, '59m ago'],
    [-2 * hour, '2h ago'],
    [-3 * day, '3d ago'],
    [90 * minute, 'in 1h'],
  ])('of %d ms is %p', (distance, text) => {
    expect(relativeTime(now + distance, now)).toBe(text)
  })
})

describe('lengthOfTime', () => {
  test.each([
    [0, '0s'],
    [-5, '0s'],
    [4_400, '4s'],
    [3 * minute + 30 * second, '3m'],
    [2 * hour, '2h'],
    [2 * hour + 5 * minute, '2h 5m'],
    [6 * day + 3 * hour, '6d 3h'],
  ])('of %d ms is %p', (ms, text) => {
    expect(lengthOfTime(ms)).toBe(text)
  })
})

test('shortTime says the day only where it is not today', () => {
  expect(shortTime(now + minute, now)).toMatch(/^\d\d:\d\d$/)
  expect(shortTime(now + 3 * day, now)).toMatch(/27/)
})

test('absoluteTime says the zone', () => {
  expect(absoluteTime(now, 'Europe/Berlin')).toMatch(/10:00:00.*(?:CET|GMT\+1)/)
})

import { describe, expect, test } from 'bun:test'
import { lastDay, longestPause } from '../../src/core/pause.ts'

const hour = 60 * 60_000
const busy = (...hours: number[]) => hours.map((each) => ({ hour: each, count: 1 }))
const every = (from: number, to: number) =>
  busy(...Array.from({ length: to - from }, (_, index) => from + index))

describe('longestPause', () => {
  test('is the longest time between two hours in which something came', () => {
    const hours = [...every(0, 20), ...every(30, 50), ...every(55, 90)]

    expect(longestPause(hours, 90 * hour)).toBe(10 * hour)
  })

  test('is none where every hour had something', () => {
    expect(longestPause(every(0, 80), 80 * hour)).toBe(0)
  })

  test('does not count the pause that goes on', () => {
    expect(longestPause(every(0, 20), 200 * hour)).toBe(0)
  })

  test.each([
    ['nothing came yet', [], 500],
    ['it goes on for less than three days', every(0, 60), 60],
    ['only few hours had something', busy(0, 100, 200, 300), 301],
  ])('is not known while %s', (_, hours, now) => {
    expect(longestPause(hours, now * hour)).toBeNull()
  })
})

describe('lastDay', () => {
  test('has 24 hours, the running one last, and zeros where nothing came', () => {
    const day = lastDay(
      [
        { hour: 90, count: 4 },
        { hour: 100, count: 7 },
        { hour: 3, count: 9 },
      ],
      100.5 * hour,
    )

    expect(day).toHaveLength(24)
    expect(day.at(-1)).toEqual({ at: 100 * hour, count: 7 })
    expect(day.at(0)).toEqual({ at: 77 * hour, count: 0 })
    expect(day.reduce((sum, { count }) => sum + count, 0)).toBe(11)
  })
})

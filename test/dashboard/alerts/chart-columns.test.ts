import { describe, expect, test } from 'bun:test'
import { columnsOf, stacked } from '../../../src/dashboard/alerts/chart-columns.ts'

const hour = 3_600_000
const counts = (at: number, error: number, critical = 0) => ({
  at: new Date(at).toISOString(),
  critical,
  error,
  warning: 0,
  info: 1,
  resolved: 9,
})

describe('columnsOf', () => {
  test('has one for each hour', () => {
    const columns = columnsOf([counts(0, 1), counts(hour, 2)], 'hour', () => 0)

    expect(columns.map(({ at, error }) => [at, error])).toEqual([
      [0, 1],
      [hour, 2],
    ])
  })

  test('adds up the hours of a day of whoever looks', () => {
    const zone = 2 * hour
    const dayOf = (at: number) => Math.floor((at + zone) / (24 * hour)) * 24 * hour - zone

    const columns = columnsOf(
      [counts(21 * hour, 1), counts(22 * hour, 2), counts(23 * hour, 4)],
      'day',
      dayOf,
    )

    expect(columns.map(({ at, error }) => [at, error])).toEqual([
      [-zone, 1],
      [22 * hour, 6],
    ])
  })
})

test('stacked has the worst on top', () => {
  const ends = stacked(columnsOf([counts(0, 3, 2)], 'hour', () => 0))

  expect(ends).toEqual([[1], [1], [4], [6]])
})

import { describe, expect, test } from 'bun:test'
import { aged, longestAbsence, type Age } from '../../src/core/age.ts'

const minute = 60_000
const day = 86_400_000
const start = Date.UTC(2026, 0, 1)

/** What a clock shows and for how long the process ran since, one after the other. */
function after(...looks: [shown: number, ran: number][]): Age {
  return looks.reduce((age, [shown, ran]) => aged(age, start + shown, ran), {
    seenAt: 0,
    age: 0,
    doubted: 0,
  })
}

describe('the time that went by', () => {
  test('begins with the first look, whatever the clock shows', () => {
    expect(after([0, 0])).toEqual({ seenAt: start, age: 0, doubted: 0 })
    expect(after([400 * day, 0]).age).toBe(0)
  })

  test('is what the clock shows while it goes as it should', () => {
    expect(after([0, 0], [minute, minute], [2 * minute, minute]).age).toBe(2 * minute)
  })

  test('counts for how long the server was stopped', () => {
    expect(after([0, 0], [5 * day, 0])).toEqual({
      seenAt: start + 5 * day,
      age: 5 * day,
      doubted: 0,
    })
  })

  test.each([30, 400, 36_500])('does not count a jump ahead of %d days', (days) => {
    const jumped = after([0, 0], [days * day, minute])

    expect(jumped.age).toBe(longestAbsence + minute)
    expect(jumped.doubted).toBe(days * day - longestAbsence - minute)
  })

  test('goes on at its pace when the clock goes back, and does not count the way forth again', () => {
    const back = after(
      [0, 0],
      [minute, minute],
      [-400 * day, minute],
      [-400 * day + minute, minute],
    )
    const forth = aged(back, start + 3 * minute, 0)

    expect(back.age).toBe(3 * minute)
    expect(forth.age).toBe(back.age + 2 * minute)
    expect(forth.doubted).toBe(0)
  })

  test('adds up to little, however often the clock jumps to and fro', () => {
    const jumps = Array.from({ length: 100 }, (_, index): [number, number] => [
      index % 2 === 0 ? 4000 * day : 0,
      minute,
    ])

    expect(after([0, 0], ...jumps).age).toBe(longestAbsence + 100 * minute)
  })
})

import { describe, expect, test } from 'bun:test'
import { createOwnChanges } from '../../../src/dashboard/alerts/own-changes.ts'

describe('own changes', () => {
  test('of one alert stand for each other, and for what was seen before them', () => {
    const own = createOwnChanges()
    own.add('1', 10, 7)
    own.add('1', 14, 10)
    own.add('1', 15, 14)

    expect(own.lastOf('1')).toBe(15)
    expect(own.through('1', 7)).toBe(15)
    expect(own.through('1', 12)).toBe(15)
    expect(own.through('1', 6)).toBe(6)
    expect(own.through('2', 10)).toBe(10)
  })

  test('begin anew where somebody else came between', () => {
    const own = createOwnChanges()
    own.add('1', 10, 7)
    own.add('1', 14, 12)

    expect(own.through('1', 10)).toBe(10)
    expect(own.through('1', 12)).toBe(14)
  })

  test('before which it was not checked what was there stand only for themselves', () => {
    const own = createOwnChanges()
    own.add('1', 10, 7)
    own.add('1', 14, null)

    expect(own.through('1', 10)).toBe(10)
    expect(own.through('1', 14)).toBe(14)
  })

  test('are forgotten when somebody else decides', () => {
    const own = createOwnChanges()
    own.add('1', 10, 7)

    own.forget('1')

    expect(own.lastOf('1')).toBeUndefined()
    expect(own.through('1', 7)).toBe(7)
  })
})

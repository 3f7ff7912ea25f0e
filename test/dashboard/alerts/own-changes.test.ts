import { describe, expect, test } from 'bun:test'
import { createOwnChanges } from '../../../src/dashboard/alerts/own-changes.ts'

describe('own changes', () => {
  test('of one alert stand for each other, as long as nothing was between them', () => {
    const own = createOwnChanges()
    own.add('1', 10, false)
    own.add('1', 14, true)
    own.add('1', 15, true)

    expect(own.lastOf('1')).toBe(15)
    expect(own.through('1', 10)).toBe(15)
    expect(own.through('1', 14)).toBe(15)
    expect(own.through('1', 9)).toBe(9)
    expect(own.through('2', 10)).toBe(10)
  })

  test('before one of which nothing is known to have been between are not taken for it', () => {
    const own = createOwnChanges()
    own.add('1', 10, false)
    own.add('1', 14, false)

    expect(own.through('1', 10)).toBe(10)
    expect(own.through('1', 14)).toBe(14)
  })

  test('are forgotten when somebody else decides', () => {
    const own = createOwnChanges()
    own.add('1', 10, false)
    own.add('1', 14, true)

    own.forget('1')

    expect(own.lastOf('1')).toBeUndefined()
    expect(own.through('1', 10)).toBe(10)
  })
})

import { describe, expect, test } from 'bun:test'
import { createAttempts } from '../../../src/http/auth/attempts.ts'
import { AppError } from '../../../src/errors.ts'
import { createTestClock } from '../../support/clock.ts'
import { minute, second } from './setup.ts'

function setupAttempts() {
  const clock = createTestClock()
  const attempts = createAttempts(clock)
  /** How often it can be tried before it is refused. */
  function tries(address: string, account: string | null = null, succeeds = false): number {
    for (let count = 0; count < 100; count += 1) {
      if (refusal(address, account, succeeds) !== undefined) return count
    }
    return Number.POSITIVE_INFINITY
  }
  function refusal(
    address: string,
    account: string | null,
    succeeds = false,
  ): AppError | undefined {
    try {
      const attempt = attempts.begin(address, account)
      if (succeeds) attempt.forgive()
      return undefined
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
  }
  return { clock, tries, refusal }
}

/** Addresses of their own, one after the other. */
const elsewhere = (index: number) => `198.51.${Math.floor(index / 250)}.${index % 250}`

describe('attempts from an address', () => {
  test('are twenty, and then one each half minute', () => {
    const t = setupAttempts()

    expect(t.tries('192.0.2.7')).toBe(20)
    t.clock.advanceBy(30 * second)
    expect(t.tries('192.0.2.7')).toBe(1)
    t.clock.advanceBy(20 * minute)
    expect(t.tries('192.0.2.7')).toBe(20)
  })

  test('count when they succeed, too', () => {
    const t = setupAttempts()

    expect(t.tries('192.0.2.7', 'jane@example.org', true)).toBe(20)
  })

  test('say when to try again', () => {
    const t = setupAttempts()
    t.tries('192.0.2.7')
    t.clock.advanceBy(12 * second)

    const refusal = t.refusal('192.0.2.7', null)

    expect(refusal).toMatchObject({ code: 'rate_limited', retryAfter: 18 })
    expect(refusal?.message).toBe('Too many attempts: try again in 18 s.')
  })

  test('do not count against another one', () => {
    const t = setupAttempts()
    t.tries('192.0.2.7')

    expect(t.tries('192.0.2.8')).toBe(20)
  })

  test('count for a whole network where everybody has as many addresses as they like', () => {
    const t = setupAttempts()

    expect(t.tries('2001:db8:1:2::1')).toBe(20)
    expect(t.tries('2001:db8:1:2:3:4:5:6')).toBe(0)
    expect(t.tries('2001:db8:1:3::1')).toBe(20)
  })

  test('that were refused cost nothing', () => {
    const t = setupAttempts()
    t.tries('192.0.2.7')
    for (let count = 0; count < 50; count += 1) t.refusal('192.0.2.7', null)

    t.clock.advanceBy(30 * second)

    expect(t.refusal('192.0.2.7', null)).toBeUndefined()
  })
})

describe('attempts at an account', () => {
  test('are ten from wherever, and then one each minute', () => {
    const t = setupAttempts()
    const failures = Array.from({ length: 11 }, (_, index) =>
      t.refusal(elsewhere(index), 'jane@example.org'),
    )

    expect(failures.map((refusal) => refusal?.code)).toEqual([
      ...Array.from({ length: 10 }, () => undefined),
      'rate_limited',
    ])
    t.clock.advanceBy(minute)
    expect(t.refusal(elsewhere(12), 'jane@example.org')).toBeUndefined()
    expect(t.refusal(elsewhere(13), 'jane@example.org')).toMatchObject({ retryAfter: 60 })
  })

  test('count under one name however it is spelt', () => {
    const t = setupAttempts()
    for (let index = 0; index < 10; index += 1) t.refusal(elsewhere(index), 'jane@example.org')

    expect(t.refusal(elsewhere(10), ' Jane@Example.ORG ')?.code).toBe('rate_limited')
    expect(t.refusal(elsewhere(11), 'joe@example.org')).toBeUndefined()
  })

  test('count under one name also when its letters are put together differently', () => {
    const t = setupAttempts()
    const name = 'andré@example.org'
    for (let index = 0; index < 10; index += 1) t.refusal(elsewhere(index), name.normalize('NFC'))

    expect(t.refusal(elsewhere(10), name.normalize('NFD'))?.code).toBe('rate_limited')
  })

  test('count only when they fail', () => {
    const t = setupAttempts()
    for (let index = 0; index < 30; index += 1)
      t.refusal(elsewhere(index), 'jane@example.org', true)

    expect(t.tries('192.0.2.7', 'jane@example.org')).toBe(10)
  })

  test('that cannot be one are limited as well, so that nothing can be told from it', () => {
    const t = setupAttempts()

    expect(t.tries('192.0.2.7', 'no address')).toBe(10)
  })

  test('cost nothing there when the address is refused', () => {
    const t = setupAttempts()
    t.tries('192.0.2.7')
    for (let count = 0; count < 50; count += 1) t.refusal('192.0.2.7', 'jane@example.org')

    expect(t.tries('192.0.2.8', 'jane@example.org')).toBe(10)
  })
})

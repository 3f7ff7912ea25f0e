import { describe, expect, test } from 'bun:test'
import { createBuckets } from '../../../src/http/auth/buckets.ts'
import { createTestClock } from '../../support/clock.ts'

const interval = 1000

function setupBuckets(most: number) {
  const clock = createTestClock()
  const buckets = createBuckets({ burst: 5, interval, most }, clock)
  const take = (key: string, count = 1) => {
    for (let taken = 0; taken < count; taken += 1) buckets.take(key)
  }
  return { clock, buckets, take }
}

describe('buckets, when there are too many to remember', () => {
  test('that were emptied outlast any number of others that were hardly used', () => {
    const t = setupBuckets(10)
    t.take('victim', 5)

    for (let index = 0; index < 1000; index += 1) t.take(`flood ${index}`, 4)

    expect(t.buckets.wait('victim')).toBe(interval)
  })

  test('that are full again are forgotten before any other', () => {
    const t = setupBuckets(10)
    for (let index = 0; index < 9; index += 1) t.take(`old ${index}`)
    t.take('in use', 3)
    t.clock.advanceBy(2 * interval)

    t.take('new')

    t.take('in use', 4)
    expect(t.buckets.wait('in use')).toBe(interval)
  })

  test('that are forgotten are full', () => {
    const t = setupBuckets(10)
    t.take('hardly used', 1)
    for (let index = 0; index < 10; index += 1) t.take(`other ${index}`, 3)

    t.take('hardly used', 4)

    expect(t.buckets.wait('hardly used')).toBe(0)
  })
})

test('what is given back can be taken again', () => {
  const t = setupBuckets(10)
  t.take('one', 5)

  t.buckets.giveBack('one')

  expect(t.buckets.wait('one')).toBe(0)
  t.take('one')
  expect(t.buckets.wait('one')).toBe(interval)
})

test('a bucket never holds more than its burst', () => {
  const t = setupBuckets(10)
  t.take('one')
  t.clock.advanceBy(100 * interval)
  t.buckets.giveBack('one')

  t.take('one', 5)

  expect(t.buckets.wait('one')).toBe(interval)
})

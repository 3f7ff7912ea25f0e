import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  bucketOf,
  contributionOf,
  dayOf,
  hourOf,
  middleOf,
  quantile,
} from '../../src/core/statistics.ts'
import { anAlert } from './builders.ts'

const hour = 3_600_000
const day = 24 * hour
const anyDuration = fc.integer({ min: 0, max: 10 * 365 * day })

describe('hourOf and dayOf', () => {
  test.each([
    [0, 0, 0],
    [hour - 1, 0, 0],
    [hour, 1, 0],
    [day - 1, 23, 0],
    [day, 24, 1],
  ])('of %i are hour %i and day %i', (time, hourNumber, dayNumber) => {
    expect([hourOf(time), dayOf(time)]).toEqual([hourNumber, dayNumber])
  })
})

describe('contributionOf', () => {
  test('an open alert counts as one that opened, for its project', () => {
    const alert = anAlert({
      openedAt: day + 2 * hour,
      severity: 'critical',
      project: { slug: 'shop', name: 'Web shop' },
    })

    expect(contributionOf(alert)).toEqual({
      current: { status: 'open', severity: 'critical' },
      opened: { hour: 26, severity: 'critical' },
      resolved: null,
      acknowledgement: null,
      resolution: null,
      project: { day: 1, integrationId: '1', slug: 'shop' },
    })
  })

  test('an alert without a project counts for the empty one', () => {
    expect(contributionOf(anAlert({ project: null })).project.slug).toBe('')
  })

  test('what ended counts on the day when it ended, with how long it took', () => {
    const alert = anAlert({
      status: 'resolved',
      openedAt: day - 1000,
      acknowledgedAt: day - 400,
      resolvedAt: day + 3000,
      resolvedBy: 'user',
    })

    expect(contributionOf(alert)).toMatchObject({
      current: { status: 'resolved' },
      resolved: { hour: 24 },
      acknowledgement: { day: 0, bucket: 0, ms: 600 },
      resolution: { day: 1, bucket: bucketOf(4000), ms: 4000 },
    })
  })

  test('a clock that was set back makes no duration negative', () => {
    const alert = anAlert({ openedAt: 5000, acknowledgedAt: 2000 })

    expect(contributionOf(alert).acknowledgement).toEqual({ day: 0, bucket: 0, ms: 0 })
  })
})

describe('bucketOf', () => {
  test.each([
    [0, 0],
    [999, 0],
    [1000, 1],
    [1189, 1],
    [1190, 2],
    [1999, 4],
    [2000, 5],
    [4000, 9],
    [60_000, 24],
  ])('of %i ms is %i', (ms, bucket) => {
    expect(bucketOf(ms)).toBe(bucket)
  })

  test('never goes down when a duration grows', () => {
    fc.assert(
      fc.property(anyDuration, anyDuration, (a, b) => {
        expect(bucketOf(Math.min(a, b))).toBeLessThanOrEqual(bucketOf(Math.max(a, b)))
      }),
    )
  })

  test('has a middle that is within a tenth of every duration in it, from a second on', () => {
    fc.assert(
      fc.property(anyDuration, (ms) => {
        const middle = middleOf(bucketOf(ms))
        if (ms >= 1000) expect(Math.abs(middle - ms) / ms).toBeLessThan(0.1)
        else expect(middle).toBe(500)
      }),
    )
  })
})

describe('quantile', () => {
  test('of nothing is nothing', () => {
    expect(quantile([], 0.5)).toBeNull()
    expect(quantile([{ bucket: 3, count: 0 }], 0.5)).toBeNull()
  })

  test('of one duration is that one, whatever the share', () => {
    const buckets = [{ bucket: 7, count: 1 }]

    expect([0.01, 0.5, 1].map((share) => quantile(buckets, share))).toEqual(
      Array.from({ length: 3 }, () => middleOf(7)),
    )
  })

  test('does not go by the order of the buckets, and passes over empty ones', () => {
    const buckets = [
      { bucket: 9, count: 1 },
      { bucket: 4, count: 0 },
      { bucket: 1, count: 8 },
      { bucket: 5, count: 1 },
    ]

    expect(quantile(buckets, 0.8)).toBe(middleOf(1))
    expect(quantile(buckets, 0.9)).toBe(middleOf(5))
    expect(quantile(buckets, 0.91)).toBe(middleOf(9))
    expect(quantile(buckets, 1)).toBe(middleOf(9))
  })

  test('is within a tenth of the duration at that place, from a second on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1000, max: 100 * day }), { minLength: 1, maxLength: 50 }),
        fc.constantFrom(0.5, 0.9),
        (all, share) => {
          const buckets = all.map((ms) => ({ bucket: bucketOf(ms), count: 1 }))
          const exact = all.toSorted((a, b) => a - b)[Math.ceil(all.length * share - 1e-9) - 1] ?? 0
          const found = quantile(buckets, share) ?? 0

          expect(Math.abs(found - exact) / exact).toBeLessThan(0.1)
        },
      ),
    )
  })
})

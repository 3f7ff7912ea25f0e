import { describe, expect, test } from 'bun:test'
import { joins, type Piece } from '../../src/store/sqlite/joining.ts'
import { anEvent } from './conformance/setup.ts'

const day = 86_400_000

/** A piece of so many events. */
function aPiece(first: number, { length = 1, bytes = 1000, receivedAt = day } = {}): Piece {
  const events = Array.from({ length }, (_, index) => ({
    ...anEvent('1', { receivedAt }),
    arrival: first + index,
  }))
  return { first, last: first + length - 1, events, bytes }
}

describe('pieces of the log', () => {
  test('are joined when one follows on the other', () => {
    expect(joins([], aPiece(5))).toBe(true)
    expect(joins([aPiece(4), aPiece(5)], aPiece(6, { length: 3 }))).toBe(true)
  })

  test.each([
    ['there is a gap between them', aPiece(5), aPiece(7)],
    ['they are of different days', aPiece(5), aPiece(6, { receivedAt: 2 * day })],
    ['the next is large', aPiece(5), aPiece(6, { bytes: 100_000 })],
    ['the one before is large', aPiece(5, { bytes: 100_000 }), aPiece(6)],
    ['the next cannot be read', aPiece(5), aPiece(6, { length: 0 })],
    ['the next has many events', aPiece(5), aPiece(6, { length: 65 })],
  ])('are not joined when %s', (_, before, next) => {
    expect(joins([before], next)).toBe(false)
  })

  test('are joined up to so many events', () => {
    const pieces = Array.from({ length: 127 }, (_, index) => aPiece(index + 1))

    expect(joins(pieces, aPiece(128))).toBe(true)
    expect(joins(pieces, aPiece(128, { length: 2 }))).toBe(false)
  })

  test('are joined up to so many bytes', () => {
    const pieces = [1, 2, 3, 4].map((first) => aPiece(first, { bytes: 60_000 }))

    expect(joins(pieces, aPiece(5, { bytes: 20_000 }))).toBe(true)
    expect(joins(pieces, aPiece(5, { bytes: 40_000 }))).toBe(false)
  })
})

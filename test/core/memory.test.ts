import { describe, expect, test } from 'bun:test'
import { merged, nothingKnown, shifted, type Memory } from '../../src/core/memory.ts'
import type { Position } from '../../src/core/position.ts'

const at = (arrival: number): Position => ({
  at: arrival,
  rank: 0,
  sentAt: null,
  arrival,
  handMade: false,
})

const full: Memory = {
  fired: at(3),
  reopened: null,
  resolved: at(5),
  archived: { position: at(4), reason: 'forever', until: null },
  assigned: { position: at(2), assignee: 'jane' },
}

describe('shifted', () => {
  test('moves every arrival, and nothing else', () => {
    const moved = shifted(full, -5)

    expect(moved.fired).toEqual({ ...at(3), arrival: -2 })
    expect(moved.archived).toEqual({
      position: { ...at(4), arrival: -1 },
      reason: 'forever',
      until: null,
    })
    expect(shifted(moved, 5)).toEqual(full)
    expect(shifted(nothingKnown, 7)).toEqual(nothingKnown)
  })
})

describe('merged', () => {
  const other: Memory = {
    fired: at(6),
    reopened: at(1),
    resolved: at(1),
    archived: { position: at(9), reason: 'for a day', until: 7 },
    assigned: null,
  }

  test('takes the newer of each, whichever comes first', () => {
    const both = merged(full, other)

    expect(both).toEqual({
      fired: at(6),
      reopened: at(1),
      resolved: at(5),
      archived: other.archived,
      assigned: full.assigned,
    })
    expect(merged(other, full)).toEqual(both)
  })

  test('of what is the same changes nothing', () => {
    expect(merged(full, full)).toEqual(full)
    expect(merged(full, nothingKnown)).toEqual(full)
    expect(merged(nothingKnown, full)).toEqual(full)
  })
})

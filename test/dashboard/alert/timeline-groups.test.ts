import { describe, expect, test } from 'bun:test'
import { grouped, type Entry } from '../../../src/dashboard/alert/timeline-groups.ts'

let at = 0
const entry = (kind: string): Entry => {
  at += 1
  return { at: new Date(at).toISOString(), kind, by: 'sentry', text: kind, eventId: `${at}` }
}
const shape = (kinds: string[]) =>
  grouped(kinds.map(entry)).map((group) =>
    group.is === 'entry' ? group.entry.kind : group.entries.length,
  )

describe('a timeline', () => {
  test('is told newest first', () => {
    expect(shape(['opened', 'acknowledged', 'resolved'])).toEqual([
      'resolved',
      'acknowledged',
      'opened',
    ])
  })

  test('puts together what only says that it was seen again', () => {
    expect(shape(['opened', 'updated', 'updated', 'replayed', 'note', 'updated'])).toEqual([
      'updated',
      'note',
      3,
      'opened',
    ])
  })

  test('of nothing is nothing', () => {
    expect(shape([])).toEqual([])
  })
})

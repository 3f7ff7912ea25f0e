import { describe, expect, test } from 'bun:test'
import { grouped, type Entry } from '../../../src/dashboard/alert/timeline-groups.ts'
import { aSignal, createLife } from '../../core/builders.ts'

let at = 0
const entry = (kind: string, text = kind): Entry => {
  at += 1
  return { at: new Date(at).toISOString(), kind, by: 'sentry', text, eventId: `${at}` }
}
const shape = (kinds: string[]) =>
  grouped(kinds.map((kind) => entry(kind))).map((group) =>
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

  test('does not hide that it got worse, or woke', () => {
    const life = createLife()
    const reasons = [
      life.take(aSignal('fire', 10, { content: { severity: 'error' } })),
      life.take(aSignal('fire', 20, { content: { severity: 'error' } })),
      life.take(aSignal('fire', 30, { content: { severity: 'critical' } })),
      life.take(aSignal('archive', 40)),
      life.take(aSignal('reopen', 50, { reopening: 'escalated' })),
      life.take(aSignal('fire', 60)),
      life.take(aSignal('fire', 70)),
      life.take(aSignal('fire', 80)),
    ].map(({ outcome, reason }) => entry(outcome, reason))

    const groups = grouped(reasons).map((group) =>
      group.is === 'entry' ? group.entry.text : group.entries.length,
    )

    expect(groups).toEqual([
      3,
      expect.stringContaining('no longer snoozed'),
      expect.stringContaining('snoozed'),
      expect.stringContaining('Severity error → critical'),
      expect.stringContaining('this is event 2 of it.'),
      expect.stringContaining('opened with severity error'),
    ])
  })

  test('of nothing is nothing', () => {
    expect(shape([])).toEqual([])
  })
})

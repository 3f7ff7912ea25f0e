import { describe, expect, test } from 'bun:test'
import { digestOf } from '../../src/core/digest.ts'
import type { Change } from '../../src/core/notice.ts'
import type { Severity } from '../../src/core/severity.ts'
import { aNotice } from '../notify/builders.ts'

const told = (id: string, change: Change, severity: Severity = 'error', at = 0) =>
  aNotice({ change, at, alert: { id, severity } })

describe('a digest', () => {
  test('counts every change, and of each alert how it is at last', () => {
    const digest = digestOf([
      told('1', 'opened', 'warning', 10),
      told('2', 'opened', 'error', 20),
      told('1', 'worse', 'critical', 30),
      told('3', 'reopened', 'info', 40),
      told('2', 'resolved', 'error', 50),
    ])

    expect(digest).toMatchObject({
      from: 10,
      to: 50,
      counts: { opened: 2, worse: 1, reopened: 1, resolved: 1 },
      severities: { critical: 1, error: 0, warning: 0, info: 1 },
    })
  })

  test('names the worst first, and what is over last', () => {
    const { notices } = digestOf([
      told('1', 'opened', 'info'),
      told('2', 'resolved', 'critical'),
      told('3', 'opened', 'critical'),
    ])

    expect(notices.map(({ alert }) => alert.id)).toEqual(['3', '1', '2'])
  })

  test('names only some when there are many, and counts all', () => {
    const many = Array.from({ length: 500 }, (_, nth) => told(String(nth), 'opened'))

    const { notices, counts, severities } = digestOf(many)

    expect(notices.length).toBe(20)
    expect([counts.opened, severities.error]).toEqual([500, 500])
  })
})

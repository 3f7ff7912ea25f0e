import { describe, expect, test } from 'bun:test'
import type { Alert } from '../../src/core/alert.ts'
import { nothingKnown, type Memory } from '../../src/core/memory.ts'
import type { Position } from '../../src/core/position.ts'
import { endByMemory, endOfArriving } from '../../src/core/takeover.ts'

const at = (time: number): Position => ({
  at: time,
  rank: 0,
  sentAt: null,
  arrival: time,
  handMade: false,
})

/** What Sentry said last of a key, and when. */
const said = (fields: { fired?: number; resolved?: number }): Memory => ({
  ...nothingKnown,
  fired: fields.fired === undefined ? null : at(fields.fired),
  resolved: fields.resolved === undefined ? null : at(fields.resolved),
})

const arriving = { status: 'open', openedAt: 100, lastEventAt: 120 } as const
const here = (fields: Partial<Alert>) => ({ openedAt: 90, ...fields }) as Alert

describe('an alert that comes from elsewhere', () => {
  test.each([
    ['nothing is known here', null, said({})],
    ['only that it fires', null, said({ fired: 5 })],
    [
      'Sentry ended one here, but it fired after that',
      here({ status: 'resolved', resolvedBy: 'sentry', openedAt: 110 }),
      said({ fired: 9, resolved: 8 }),
    ],
    [
      'a person closed an older one here',
      here({ status: 'resolved', resolvedBy: 'user' }),
      said({ fired: 9 }),
    ],
  ])('stays open when %s', (_, alert, memory) => {
    expect(endOfArriving(arriving, { alert, memory })).toBeNull()
  })

  test.each([
    [
      'another one is open here',
      here({ status: 'open' }),
      said({ fired: 9 }),
      'timeout',
      'is newer',
    ],
    [
      'another one is acknowledged here',
      here({ status: 'acknowledged', openedAt: 200 }),
      said({}),
      'timeout',
      'is newer',
    ],
    [
      'a person closed a newer one here',
      here({ status: 'resolved', resolvedBy: 'user', openedAt: 110 }),
      said({ fired: 9 }),
      'timeout',
      'is newer',
    ],
    [
      'Sentry said that it is over',
      null,
      said({ fired: 5, resolved: 6 }),
      'sentry',
      'Sentry had already said',
    ],
  ] as const)('is over when %s', (_, alert, memory, resolvedBy, why) => {
    const end = endOfArriving(arriving, { alert, memory })

    expect(end).toEqual({
      state: { status: 'resolved', userSnooze: null, resolvedAt: 120, resolvedBy },
      why: expect.stringContaining(why),
    })
  })

  test('stays resolved as it was', () => {
    const resolved = { ...arriving, status: 'resolved' } as const
    const known = { alert: here({ status: 'open' }), memory: said({ resolved: 9 }) }

    expect(endOfArriving(resolved, known)).toBeNull()
    expect(endByMemory(resolved, said({ resolved: 9 }))).toBeNull()
  })

  test('is never over before it opened, whatever the clock did', () => {
    const odd = { ...arriving, lastEventAt: 50 }

    expect(endByMemory(odd, said({ resolved: 9 }))?.state.resolvedAt).toBe(100)
  })
})

import { describe, expect, test } from 'bun:test'
import { stateOf } from '../../../src/dashboard/notifications/channel-words.ts'
import {
  attemptInWords,
  canRetry,
  wordsFor,
} from '../../../src/dashboard/notifications/delivery-words.ts'
import { askedFor, filterIn, isNarrow } from '../../../src/dashboard/notifications/filter.ts'
import { kindName } from '../../../src/dashboard/notifications/kinds.ts'
import { matchInWords, severityInWords } from '../../../src/dashboard/notifications/rule-words.ts'
import type { RuleView } from '../../../src/contract/rules.ts'

const noon = '2026-11-24T12:00:00.000Z'
const now = Date.parse(noon)
const before = '2026-11-24T11:00:00.000Z'
const later = '2026-11-24T12:01:00.000Z'

describe('a rule', () => {
  const anything: RuleView['match'] = {
    integrationIds: [],
    projects: [],
    leastSeverity: 'info',
    changes: [],
  }
  const integration = (id: string) => `integration ${id}`

  test.each([
    [{}, 'every alert'],
    [{ leastSeverity: 'critical' }, 'critical only'],
    [{ leastSeverity: 'error', projects: ['shop'] }, 'error and worse, of project shop'],
    [{ projects: ['a', 'b', 'c'] }, 'every alert, of projects a, b or c'],
    [{ integrationIds: ['1', '2'] }, 'every alert, from integration 1 or integration 2'],
    [{ changes: ['resolved', 'opened'] }, 'every alert, when it opens or is resolved'],
    [{ changes: ['opened', 'worse', 'reopened', 'resolved'] }, 'every alert'],
  ] as [Partial<RuleView['match']>, string][])('%j', (match, words) => {
    expect(matchInWords({ ...anything, ...match }, { integration })).toBe(words)
  })

  test('from the least severity on takes all', () => {
    expect(severityInWords('info')).toBe('every severity')
  })
})

describe('a channel', () => {
  const good = {
    enabled: true,
    restsUntil: null,
    failingSince: null,
    lastSentAt: before,
    secrets: [],
  }

  test.each([
    [{}, 'works'],
    [{ lastSentAt: null }, 'told nothing yet'],
    [{ failingSince: before }, 'failing'],
    [{ secrets: null }, 'secrets cannot be opened'],
    [{ enabled: false, failingSince: before }, 'switched off'],
  ])('%j', (fields, tag) => {
    expect(stateOf({ ...good, ...fields }, now).tag).toBe(tag)
  })

  test('rests until a time that is to come', () => {
    const failing = { ...good, failingSince: before }

    expect(stateOf({ ...failing, restsUntil: later }, now).until).toBe(later)
    expect(stateOf({ ...failing, restsUntil: before }, now).until).toBeNull()
  })

  test('of a kind that is not known here has a name all the same', () => {
    expect(kindName('pagerduty')).toBe('PagerDuty')
    expect(kindName('carrierPigeon')).toBe('Carrier pigeon')
  })
})

describe('a delivery', () => {
  test.each([
    ['pending', 0, 'waiting'],
    ['pending', 2, 'tried again'],
    ['sent', 1, 'sent'],
    ['dead', 1, 'dead'],
    ['quiet', 0, 'quiet'],
  ] as const)('%s after %d attempts', (state, attempts, tag) => {
    expect(wordsFor({ state, attempts, together: 1 }).tag).toBe(tag)
  })

  test('says how many were told with it', () => {
    const { says } = wordsFor({ state: 'sent', attempts: 1, together: 4 })

    expect(says).toContain('together with 3 more')
  })

  test.each([
    ['dead', null, true],
    ['pending', later, true],
    ['pending', before, false],
    ['sent', null, false],
    ['quiet', null, false],
  ] as const)('that is %s and due at %s can be tried again: %p', (state, dueAt, can) => {
    expect(canRetry({ state, dueAt }, now)).toBe(can)
  })

  test('says of an attempt why it failed, as far as that is known', () => {
    const attempt = { at: noon, ms: 1, status: null, why: null, reply: '' }

    expect(attemptInWords({ ...attempt, result: 'sent' })).toBe('The other side took it.')
    expect(attemptInWords({ ...attempt, result: 'retry' })).toBe('There was no answer.')
    expect(attemptInWords({ ...attempt, result: 'refused', status: 404 })).toBe(
      'The answer was 404.',
    )
    expect(attemptInWords({ ...attempt, result: 'refused', why: 'No.' })).toBe('No.')
  })
})

describe('the filter of the ledger', () => {
  test('is what the address says', () => {
    const filter = filterIn(new URLSearchParams('state=dead&channel=3&alert=12'))

    expect(askedFor(filter)).toEqual({ state: 'dead', channelId: '3', alertId: '12' })
    expect(isNarrow(filter)).toBe(true)
  })

  test('leaves out what means nothing', () => {
    const filter = filterIn(new URLSearchParams('state=unheard&channel='))

    expect(askedFor(filter)).toEqual({})
    expect(isNarrow(filter)).toBe(false)
  })
})

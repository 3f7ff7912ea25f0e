import { describe, expect, test } from 'bun:test'
import type { HealthView, IntegrationView } from '../../../src/contract/integrations.ts'
import { integrationExample } from '../../../src/contract/integrations.ts'
import { mistakesOf, stepsOf, type Known } from '../../../src/dashboard/connect/diagnosis.ts'

const now = Date.parse('2026-11-24T12:00:00Z')
const minute = 60_000
const hour = 60 * minute
const ago = (ms: number) => new Date(now - ms).toISOString()

const seen = (resource: string, action: string | null, count = 1, last = minute) => ({
  resource,
  action,
  count,
  firstSeenAt: ago(48 * hour),
  lastSeenAt: ago(last),
})
const refused = (reason: string, last = minute, code = 'unauthorized') => ({
  code,
  reason,
  count: 3,
  lastAt: ago(last),
})

function known(
  health: Partial<HealthView> = {},
  { strays = [], ...integration }: Partial<IntegrationView> & Partial<Pick<Known, 'strays'>> = {},
): Known {
  return {
    integration: { ...integrationExample, clientSecrets: [], ...integration },
    health: {
      id: '1',
      name: 'acme',
      lastSeenAt: null,
      signed: false,
      pending: 0,
      resources: [],
      refusals: [],
      hours: [],
      longestPauseMs: null,
      ...health,
    },
    strays,
    now,
  }
}

const states = (it: Known) => stepsOf(it).map(({ state }) => state)
const titles = (it: Known) => mistakesOf(it).map(({ title }) => title)

const wrongSignature = 'The signature does not fit the 812 bytes received: compare the secrets.'
const noSignature = 'The request carries no Sentry-Hook-Signature.'

describe('the steps of a connection', () => {
  test('are all to come at first', () => {
    expect(states(known())).toEqual(['waiting', 'optional', 'waiting', 'waiting', 'waiting'])
  })

  test('are all done when everything was seen', () => {
    const it = known(
      {
        signed: true,
        resources: [
          seen('issue', 'created'),
          seen('issue', 'resolved'),
          seen('event_alert', 'triggered'),
        ],
      },
      { clientSecrets: [{ createdAt: ago(hour), expiresAt: null }] },
    )

    expect(states(it)).toEqual(['done', 'done', 'done', 'done', 'done'])
  })

  test('are not done by samples that Navish sent itself', () => {
    const resources = [seen('sample', 'created'), seen('sample', 'resolved')]

    expect(states(known({ resources }))).toEqual([
      'waiting',
      'optional',
      'waiting',
      'waiting',
      'waiting',
    ])
  })

  test.each([
    ['metric_alert', 'resolved'],
    ['activity_alert', 'status_resolved_in_release'],
  ])('know a resolve by %s %s', (resource, action) => {
    expect(states(known({ resources: [seen(resource, action)] })).at(-1)).toBe('done')
  })

  test('say that something came and was refused', () => {
    const it = known({ signed: true, refusals: [refused(wrongSignature)] })

    expect(states(it).slice(0, 2)).toEqual(['failed', 'failed'])
  })

  test('wait for a signature that was not checked yet', () => {
    const it = known(
      { signed: true, resources: [seen('issue', 'created', 1, 2 * hour)] },
      { clientSecrets: [{ createdAt: ago(hour), expiresAt: null }] },
    )

    expect(states(it)[1]).toBe('waiting')
  })

  test('forget a wrong signature as soon as a right one came', () => {
    const it = known(
      {
        signed: true,
        resources: [seen('issue', 'created', 1, minute)],
        refusals: [refused(wrongSignature, 10 * minute)],
      },
      { clientSecrets: [{ createdAt: ago(hour), expiresAt: null }] },
    )

    expect(states(it)[1]).toBe('done')
  })
})

describe('the mistakes that are named', () => {
  test('are none where all is well', () => {
    const resources = [seen('issue', 'created', 9), seen('issue', 'resolved', 8)]

    expect(mistakesOf(known({ resources }))).toEqual([])
  })

  test.each([
    ['a wrong secret', wrongSignature, 'Wrong client secret: refused 3 times in the last day'],
    ['no signature', noSignature, 'Unsigned requests: refused 3 times in the last day'],
    [
      'an old URL',
      'The token in this URL is not valid: copy the webhook URL again.',
      'An old webhook URL: refused 3 times in the last day',
    ],
  ])('%s', (_, reason, title) => {
    expect(titles(known({ refusals: [refused(reason)] }))).toEqual([title])
  })

  test('what else is refused, with its reason', () => {
    const [mistake] = mistakesOf(
      known({ refusals: [refused('The body is empty.', minute, 'invalid_json')] }),
    )

    expect(mistake).toEqual({
      title: 'Refused 3 times in the last day: invalid json',
      advice: 'The body is empty.',
    })
  })

  test('not what was refused more than an hour ago', () => {
    expect(titles(known({ refusals: [refused(wrongSignature, 2 * hour)] }))).toEqual([])
  })

  test('a wrong token, as long as nothing comes with the right one', () => {
    const strays = [refused('The token in this URL is not valid.')]

    expect(titles(known({}, { strays }))).toEqual(['Wrong token: 3 times in the last day'])
    expect(titles(known({ resources: [seen('issue', 'resolved')] }, { strays }))).toEqual([])
  })

  test('only the legacy plugin', () => {
    expect(titles(known({ resources: [seen('legacy', null, 4)] }))).toEqual([
      'Only the legacy webhook plugin sends here',
    ])
  })

  test('only created, once that is no chance any more', () => {
    expect(titles(known({ resources: [seen('issue', 'created', 4)] }))).toEqual([])
    expect(titles(known({ resources: [seen('issue', 'created', 5)] }))).toEqual([
      'Only “created” arrives',
    ])
  })

  test('a silence that is longer than usual', () => {
    const silent = (quiet: number, longestPauseMs: number | null) =>
      titles(known({ resources: [seen('issue', 'resolved', 9, quiet)], longestPauseMs }))

    expect(silent(13 * hour, 8 * hour)).toEqual(['Nothing for 13h, which is longer than usual'])
    expect(silent(11 * hour, 8 * hour)).toEqual([])
    expect(silent(50 * minute, 0)).toEqual([])
    expect(silent(99 * hour, null)).toEqual([])
  })

  test('that it is revoked', () => {
    expect(titles(known({}, { revokedAt: ago(hour) }))).toEqual(['This integration is revoked'])
  })
})

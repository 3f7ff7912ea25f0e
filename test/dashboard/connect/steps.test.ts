import { describe, expect, test } from 'bun:test'
import type { Known } from '../../../src/dashboard/connect/sightings.ts'
import { stepsOf } from '../../../src/dashboard/connect/steps.ts'
import { ago, hour, known, minute, refused, seen, wrongSignature } from './builders.ts'

const states = (it: Known) => stepsOf(it).map(({ state }) => state)

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

  test.each(['legacy', 'glitchtip'])('do not wait for what %s never sends', (resource) => {
    expect(states(known({ resources: [seen(resource, null, 4)] }))).toEqual([
      'done',
      'optional',
      'optional',
      'done',
      'optional',
    ])
  })

  test('wait for a resolve as soon as an internal integration sends, too', () => {
    const resources = [seen('legacy', null, 4), seen('issue', 'created')]

    expect(states(known({ resources }))).toEqual(['done', 'optional', 'done', 'done', 'waiting'])
  })
})

import { describe, expect, test } from 'bun:test'
import { mistakesOf } from '../../../src/dashboard/connect/mistakes.ts'
import type { Known } from '../../../src/dashboard/connect/sightings.ts'
import { ago, hour, known, minute, noSignature, refused, seen, wrongSignature } from './builders.ts'

const titles = (it: Known) => mistakesOf(it).map(({ title }) => title)

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

  test('not a wrong token from before there was this integration', () => {
    const strays = [refused('The token in this URL is not valid.', 10 * minute)]

    expect(titles(known({}, { strays, createdAt: ago(5 * minute) }))).toEqual([])
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

import { describe, expect, test } from 'bun:test'
import { OutboundError } from '../../src/outbound/outbound.ts'
import { hidden, meaningOf, unansweredOf } from '../../src/notify/reply.ts'
import { eight } from './builders.ts'

function meaning(status: number, headers: Record<string, string> = {}, body = '') {
  return meaningOf({ status, headers, body }, { name: 'It', secrets: ['hush'], now: eight })
}

test.each([200, 201, 202, 204, 299])('%d is sent', (status) => {
  expect(meaning(status)).toEqual({ status, reply: '', result: 'sent' })
})

test.each([408, 425, 429, 500, 502, 503, 504, 599])('%d may work later', (status) => {
  expect(meaning(status)).toMatchObject({ status, result: 'retry', afterMs: null })
})

test.each([300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 410, 413, 422])(
  '%d will never work like this',
  (status) => {
    expect(meaning(status)).toMatchObject({ status, result: 'refused' })
  },
)

test.each([
  ['seconds', '30', 30_000],
  ['a date', 'Tue, 24 Nov 2026 08:01:00 GMT', 60_000],
  ['a date that is past', 'Tue, 24 Nov 2026 07:00:00 GMT', 0],
  ['no number', 'soon', null],
  ['no time at all, with spaces', ' 0 ', 0],
  ['empty', '', null],
  ['more than a number holds', '9'.repeat(400), null],
  ['less than nothing', '-5', null],
  ['no date of HTTP', '2026-11-24', null],
  ['no date at all', 'Tue, 99 Nov 2026 GMT', null],
])('Retry-After can be %s', (_, header, afterMs) => {
  expect(meaning(429, { 'retry-after': header })).toMatchObject({ afterMs })
})

test('what is kept of an answer is short, clean and without secrets', () => {
  const { reply } = meaning(400, {}, `\u001b[31m/hush: ${'x'.repeat(5000)}`)

  expect(reply).toStartWith('[31m/***: xxx')
  expect(reply).toHaveLength(1000)
})

test('a secret is found whole before the answer is cut', () => {
  expect(meaning(400, {}, `${'x'.repeat(997)}hush`).reply).not.toContain('hu')
})

test('a longer secret leaves nothing beside a shorter one', () => {
  expect(hidden('hush-hush', ['hush', 'hush-hush', ''])).toBe('***')
})

describe('without an answer', () => {
  test('an address that is not allowed is refused', () => {
    expect(unansweredOf(new OutboundError('forbidden', 'Not there.'))).toEqual({
      status: null,
      reply: '',
      result: 'refused',
      why: 'Not there.',
    })
  })

  test.each(['unresolved', 'unreachable', 'tls', 'timeout', 'broken'] as const)(
    'it may work later when it was %p',
    (code) => {
      expect(unansweredOf(new OutboundError(code, 'Not now.'))).toMatchObject({
        result: 'retry',
        why: 'Not now.',
        afterMs: null,
      })
    },
  )
})

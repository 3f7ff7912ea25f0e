import { describe, expect, test } from 'bun:test'
import { isWorse, severities, severityOf, type Severity } from '../../src/core/severity.ts'

describe('severityOf', () => {
  test.each<[unknown, Severity]>([
    ['fatal', 'critical'],
    ['critical', 'critical'],
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'info'],
    ['debug', 'info'],
    ['sample', 'info'],
  ])('maps the level %p to %s', (level, severity) => {
    expect(severityOf(level)).toBe(severity)
  })

  test.each<[string, Severity]>([
    ['FATAL', 'critical'],
    ['Critical', 'critical'],
    ['ErRoR', 'error'],
    ['WARNING', 'warning'],
    [' error\n', 'error'],
  ])('ignores letter case and space around the level %p', (level, severity) => {
    expect(severityOf(level)).toBe(severity)
  })

  test.each([[''], ['errors'], ['warn'], ['fatal error'], ['constructor'], ['ошибка']])(
    'takes the unknown level %p for info',
    (level) => {
      expect(severityOf(level)).toBe('info')
    },
  )

  test.each<[string, unknown]>([
    ['a missing level', undefined],
    ['null', null],
    ['a number', 20],
    ['true', true],
    ['an object', { level: 'fatal' }],
    ['a list', ['fatal']],
  ])('takes %s, which is no text, for info', (_, level) => {
    expect(severityOf(level)).toBe('info')
  })
})

describe('isWorse', () => {
  test('orders the severities from critical down to info', () => {
    const worse = severities.map((a) => severities.filter((b) => isWorse(a, b)))

    expect(worse).toEqual([['error', 'warning', 'info'], ['warning', 'info'], ['info'], []])
  })
})

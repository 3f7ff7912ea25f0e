import { describe, expect, test } from 'bun:test'
import { AppError } from '../src/errors.ts'
import { createLog, errorFacts, logLevels, type LogFormat, type LogLevel } from '../src/log.ts'

const now = Date.UTC(2026, 8, 1, 10, 0, 0, 5)

function logInto(lines: string[], level: LogLevel = 'debug', format: LogFormat = 'json') {
  return createLog({ level, format, clock: () => now, write: (line) => lines.push(line) })
}

describe('createLog', () => {
  test.each<[LogLevel, LogLevel[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ])('at level %s writes %j', (level, written) => {
    const lines: string[] = []
    const log = logInto(lines, level)

    for (const each of logLevels) log[each]('alert opened')

    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(written)
  })

  test('writes JSON: one object a line', () => {
    const lines: string[] = []

    logInto(lines).info('alert opened', { alertId: '7', attempt: 2, dead: false, url: null })

    expect(lines).toEqual([
      '{"time":"2026-09-01T10:00:00.005Z","level":"info","msg":"alert opened","alertId":"7","attempt":2,"dead":false,"url":null}\n',
    ])
  })

  test('writes text: time, level, phrase, facts', () => {
    const lines: string[] = []

    logInto(lines, 'debug', 'text').warn('event failed', { eventId: '7', attempt: 2, dead: false })

    expect(lines).toEqual([
      '2026-09-01T10:00:00.005Z warn  event failed eventId=7 attempt=2 dead=false\n',
    ])
  })

  test.each<LogFormat>(['text', 'json'])('leaves out of %s what is undefined', (format) => {
    const lines: string[] = []

    logInto(lines, 'debug', format).info('stopped', { reason: undefined, code: 0 })

    expect(lines[0]).not.toContain('reason')
    expect(lines[0]).toMatch(/code"?[:=]0/)
  })

  test.each<LogFormat>(['text', 'json'])('keeps a fact in %s on its line', (format) => {
    const lines: string[] = []

    logInto(lines, 'debug', format).error('failed', { reason: 'one\n2026 error "two"\u001b[31m' })

    expect(lines).toHaveLength(1)
    expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1)
    expect(lines[0]).not.toContain('\u001b')
  })

  test.each<LogFormat>(['text', 'json'])(
    'keeps a fact in %s on its line for whoever takes other characters for the end of one',
    (format) => {
      const lines: string[] = []
      const reason = 'a\r\u0085b\u2028c\u2029d\u009b31m\u202egnp.exe\u2066\u007f'

      logInto(lines, 'debug', format).error('failed', { reason })

      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(/^[\u0020-\u007e]+\n$/)
      const written = /"?reason"?[:=](".*")/.exec(lines[0] ?? '')?.[1]?.replace(/}$/, '') ?? ''
      expect(JSON.parse(written)).toBe(reason)
    },
  )

  test.each([
    ['plain', 'plain'],
    ['http://127.0.0.1:8077/x', 'http://127.0.0.1:8077/x'],
    ['two words', '"two words"'],
    ['a=b', '"a=b"'],
    ['', '""'],
    ['"', String.raw`"\""`],
  ])('writes the fact %p in text so that it can be told from the next one', (value, written) => {
    const lines: string[] = []

    logInto(lines, 'debug', 'text').info('x', { fact: value, next: 1 })

    expect(lines[0]).toEndWith(` x fact=${written} next=1\n`)
  })
})

describe('errorFacts', () => {
  test('says of what kind an error is, its code, and its message', () => {
    expect(errorFacts(new AppError('conflict', 'Another Navish is here.'))).toEqual({
      error: 'AppError',
      errorCode: 'conflict',
      reason: 'Another Navish is here.',
    })
  })

  test('says nothing of a code that is not there', () => {
    expect(errorFacts(new TypeError('no'))).toEqual({
      error: 'TypeError',
      errorCode: undefined,
      reason: 'no',
    })
  })

  test.each<[unknown, string]>([
    ['a secret text', 'string'],
    [undefined, 'undefined'],
    [null, 'object'],
    [{ message: 'x' }, 'object'],
  ])('says of %j, which is no error, only its type', (thrown, type) => {
    expect(errorFacts(thrown)).toEqual({ error: type })
  })
})

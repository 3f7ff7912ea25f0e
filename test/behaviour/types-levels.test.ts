import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import { eventAlertHook, issueHook, legacyHook, metricHook } from '../support/requests.ts'

describe('the tags of an event', () => {
  test.each([
    ['pairs', [['level', 'warning']], 'warning'],
    ['objects', [{ key: 'level', value: 'warning' }], 'warning'],
    ['empty', [], 'info'],
    ['null', null, 'info'],
    ['missing', undefined, 'info'],
    ['neither', [null, 7, 'level', ['level'], ['level', null], {}, [[]]], 'info'],
    ['no list', { level: 'warning' }, 'info'],
  ])('may be %s', async (_, tags, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(eventAlertHook({ level: null, tags }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open', severity })
  })
})

describe('the severity', () => {
  const levels: [unknown, string][] = [
    ['fatal', 'critical'],
    ['critical', 'critical'],
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'info'],
    ['debug', 'info'],
    ['sample', 'info'],
    ['unknown', 'info'],
    ['', 'info'],
    ['FATAL', 'critical'],
    ['Error', 'error'],
    ['wArNiNg', 'warning'],
    ['constructor', 'info'],
    [null, 'info'],
    [undefined, 'info'],
    [40, 'info'],
    [['fatal'], 'info'],
  ]

  test.each(levels)('of an issue with level %p is %s', async (level, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(issueHook('created', { level }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open', severity })
  })

  test.each(levels)('of an event with level %p is %s', async (level, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(eventAlertHook({ level, tags: [] }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open', severity })
  })

  const tag = [['level', 'warning']]

  test.each([
    ['its own level', 'fatal', { level: 'error', tags: tag }, 'critical'],
    ['the level of its event', null, { level: 'error', tags: tag }, 'error'],
    ['the level tag', null, { level: null, tags: tag }, 'warning'],
    ['nothing, so it is info', null, { level: null, tags: [] }, 'info'],
  ])('of a legacy body is from %s', async (_, level, event, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(legacyHook({ level, event }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ severity })
  })
})

describe('the title', () => {
  test('of a legacy body is that of its event when the message is empty', async () => {
    await using navish = await startTestNavish()

    await navish.send(legacyHook({ message: '', event: { title: 'ZeroDivisionError: by zero' } }))

    expect(await navish.alert()).toMatchObject({ title: 'ZeroDivisionError: by zero' })
  })

  test.each([
    ['real newlines', 'one\ntwo\r\nthree'],
    ['a backslash and an n', 'one\\ntwo\\nthree'],
    ['separators of Unicode', 'one\u2028two\u2029three'],
    ['tabs and terminal escapes', 'one\ttwo\u001bthree'],
  ])('with %s stays on one line', async (_, title) => {
    await using navish = await startTestNavish()

    await navish.send(metricHook('critical', { title }))

    expect(await navish.alert()).toMatchObject({ title: 'one two three' })
  })

  test('that is very long is cut', async () => {
    await using navish = await startTestNavish()

    await navish.send(issueHook('created', { title: 'long '.repeat(10_000) }))

    expect((await navish.alert()).title.length).toBeLessThanOrEqual(500)
  })
})

test('a description may have lines, but no terminal escapes', async () => {
  await using navish = await startTestNavish()
  const data = { description_text: 'above 100\nThreshold: Static\u001b[31m' }

  await navish.send(metricHook('critical', {}, { data }))

  expect((await navish.alert()).description).toBe('above 100\nThreshold: Static [31m')
})

import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import { eventAlertHook, issueHook, legacyHook, metricHook } from '../support/requests.ts'

describe('fields that may be missing', () => {
  test('an issue of an older Sentry has no addresses, substatus or priority', async () => {
    await using navish = await startTestNavish()
    const none = undefined
    const issue = { web_url: none, url: none, project_url: none, substatus: none, priority: none }

    expect(await navish.send(issueHook('created', issue))).toBe(202)
    expect(await navish.alert()).toMatchObject({ status: 'open', url: null, severity: 'error' })

    expect(await navish.send(issueHook('ignored', issue))).toBe(202)
    expect((await navish.alert()).snooze).toMatchObject({ by: 'sentry' })
  })

  const blanks: [string, unknown][] = [
    ['null', null],
    ['missing', undefined],
    ['empty', ''],
    ['a number', 7],
    ['a list', []],
    ['an object', {}],
  ]

  test.each(blanks)('an issue whose texts are %s keeps a title', async (_, blank) => {
    await using navish = await startTestNavish()
    const texts = { culprit: blank, logger: blank, level: blank, metadata: { value: blank } }
    const project = { id: '7', slug: 'shop', name: 'Web shop', platform: blank }

    expect(await navish.send(issueHook('created', { ...texts, project }))).toBe(202)

    expect(await navish.alert()).toMatchObject({
      title: 'TypeError: cart is undefined',
      description: null,
      severity: 'info',
      project: { slug: 'shop', name: 'Web shop' },
    })
  })

  test.each(blanks)('an issue of which all but the id is %s opens', async (_, blank) => {
    await using navish = await startTestNavish()
    const nothing = { title: blank, shortId: blank, metadata: blank, project: blank, level: blank }

    expect(await navish.send(issueHook('created', nothing))).toBe(202)

    expect(await navish.alert()).toMatchObject({ title: 'sentry-issue-4711', project: null })
  })

  test.each(blanks)('an event whose texts are %s opens', async (_, blank) => {
    await using navish = await startTestNavish()
    const nothing = { title: blank, message: blank, logentry: blank, tags: blank, url: blank }
    const event = { ...nothing, culprit: blank, level: blank, datetime: blank, metadata: blank }

    expect(await navish.send(eventAlertHook(event))).toBe(202)

    expect(await navish.alert()).toMatchObject({
      title: 'sentry-issue-4711',
      description: null,
      severity: 'info',
    })
  })

  test.each(blanks)('a metric alert whose texts are %s is called by its rule', async (_, blank) => {
    await using navish = await startTestNavish()
    const metric = { title: blank, projects: blank }
    const data = { description_text: blank, description_title: blank }

    expect(await navish.send(metricHook('critical', metric, { data }))).toBe(202)

    expect(await navish.alert()).toMatchObject({
      title: 'Too many errors',
      description: null,
      project: null,
    })
  })

  test('a metric alert without a rule is called by its heading, without the status before it', async () => {
    await using navish = await startTestNavish()
    const data = { description_title: 'Critical: Queue too long', description_text: '' }

    expect(
      await navish.send(metricHook('critical', { title: '', alert_rule: null }, { data })),
    ).toBe(202)

    expect(await navish.alert()).toMatchObject({ title: 'Queue too long' })
  })

  test.each(blanks)('a legacy body whose texts are %s opens', async (_, blank) => {
    await using navish = await startTestNavish()
    const nothing = { message: blank, culprit: blank, level: blank, url: blank, logger: blank }

    expect(await navish.send(legacyHook({ ...nothing, event: {}, triggering_rules: blank }))).toBe(
      202,
    )

    expect(await navish.alert()).toMatchObject({ title: 'sentry-issue-4711', severity: 'info' })
  })
})

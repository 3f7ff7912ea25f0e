import { Value } from '@sinclair/typebox/value'
import { describe, expect, test } from 'bun:test'
import { notifiers } from '../../src/notify/kinds.ts'
import { outboundByFetch, closedOutbound } from './outbound.ts'
import { aDigest } from './builders.ts'
import { aSending, channels, notifierOf, secret } from './channels.ts'
import { aReceiver, silence, text } from './receiver.ts'

// What holds for every kind. What only one of them does is in a file of its own.

test('the kinds are in the order of their names', () => {
  expect(Object.keys(notifiers)).toEqual(Object.keys(notifiers).toSorted())
})

describe.each(Object.entries(notifiers))('the settings of %s', (_, { settings }) => {
  test('are no others', () => {
    expect(settings.additionalProperties).toBe(false)
  })

  test.each(Object.entries(settings.properties))('say what %s is', (_name, property) => {
    expect(property.description).toBeString()
  })

  test('keep secret what must be', () => {
    for (const [name, property] of Object.entries(settings.properties))
      if (/password|token|secret|key|headers/i.test(name)) expect(property['secret']).toBe(true)
  })
})

describe.each(channels)('$kind', ({ kind, settings, fine }) => {
  const notifier = notifierOf(kind)

  test('takes the settings that it is used with here, and no others', () => {
    expect(Value.Check(notifier.settings, settings('http://127.0.0.1'))).toBe(true)
    expect(Value.Check(notifier.settings, { ...settings('http://127.0.0.1'), more: 1 })).toBe(false)
  })

  test('tells a notice in one request', async () => {
    await using receiver = aReceiver(fine)

    const sent = await notifier.send(aSending(settings(receiver.url)))

    expect(sent.result).toBe('sent')
    expect(receiver.received).toHaveLength(1)
    expect(receiver.received[0]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
    })
    const body = JSON.stringify(receiver.received[0]?.body)
    expect(body).toContain('https://navish.example.org/alerts/12')
    expect(body).toContain('https://acme.sentry.io/issues/4711/')
    expect(body).toContain('cart is undefined')
  })

  test('tells a digest, which nothing follows', async () => {
    await using receiver = aReceiver(fine)

    const sent = await notifier.send(
      aSending(settings(receiver.url), { notice: { digest: aDigest() } }),
    )

    expect(sent).not.toHaveProperty('thread')
    expect(sent.result).toBe('sent')
    expect(JSON.stringify(receiver.received[0]?.body)).toContain('2 opened, 1 resolved')
  })

  test.each([400, 401, 404, 410])('is refused by %d', async (status) => {
    await using receiver = aReceiver(text('no', status))

    expect(await notifier.send(aSending(settings(receiver.url)))).toMatchObject({
      result: 'refused',
      status,
      reply: 'no',
    })
  })

  test.each([429, 500, 503])('tries again after %d, when it is told to', async (status) => {
    await using receiver = aReceiver(text('', status, { 'retry-after': '7' }))

    expect(await notifier.send(aSending(settings(receiver.url)))).toMatchObject({
      result: 'retry',
      status,
      afterMs: 7000,
    })
  })

  test('tries again at the time that it is told', async () => {
    const later = new Date(Date.now() + 60_000).toUTCString()
    await using receiver = aReceiver(text('', 429, { 'retry-after': later }))

    const sent = await notifier.send(aSending(settings(receiver.url)))

    if (sent.result !== 'retry') throw new Error(`it was ${sent.result}`)
    expect(sent.afterMs).toBeWithin(50_000, 60_001)
  })

  test('follows no redirect', async () => {
    await using receiver = aReceiver(text('', 302, { location: '/elsewhere' }))

    const sent = await notifier.send(aSending(settings(receiver.url)))

    expect(sent).toMatchObject({ result: 'refused', status: 302 })
    expect(receiver.received).toHaveLength(1)
  })

  test('tries again when nothing answers in time', async () => {
    await using receiver = aReceiver(silence)
    const outbound = outboundByFetch({ timeoutMs: 50 })

    expect(await notifier.send(aSending(settings(receiver.url), { outbound }))).toEqual({
      result: 'retry',
      status: null,
      reply: '',
      why: 'It did not answer in time.',
      afterMs: null,
    })
  })

  test('is refused where it may not go', async () => {
    const sending = aSending(settings('http://10.0.0.1'), { outbound: closedOutbound })

    expect(await notifier.send(sending)).toMatchObject({ result: 'refused', status: null })
  })

  test('keeps its secrets out of what it reports', async () => {
    await using receiver = aReceiver(({ path, headers }) =>
      Response.json({ ok: false, error: path, description: path, headers }, { status: 400 }),
    )

    const sent = await notifier.send(aSending(settings(receiver.url)))

    expect(sent.reply).not.toBe('')
    expect(JSON.stringify(sent)).not.toContain(secret)
  })

  test('finds no sense in a thread that it did not make, and tells all the same', async () => {
    await using receiver = aReceiver(fine)

    const sent = await notifier.send(aSending(settings(receiver.url), { thread: '[{"a"' }))

    expect(sent.result).toBe('sent')
    expect(receiver.received).toHaveLength(1)
  })
})

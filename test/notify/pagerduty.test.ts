import { expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { pagerduty } from '../../src/notify/kinds/pagerduty.ts'
import { aDigest, aNotice, aResolvedNotice } from './builders.ts'
import { aSending, whyOf } from './channels.ts'
import { allOf, hostileTexts } from './hostile-texts.ts'
import { closedOutbound } from './outbound.ts'
import { aReceiver, json, text, type Answer } from './receiver.ts'

const routingKey = 'R0123456789abcdef0123456789abcde'
const accepted = json({ status: 'success', message: 'Event processed' }, 202)

interface Event {
  event_action: string
  dedup_key: string
  payload: Record<string, string> & { custom_details: Record<string, string> }
}

function setup(answer: Answer = accepted) {
  const receiver = aReceiver(answer)
  const settings = { routingKey, apiUrl: `${receiver.url}/v2/enqueue` }
  return {
    receiver,
    send: (notice = aNotice()) => pagerduty.send(aSending(settings, { notice })),
    events: () => receiver.received.map(({ body }) => body as unknown as Event),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

test('an opened alert is triggered with all that is known of it', async () => {
  await using pager = setup()

  const alert = { description: 'checkout.ts in total\nsecond line', eventCount: 1234 }
  expect(await pager.send(aNotice({ alert }))).toMatchObject({ result: 'sent', status: 202 })
  expect(pager.receiver.received[0]).toMatchObject({ method: 'POST', path: '/v2/enqueue' })
  expect(pager.receiver.received[0]?.body).toEqual({
    routing_key: routingKey,
    dedup_key: 'navish-12-issue:4711',
    event_action: 'trigger',
    client: 'Navish',
    client_url: 'https://navish.example.org/alerts/12',
    links: [
      { href: 'https://navish.example.org/alerts/12', text: 'Open the alert' },
      { href: 'https://acme.sentry.io/issues/4711/', text: 'Open in Sentry' },
    ],
    payload: {
      summary: '[error] TypeError: cart is undefined · Shop',
      source: 'Shop',
      severity: 'error',
      timestamp: '2026-11-24T08:00:00.000Z',
      group: 'Shop',
      class: 'issue',
      custom_details: {
        Severity: 'error',
        Project: 'Shop',
        Integration: 'Production',
        Events: '1,234',
        At: '2026-11-24 08:00 UTC',
        Reason: 'Sentry said that the issue is new.',
        Description: 'checkout.ts in total\nsecond line',
        'Dedup key': 'issue:4711',
      },
    },
  })
})

test.each(['opened', 'worse', 'reopened'] as const)('%s is a trigger', async (change) => {
  await using pager = setup()

  await pager.send(aNotice({ change }))

  expect(pager.events()[0]?.event_action).toBe('trigger')
})

test('a resolve closes what the trigger opened, also when the integration was renamed', async () => {
  await using pager = setup()

  await pager.send()
  await pager.send(aResolvedNotice({ integration: 'acme-eu', title: 'Another title' }))

  const [opened] = pager.events()
  expect(pager.receiver.received[1]?.body).toEqual({
    routing_key: routingKey,
    dedup_key: opened?.dedup_key,
    event_action: 'resolve',
  })
})

test.each(['critical', 'error', 'warning', 'info'] as const)(
  'severity %s is the same there',
  async (severity) => {
    await using pager = setup()

    await pager.send(aNotice({ alert: { severity } }))

    expect(pager.events()[0]?.payload['severity']).toBe(severity)
  },
)

test.each(hostileTexts)('%p is within what PagerDuty takes', async (hostile) => {
  await using pager = setup()

  const alert = { ...allOf(hostile), dedupKey: `k${hostile}`, project: null }
  await pager.send(aNotice({ alert }))

  const [event] = pager.events()
  expect(event?.payload['summary']?.length).toBeLessThanOrEqual(1024)
  expect(event?.dedup_key.length).toBeLessThanOrEqual(255)
  expect(event?.payload['source']).toMatch(/^[^\r\n]{1,100}$/)
  expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\u001b|\u202e|\\ud83d/)
})

test.each([
  [400, 'refused'],
  [403, 'refused'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
] as const)('%d is %s', async (status, result) => {
  await using pager = setup(text(`invalid ${routingKey}`, status))

  const sent = await pager.send()

  expect(sent).toMatchObject({ result, status, reply: 'invalid ***' })
  expect(whyOf(sent)).toStartWith(`PagerDuty answered ${status}: `)
  expect(whyOf(sent)).not.toContain(routingKey)
})

test('nobody there is tried again, and an address that is not allowed is refused', async () => {
  const settings = { routingKey, apiUrl: 'http://127.0.0.1:1/' }

  const unreachable = await pagerduty.send(aSending(settings))
  const forbidden = await pagerduty.send(aSending(settings, { outbound: closedOutbound }))

  expect(unreachable).toMatchObject({ result: 'retry', status: null })
  expect(forbidden).toMatchObject({ result: 'refused', status: null })
})

test('a digest is a mistake of who gave it', () => {
  const sending = aSending({ routingKey }, { notice: { digest: aDigest() } })

  expect(pagerduty.send(sending)).rejects.toThrow('got a digest')
})

test('settings need a key, and nothing that is not known', () => {
  expect(Value.Check(pagerduty.settings, { routingKey })).toBe(true)
  expect(Value.Check(pagerduty.settings, {})).toBe(false)
  expect(Value.Check(pagerduty.settings, { routingKey: 'a\r\nb' })).toBe(false)
  expect(Value.Check(pagerduty.settings, { routingKey, more: 1 })).toBe(false)
})

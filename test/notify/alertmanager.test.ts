import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import type { Notice } from '../../src/core/notice.ts'
import { alertmanager } from '../../src/notify/kinds/alertmanager.ts'
import { alertmanagerPath, startAlertmanager } from './alertmanager-process.ts'
import { aDigest, aNotice, aResolvedNotice, eight } from './builders.ts'
import { aSending, whyOf } from './channels.ts'
import { allOf, hostileTexts } from './hostile-texts.ts'
import { closedOutbound } from './outbound.ts'
import { aReceiver, json, text, type Answer, type Received } from './receiver.ts'

type Settings = Parameters<typeof alertmanager.send>[0]['settings']

interface Posted {
  labels: Record<string, string>
  annotations: Record<string, string>
  startsAt: string
  endsAt: string
}

const worse = aNotice({
  change: 'worse',
  at: eight + 60_000,
  alert: { severity: 'critical', severityBefore: 'error' },
})

/** Five minutes after it opened. */
const resolve = { ...aResolvedNotice({ resolvedAt: eight + 300_000 }), at: eight + 300_000 }

/** A stand-in that lists what it is given, and keeps what is posted. */
function setup(listed: unknown = [], more: Partial<Settings> = {}, answer?: Answer) {
  const receiver = aReceiver(
    answer ?? (({ method }) => (method === 'GET' ? Response.json(listed) : new Response(null))),
  )
  return {
    receiver,
    send: (notice = aNotice()) =>
      alertmanager.send(aSending({ url: receiver.url, ...more }, { notice })),
    posted: () =>
      receiver.received
        .filter(({ method }) => method === 'POST')
        .flatMap(({ body }) => body as unknown as Posted[]),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

/** An alert as Alertmanager lists it. */
function listedOf(labels: Record<string, string>, dedupKey = 'issue:4711') {
  return {
    labels,
    annotations: { dedup_key: dedupKey, summary: 'x' },
    startsAt: '2026-11-24T08:00:00.000Z',
    endsAt: '2036-11-24T08:00:00.000Z',
    fingerprint: 'abc',
  }
}

const labels = {
  alertname: 'TypeError: cart is undefined',
  severity: 'error',
  project: 'Shop',
  integration: 'Production',
  navish_alert: '12',
}

describe('what is posted', () => {
  test('of an opened alert has labels, annotations, a link, and an end that is far off', async () => {
    await using manager = setup()

    const description = 'checkout.ts in total\nsecond line'
    expect(await manager.send(aNotice({ alert: { description } }))).toMatchObject({
      result: 'sent',
      status: 200,
    })
    expect(manager.receiver.received).toMatchObject([{ method: 'POST', path: '/api/v2/alerts' }])
    expect(manager.posted()).toEqual([
      {
        labels,
        annotations: {
          summary: 'TypeError: cart is undefined',
          reason: 'Sentry said that the issue is new.',
          description: 'checkout.ts in total\nsecond line',
          dedup_key: 'issue:4711',
          sentry_url: 'https://acme.sentry.io/issues/4711/',
        },
        startsAt: '2026-11-24T08:00:00.000Z',
        endsAt: '2036-11-21T08:00:00.000Z',
        generatorURL: 'https://navish.example.org/alerts/12',
      } as Posted,
    ])
  })

  test('of a resolve ends when the alert was resolved', async () => {
    await using manager = setup([listedOf(labels)])

    await manager.send(resolve)

    expect(manager.posted()).toMatchObject([{ labels, endsAt: '2026-11-24T08:05:00.000Z' }])
  })

  test('of a reopened alert begins anew', async () => {
    await using manager = setup()

    await manager.send(aNotice({ change: 'reopened', at: eight + 600_000 }))

    expect(manager.posted()).toMatchObject([{ startsAt: '2026-11-24T08:10:00.000Z' }])
  })

  test('of one that got worse ends it with the labels that it had', async () => {
    await using manager = setup([listedOf(labels)])

    await manager.send(worse)

    expect(manager.receiver.received[0]).toMatchObject({
      method: 'GET',
      path: '/api/v2/alerts?filter=navish_alert%3D%2212%22',
    })
    expect(manager.posted()).toMatchObject([
      { labels: { ...labels, severity: 'critical' }, endsAt: expect.stringMatching(/^2036/) },
      { labels, endsAt: '2026-11-24T08:01:00.000Z' },
    ])
  })

  test('of a resolve ends only what was told, with whatever labels', async () => {
    const told = { ...labels, severity: 'critical', alertname: 'As it was called before' }
    await using manager = setup([listedOf(told)])

    await manager.send(resolve)

    expect(manager.posted()).toMatchObject([{ labels: told, endsAt: '2026-11-24T08:05:00.000Z' }])
    expect(manager.posted()).toHaveLength(1)
  })

  test('leaves the alerts of another Navish alone', async () => {
    await using manager = setup([listedOf({ ...labels, severity: 'info' }, 'sentry-issue-9')])

    await manager.send(worse)

    expect(manager.posted()).toHaveLength(1)
  })

  test.each([
    ['no JSON', text('<html>')],
    ['no list', json({ alerts: [] })],
    ['a list of other things', json([null, 1, {}, { labels: 1 }])],
  ])('is the alert alone where the list is %s', async (_, list) => {
    await using manager = setup([], {}, list)

    expect(await manager.send(worse)).toMatchObject({ result: 'sent' })
    expect(manager.posted()).toHaveLength(1)
  })

  test.each(hostileTexts)('of %p has labels of one line that are not empty', async (hostile) => {
    await using manager = setup()

    await manager.send(aNotice({ alert: allOf(hostile) }))

    const [posted] = manager.posted()
    for (const value of Object.values(posted?.labels ?? {}))
      expect(value).toMatch(/^[^\r\n]{1,200}$/)
    expect(JSON.stringify(posted)).not.toMatch(/\\u0000|\\u001b|\u202e|\\ud83d/)
  })
})

describe('who asks', () => {
  const authorization = ({ headers }: Received) => headers['authorization']

  test.each([
    [{}, undefined],
    [{ user: 'navish', password: 'pass:wört' }, `Basic ${btoa8('navish:pass:wört')}`],
    [{ token: 'tok-123' }, 'Bearer tok-123'],
    [{ user: 'navish', password: 'x', token: 'tok-123' }, 'Bearer tok-123'],
  ])('is told by %p', async (settings, said) => {
    await using manager = setup([], settings)

    await manager.send(worse)

    expect(manager.receiver.received.map(authorization)).toEqual([said, said])
  })

  test('is never told back', async () => {
    const settings = { user: 'navish', password: 'hunter2hunter2' }
    const echo = `hunter2hunter2 ${btoa8('navish:hunter2hunter2')}`
    await using manager = setup([], settings, text(echo, 401))

    const sent = await manager.send()

    expect(sent).toMatchObject({ result: 'refused', status: 401, reply: '*** ***' })
    expect(whyOf(sent)).not.toContain('hunter2')
  })
})

describe('an answer', () => {
  test.each([
    [400, 'refused'],
    [401, 'refused'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ] as const)('of %d is %s, also where only the list has it', async (status, result) => {
    await using manager = setup([], {}, text('why', status))

    expect(await manager.send()).toMatchObject({ result, status, reply: 'why' })
    expect(await manager.send(worse)).toMatchObject({ result, status, reply: 'why' })
  })

  test.each([404, 405])('of %d to the list does not keep it from being told', async (status) => {
    await using manager = setup([], {}, ({ method }) =>
      method === 'GET' ? new Response('', { status }) : new Response(null),
    )

    expect(await manager.send(worse)).toMatchObject({ result: 'sent' })
    expect(manager.posted()).toHaveLength(1)
  })

  test('that does not come is tried again; what is not allowed is refused', async () => {
    const settings = { url: 'http://127.0.0.1:1' }
    const unreachable = await alertmanager.send(aSending(settings))
    const forbidden = await alertmanager.send(aSending(settings, { outbound: closedOutbound }))

    expect(unreachable.result).toBe('retry')
    expect(forbidden.result).toBe('refused')
  })

  test('to a digest is not asked for: that is a mistake of who gave it', () => {
    const sending = aSending({ url: 'http://127.0.0.1:1' }, { notice: { digest: aDigest() } })

    expect(alertmanager.send(sending)).rejects.toThrow('got a digest')
  })
})

test('settings need an address, and take no header of two lines', () => {
  const url = 'https://alertmanager.example.org/prefix'
  expect(Value.Check(alertmanager.settings, { url })).toBe(true)
  expect(Value.Check(alertmanager.settings, { url: 'alertmanager' })).toBe(false)
  expect(Value.Check(alertmanager.settings, { url, token: 'a\r\nb' })).toBe(false)
  expect(Value.Check(alertmanager.settings, { url, more: 1 })).toBe(false)
})

// Skipped where there is none: Debian has it as the package prometheus-alertmanager.
describe.skipIf(alertmanagerPath === null)('a real Alertmanager', () => {
  interface Told {
    status: string
    alerts: { status: string; labels: Record<string, string>; generatorURL: string }[]
  }

  async function startReal() {
    const receiver = aReceiver(text('fine'))
    const manager = await startAlertmanager(receiver.url)
    const all = () => receiver.received.flatMap(({ body }) => (body as unknown as Told).alerts)
    return {
      send: (notice: Notice) => alertmanager.send(aSending({ url: `${manager.url}/` }, { notice })),
      /** Waits until it told its receiver of an alert with this status and severity. */
      told: (status: string, severity: string) =>
        receiver.until(() =>
          all().find((one) => one.status === status && one.labels['severity'] === severity),
        ),
      all,
      async active() {
        const response = await fetch(`${manager.url}/api/v2/alerts`)
        return (await response.json()) as Posted[]
      },
      async [Symbol.asyncDispose]() {
        await manager[Symbol.asyncDispose]()
        await receiver[Symbol.asyncDispose]()
      },
    }
  }

  /** Now, because it resolves by its own clock. */
  const times = () => {
    const now = Date.now()
    return { at: now, alert: { openedAt: now - 60_000 } }
  }

  test('tells of an opened alert, and of its resolve, once each', async () => {
    await using real = await startReal()
    const { at, alert } = times()
    const opened = aNotice({ at: at - 60_000, alert })

    expect(await real.send(opened)).toMatchObject({ result: 'sent', status: 200 })
    expect(await real.send(opened)).toMatchObject({ result: 'sent' })
    expect(await real.told('firing', 'error')).toMatchObject({
      labels,
      generatorURL: 'https://navish.example.org/alerts/12',
    })
    expect(await real.active()).toMatchObject([{ endsAt: expect.stringMatching(/^203/) }])

    const resolved = aNotice({ change: 'resolved', at, alert: { ...alert, resolvedAt: at } })
    expect(await real.send(resolved)).toMatchObject({ result: 'sent' })
    await real.told('resolved', 'error')
    expect(await real.active()).toEqual([])
    expect(real.all()).toHaveLength(2)
  }, 20_000)

  test('has an alert that got worse, eased and was reopened once, and in the end not at all', async () => {
    await using real = await startReal()
    const { at, alert } = times()

    await real.send(aNotice({ at: at - 60_000, alert }))
    await real.told('firing', 'error')
    const before = { ...alert, severity: 'critical', severityBefore: 'error' } as const
    await real.send(aNotice({ change: 'worse', at: at - 1000, alert: before }))
    await real.told('firing', 'critical')
    expect((await real.active()).map((one) => one.labels['severity'])).toEqual(['critical'])

    // It eased to a warning, of which nobody was told, and was renamed.
    const eased = { ...alert, severity: 'warning', title: 'Another title' } as const
    await real.send(aNotice({ change: 'resolved', at, alert: { ...eased, resolvedAt: at } }))
    await real.told('resolved', 'critical')
    expect(await real.active()).toEqual([])
    expect(real.all().filter((one) => one.labels['severity'] === 'warning')).toEqual([])

    await real.send(aNotice({ change: 'reopened', at: at + 1, alert: eased }))
    await real.told('firing', 'warning')
    expect(await real.active()).toHaveLength(1)
  }, 20_000)

  test('takes whatever a sender wrote', async () => {
    await using real = await startReal()
    const { at, alert } = times()

    for (const [index, hostile] of hostileTexts.entries()) {
      const notice = aNotice({ at, alert: { ...alert, ...allOf(hostile), id: String(index) } })
      expect(await real.send(notice)).toMatchObject({ result: 'sent' })
    }

    expect(await real.active()).toHaveLength(hostileTexts.length)
  }, 20_000)
})

function btoa8(said: string): string {
  return Buffer.from(said).toString('base64')
}

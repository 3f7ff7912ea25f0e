import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { createEmail, email } from '../../src/notify/kinds/email.ts'
import type { Sending } from '../../src/notify/notifier.ts'
import { createCertificate } from '../support/certificate.ts'
import { aDigest, aNotice, aResolvedNotice } from './builders.ts'
import { aSending, whyOf } from './channels.ts'
import { allOf, hostileTexts } from './hostile-texts.ts'
import {
  readMail,
  startMailServer,
  startScriptedServer,
  trusting,
  type MailServerSettings,
} from './mail-server.ts'
import { closedOutbound } from './outbound.ts'

type Settings = Parameters<typeof email.send>[0]['settings']

const host = 'mail.test'
const impatient = createEmail({ stepMs: 200, deadlineMs: 1000 })

/** Sends to this port of this machine, which is what the mail server's name resolves to. */
function sendTo(
  port: number,
  {
    settings = {},
    ...fields
  }: Partial<Omit<Sending<Settings>, 'settings'>> & {
    settings?: Partial<Settings>
  } = {},
  notifier = email,
) {
  const all: Settings = {
    host,
    port,
    tls: 'none',
    from: 'Navish <navish@example.org>',
    to: ['ops@example.org'],
    ...settings,
  }
  return notifier.send(aSending(all, fields))
}

async function setup(settings: MailServerSettings = {}) {
  const server = await startMailServer(settings)
  return {
    server,
    send: (sending: Parameters<typeof sendTo>[1] = {}) => sendTo(server.port, sending),
    mails: () => server.received.map(({ raw }) => readMail(raw)),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

describe('a mail', () => {
  test('tells an alert as text and as HTML', async () => {
    await using mail = await setup()

    const alert = { description: 'checkout.ts in total\nsecond line', eventCount: 1234 }
    const sent = await mail.send({
      settings: { to: ['ops@example.org', 'dev@example.org'] },
      notice: aNotice({ alert }),
    })

    expect(sent).toMatchObject({ result: 'sent', status: 250 })
    expect(mail.server.received).toMatchObject([
      { from: 'navish@example.org', to: ['ops@example.org', 'dev@example.org'] },
    ])
    const [{ header, text, html } = readMail('')] = mail.mails()
    expect(header).toMatchObject({
      from: 'Navish <navish@example.org>',
      to: 'ops@example.org, dev@example.org',
      subject: '🔴 Opened: TypeError: cart is undefined · Shop',
      'message-id': '<navish.delivery-7@example.org>',
      'auto-submitted': 'auto-generated',
    })
    expect(header).not.toHaveProperty('in-reply-to')
    for (const part of [text, html]) {
      expect(part).toContain('Sentry said that the issue is new.')
      expect(part).toContain('second line')
      expect(part).toContain('1,234')
      expect(part).toContain('https://navish.example.org/alerts/12')
      expect(part).toContain('https://acme.sentry.io/issues/4711/')
    }
  })

  test('has an HTML part that loads nothing and has no colours', async () => {
    await using mail = await setup()

    await mail.send()

    const [{ html } = readMail('')] = mail.mails()
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).not.toMatch(/<img|<link|<script|src=|url\(|@import|background|[^-]color:/i)
  })

  test('about an alert that was told before answers the first one', async () => {
    await using mail = await setup()

    const first = await mail.send()
    const thread = first.result === 'sent' ? (first.thread ?? null) : null
    const second = await mail.send({ notice: aResolvedNotice(), key: 'delivery-8', thread })

    expect(second).toMatchObject({ result: 'sent', thread })
    expect(mail.mails()[1]?.header).toMatchObject({
      subject: '✅ Resolved by Sentry: TypeError: cart is undefined · Shop',
      'message-id': '<navish.delivery-8@example.org>',
      'in-reply-to': '<navish.delivery-7@example.org>',
      references: '<navish.delivery-7@example.org>',
    })
  })

  test.each([
    '',
    '{}',
    '{"message":42}',
    '{"message":"<navish.1@b>\\r\\nBcc: x"}',
    '{"message":"<other.1@example.org>"}',
  ])('answers nothing when the thread is %p', async (thread) => {
    await using mail = await setup()

    await mail.send({ thread })

    expect(mail.mails()[0]?.header).not.toHaveProperty('in-reply-to')
    expect(mail.mails()[0]?.header).not.toHaveProperty('bcc')
  })

  test('has the same Message-ID for each attempt', async () => {
    await using mail = await setup()

    await mail.send()
    await mail.send()

    const ids = mail.mails().map(({ header }) => header['message-id'])
    expect(ids).toEqual(['<navish.delivery-7@example.org>', '<navish.delivery-7@example.org>'])
  })

  test('tells many alerts as one, which is no thread', async () => {
    await using mail = await setup()

    const counts = { opened: 8, worse: 1, reopened: 0, resolved: 3 }
    const sent = await mail.send({ notice: { digest: aDigest({ counts }) } })

    expect(sent).not.toHaveProperty('thread')
    const [{ header, text } = readMail('')] = mail.mails()
    expect(header['subject']).toBe('🚨 12 changes: 8 opened, 1 got worse, 3 resolved')
    expect(text).toContain('🔴 Opened: TypeError: cart is undefined (Shop)')
    expect(text).toContain('and 9 more')
  })

  test.each(hostileTexts)('holds %p as text', async (hostile) => {
    await using mail = await setup()
    const alert = { ...allOf(hostile), url: `https://example.org/"><script>${hostile}` }

    expect(await mail.send({ notice: aNotice({ alert }) })).toMatchObject({ result: 'sent' })

    const [{ raw, to } = { raw: '', to: [] }] = mail.server.received
    const { headers, header, text, html } = readMail(raw)
    expect(to).toEqual(['ops@example.org'])
    expect(headers.map(([name]) => name).toSorted()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ])
    expect(header['subject']).toMatch(/^🔴 Opened: .{1,420}$/u)
    expect(html).not.toMatch(/<img|<script/)
    // oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
    expect(header['subject'] + text + html).not.toMatch(/[\u0000\u001b\u202e\ufffe]/)
    for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  })

  test('closes its connection', async () => {
    await using mail = await setup()

    await mail.send()
    await mail.send()

    await mail.server.untilQuiet()
    expect(mail.server.received).toHaveLength(2)
  })
})

describe('TLS', () => {
  test.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('%s encrypts, by a certificate of the name', async (tls, secure) => {
    const certificate = createCertificate('mail.test')
    await using mail = await setup({ certificate, secure })
    using _ = trusting(certificate)

    expect(await mail.send({ settings: { tls } })).toMatchObject({ result: 'sent' })
    expect(mail.server.received).toMatchObject([{ secure: true }])
  })

  test.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('%s takes an address for a name, too', async (tls, secure) => {
    const certificate = createCertificate('127.0.0.1')
    await using mail = await setup({ certificate, secure })
    using _ = trusting(certificate)

    const sent = await mail.send({ settings: { tls, host: '127.0.0.1' } })

    expect(sent).toMatchObject({ result: 'sent' })
  })

  test.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('%s sends nothing by a certificate that nobody trusts', async (tls, secure) => {
    const certificate = createCertificate('mail.test')
    const credentials = { user: 'navish', password: 'hunter2hunter2' }
    await using mail = await setup({ certificate, secure, credentials })

    const sent = await mail.send({ settings: { tls, ...credentials } })

    expect(sent).toMatchObject({ result: 'retry', status: null })
    expect(whyOf(sent)).toMatch(/self.signed certificate/)
    expect(mail.server.received).toEqual([])
  })

  test.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('%s sends nothing by a certificate of another name', async (tls, secure) => {
    const certificate = createCertificate('other.test', '127.0.0.1')
    await using mail = await setup({ certificate, secure })
    using _ = trusting(certificate)

    const sent = await mail.send({ settings: { tls } })

    expect(sent.result).toBe('retry')
    expect(mail.server.received).toEqual([])
  })

  test('starttls sends nothing to a server that offers none', async () => {
    await using server = await startScriptedServer([
      '220 mail.test\r\n',
      '250-mail.test\r\n250 AUTH PLAIN LOGIN\r\n',
      '502 5.5.1 unknown command\r\n',
    ])
    const settings = { tls: 'starttls', user: 'navish', password: 'hunter2hunter2' } as const

    const sent = await sendTo(server.port, { settings })

    expect(sent).toMatchObject({ result: 'refused', status: 502 })
    expect(whyOf(sent)).toContain('STARTTLS')
    expect(server.heard.join('')).not.toMatch(/AUTH|MAIL/)
  })

  test('starttls is tried again with a server that cannot just now', async () => {
    await using server = await startScriptedServer([
      '220 mail.test\r\n',
      '250-mail.test\r\n250 STARTTLS\r\n',
      '454 4.7.0 TLS not available\r\n',
    ])

    const sent = await sendTo(server.port, { settings: { tls: 'starttls' } })

    expect(sent).toMatchObject({ result: 'retry', status: 454 })
  })

  test('starttls takes nothing that was said before it', async () => {
    await using server = await startScriptedServer([
      '220 mail.test\r\n',
      '250-mail.test\r\n250 STARTTLS\r\n',
      '220 go\r\n250 injected\r\n',
    ])

    const sent = await sendTo(server.port, { settings: { tls: 'starttls' } }, impatient)

    expect(sent.result).toBe('retry')
    expect(server.heard.join('')).not.toContain('MAIL')
  })
})

describe('signing in', () => {
  const credentials = { user: 'navish', password: 'hunter2hunter2' }

  test('is done with user and password', async () => {
    await using mail = await setup({ credentials })

    expect(await mail.send({ settings: credentials })).toMatchObject({ result: 'sent' })
    expect(mail.server.received).toMatchObject([{ user: 'navish' }])
  })

  test('that fails is refused, and says so without the password', async () => {
    await using mail = await setup({ credentials })

    const sent = await mail.send({ settings: { ...credentials, password: 'wrong-password' } })

    expect(sent).toMatchObject({ result: 'refused', status: 535 })
    expect(whyOf(sent)).toContain('does not accept user and password')
    expect(JSON.stringify(sent)).not.toContain('wrong-password')
  })

  test('is never told back, whatever the server says', async () => {
    const answer = { at: 'AUTH', code: 535, text: 'not hunter2hunter2' } as const
    await using mail = await setup({ credentials, answer })

    const sent = await mail.send({ settings: credentials })

    expect(sent.reply).toBe('535 not ***')
    expect(JSON.stringify(sent)).not.toContain('hunter2')
  })

  test('that only fails now is tried again', async () => {
    const answer = { at: 'AUTH', code: 454, text: 'temporary failure' } as const
    await using mail = await setup({ credentials, answer })

    expect(await mail.send({ settings: credentials })).toMatchObject({
      result: 'retry',
      status: 454,
    })
  })
})

describe('a mail server', () => {
  test.each([
    ['MAIL', 451, 'retry'],
    ['MAIL', 550, 'refused'],
    ['RCPT', 450, 'retry'],
    ['RCPT', 550, 'refused'],
    ['DATA', 452, 'retry'],
    ['DATA', 552, 'refused'],
  ] as const)('that says at %s %d: the mail is %s', async (at, code, result) => {
    await using mail = await setup({ answer: { at, code, text: 'because of this' } })

    const sent = await mail.send()

    expect(sent).toMatchObject({ result, status: code })
    expect(sent.reply).toContain('because of this')
    expect(whyOf(sent)).toContain('because of this')
  })

  test('that refuses some of many has taken it, and it is told for whom not', async () => {
    const answer = { at: 'RCPT', code: 550, text: 'no such user', only: 'old@example.org' } as const
    await using mail = await setup({ answer })

    const sent = await mail.send({ settings: { to: ['ops@example.org', 'old@example.org'] } })

    expect(sent).toMatchObject({ result: 'sent', status: 250 })
    expect(sent.reply).toContain('not for old@example.org: 550 no such user')
    expect(mail.server.received).toMatchObject([{ to: ['ops@example.org'] }])
  })

  test.each([
    [['554 no service here\r\n'], 'refused'],
    [['421 too busy\r\n'], 'retry'],
    [['HTTP/1.1 400 Bad Request\r\n\r\n'], 'retry'],
  ])('that greets with %p: the mail is %s', async (lines, result) => {
    await using server = await startScriptedServer(lines)

    expect(await sendTo(server.port)).toMatchObject({ result })
  })

  test('that is not there is tried again', async () => {
    const sent = await sendTo(1)

    expect(sent).toMatchObject({ result: 'retry', status: null })
    expect(whyOf(sent)).toContain('not reached')
  })

  test('that is not allowed is refused before anything is connected', async () => {
    await using mail = await setup()

    const sent = await mail.send({ outbound: closedOutbound })

    expect(sent).toMatchObject({ result: 'refused', why: '10.0.0.1 is not allowed.' })
  })

  test.each([
    ['at once', []],
    ['after its greeting', ['220 mail.test\r\n']],
    ['at the mail', ['220 mail.test\r\n', '250 mail.test\r\n', '250 ok\r\n']],
  ])('that hangs %s is given up', async (_, lines) => {
    await using server = await startScriptedServer(lines)

    const sent = await sendTo(server.port, {}, impatient)

    expect(sent).toMatchObject({ result: 'retry', status: null })
  })

  test('that says a little all the time is given up in the end', async () => {
    await using server = await startScriptedServer(['220-wait\r\n'], '220-wait\r\n')

    const sent = await sendTo(server.port, {}, createEmail({ stepMs: 5000, deadlineMs: 200 }))

    expect(sent).toMatchObject({ result: 'retry', why: 'The mail server took too long.' })
  })
})

test('settings take addresses and names, and nothing that would be another header', () => {
  const settings = {
    host,
    port: 587,
    tls: 'starttls',
    from: 'Navish <navish@example.org>',
    to: ['ops@example.org'],
  }
  const takes = (more: object) => Value.Check(email.settings, { ...settings, ...more })

  expect(takes({})).toBe(true)
  expect(takes({ from: 'navish@example.org', to: ['a+b@x.org', 'ü@x.org'] })).toBe(true)
  expect(takes({ to: Array.from({ length: 50 }, (_, i) => `a${i}@x.org`) })).toBe(true)
  for (const from of ['', 'Navish', 'a@b\r\nBcc: c@d', 'A\r\nB: c <a@b>', '"A" <a@b>', '<a@b> x'])
    expect(takes({ from })).toBe(false)
  for (const to of ['a@b,c@d', 'a@b\nc@d', 'A <a@b>', 'a b@c', 'a'])
    expect(takes({ to: [to] })).toBe(false)
  expect(takes({ to: [] })).toBe(false)
  expect(takes({ to: Array.from({ length: 51 }, (_, i) => `a${i}@x.org`) })).toBe(false)
  expect(takes({ host: 'a b' })).toBe(false)
  expect(takes({ tls: 'maybe' })).toBe(false)
  expect(takes({ more: 1 })).toBe(false)
})

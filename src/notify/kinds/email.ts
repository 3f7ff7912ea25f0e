import { isIP } from 'node:net'
import { Type, type Static } from '@sinclair/typebox'
import { OneOf, Shape, Text } from '../../contract/shapes.ts'
import { OutboundError } from '../../outbound/outbound.ts'
import { addressPattern, domainOf, senderOf, senderPattern } from '../email/address.ts'
import { contentOf, htmlOf, textOf } from '../email/content.ts'
import { takenOf, untakenOf } from '../email/reply.ts'
import type { Notifier, Sending, Sent } from '../notifier.ts'
import { bodyOf, threadedOf, unansweredOf } from '../reply.ts'
import { Secret, secretsOf } from '../settings.ts'

const settings = Shape({
  host: Type.String({
    pattern: '^[A-Za-z0-9.:_-]{1,253}$',
    description: 'the mail server, such as smtp.example.org',
  }),
  port: Type.Integer({
    minimum: 1,
    maximum: 65_535,
    description: 'its port: usually 587 with starttls, 465 with tls, 25 with none',
  }),
  tls: OneOf(
    ['starttls', 'tls', 'none'],
    'how the connection is encrypted: starttls (nothing is sent before it is), tls (from the start) or none (also the password can be read on the way)',
  ),
  user: Type.Optional(Text(200, 'who signs in; left out: nobody does')),
  password: Type.Optional(Secret(Text(500, 'the password of the user'))),
  from: Type.String({
    pattern: senderPattern,
    description: 'the sender, such as Navish <navish@example.org>',
  }),
  to: Type.Array(Type.String({ pattern: addressPattern }), {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'up to 50 addresses; each of them sees the others',
  }),
})
type Settings = Static<typeof settings>

/** How long a mail server may take. */
export interface MailLimits {
  /** ms for each step of the conversation. */
  stepMs: number
  /** ms for all of it, also with a server that says one word now and then. */
  deadlineMs: number
}

/** E-mail as Navish sends it, but with other limits. */
export function createEmail(limits: MailLimits): Notifier<typeof settings> {
  return {
    settings,
    digests: true,
    isIdempotent: false,
    async send(sending) {
      try {
        const address = await sending.outbound.resolve(sending.settings.host)
        return await deliver(sending, address, limits)
      } catch (error) {
        if (error instanceof OutboundError) return unansweredOf(error)
        throw error
      }
    },
  }
}

/**
 * E-mail, by one connection to a mail server for each message. All messages about an alert make one conversation: they answer the first one.
 * A message that was sent twice has the same Message-ID twice, which some mailboxes show once; no server has to.
 * With the name service, which has 10 s, all of it ends within the 30 s of an attempt: what goes on after them would be sent again.
 */
export const email = createEmail({ stepMs: 10_000, deadlineMs: 19_000 })

async function deliver(
  sending: Sending<Settings>,
  address: string,
  limits: MailLimits,
): Promise<Sent> {
  // Only who sends mail pays for it in memory.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(connectionOf(sending.settings, address, limits.stepMs))
  const messageId = messageIdOf(sending)
  const first = 'digest' in sending.notice ? null : messageIdIn(sending.thread)
  const secrets = mailSecretsOf(sending.settings)
  try {
    const taken = await transport.sendMail({
      ...mailOf(sending, messageId, first),
      signal: AbortSignal.timeout(limits.deadlineMs),
    })
    const sent = takenOf(taken, secrets)
    return 'digest' in sending.notice ? sent : threadedOf(sent, { message: first ?? messageId })
  } catch (error) {
    return untakenOf(error, secrets)
  } finally {
    transport.close()
  }
}

/** To the very address that was checked; the certificate is that of the name. https://nodemailer.com/smtp */
function connectionOf(
  { host, port, tls, user, password }: Settings,
  address: string,
  stepMs: number,
) {
  return {
    host: address,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2' as const,
      // An address is no name for TLS: its certificate is compared with where the connection goes.
      ...(isIP(host) === 0 && { servername: host }),
    },
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    // Nothing in a message may make it read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function mailOf(sending: Sending<Settings>, messageId: string, first: string | null) {
  const { from, to } = sending.settings
  const content = contentOf(sending)
  return {
    from: senderOf(from),
    to: to.map((address) => ({ name: '', address })),
    subject: content.subject,
    text: textOf(content),
    html: htmlOf(content),
    messageId,
    ...(first !== null && { inReplyTo: first, references: [first] }),
    // So that no absence notice comes back: https://www.rfc-editor.org/rfc/rfc3834#section-5
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

function messageIdOf({ settings: { from }, key }: Sending<Settings>): string {
  return `<navish.${key}@${domainOf(senderOf(from).address)}>`
}

/** The Message-ID in a thread that we gave out; null: there is none in it. */
function messageIdIn(thread: string | null): string | null {
  const { message } = bodyOf(thread ?? '')
  const isOurs =
    typeof message === 'string' && /^<navish\.[A-Za-z0-9-]+@[A-Za-z0-9.-]+>$/.test(message)
  return isOurs ? message : null
}

/** The secrets, and what SMTP makes of them: https://www.rfc-editor.org/rfc/rfc4954 */
function mailSecretsOf(set: Settings): string[] {
  const { user = '', password } = set
  const secrets = secretsOf(settings, set)
  if (password === undefined) return secrets
  return [...secrets, base64(password), base64(`\0${user}\0${password}`)]
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

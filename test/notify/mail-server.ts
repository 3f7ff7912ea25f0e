import { createServer, type Socket } from 'node:net'
import tls from 'node:tls'
import { SMTPServer } from 'smtp-server'
import type { Certificate } from '../support/certificate.ts'

/** Has this process trust a certificate, until it is disposed of. */
export function trusting({ cert }: Certificate): Disposable {
  const before = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...before, cert])
  return { [Symbol.dispose]: () => tls.setDefaultCACertificates(before) }
}

/** A mail as it came. */
export interface ReceivedMail {
  from: string
  to: string[]
  /** Headers and body as they were sent. */
  raw: string
  /** Whether the connection was encrypted. */
  secure: boolean
  user: string | null
}

export interface MailServerSettings {
  certificate?: Certificate
  /** TLS from the start. */
  secure?: boolean
  /** Offers no STARTTLS. */
  plain?: boolean
  /** Who may sign in; left out: nobody needs to. */
  credentials?: { user: string; password: string }
  /** What it says to a step instead of yes. */
  answer?: { at: 'AUTH' | 'MAIL' | 'RCPT' | 'DATA'; code: number; text: string; only?: string }
}

/** An SMTP server of this machine that keeps what it is sent. */
export async function startMailServer(settings: MailServerSettings = {}) {
  const { certificate, secure = false, plain = certificate === undefined } = settings
  const { credentials, answer } = settings
  const received: ReceivedMail[] = []
  let connections = 0
  const quiet: (() => void)[] = []
  const objection = (at: string, to = '') => {
    if (answer?.at !== at || (answer.only !== undefined && answer.only !== to)) return null
    return Object.assign(new Error(answer.text), { responseCode: answer.code })
  }
  const server = new SMTPServer({
    secure,
    ...certificate,
    authOptional: credentials === undefined,
    // Passwords over plain connections are what the test of `none` sends.
    allowInsecureAuth: true,
    disabledCommands: plain && !secure ? ['STARTTLS'] : [],
    disableReverseLookup: true,
    logger: false,
    onConnect(_, callback) {
      connections += 1
      callback()
    },
    onClose() {
      connections -= 1
      if (connections === 0) for (const each of quiet.splice(0)) each()
    },
    onAuth({ username, password }, _, callback) {
      const isKnown = username === credentials?.user && password === credentials?.password
      const refusal = Object.assign(new Error('Invalid credentials'), { responseCode: 535 })
      const error = objection('AUTH') ?? (isKnown ? null : refusal)
      if (error === null) callback(null, { user: username })
      else callback(error)
    },
    onMailFrom: (_, __, callback) => callback(objection('MAIL')),
    onRcptTo: ({ address }, _, callback) => callback(objection('RCPT', address)),
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        })
        callback(objection('DATA'))
      })
    },
  })
  // What a client ends in the middle of TLS is an error of the server, too.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    received,
    /** Waits until nobody is connected. */
    untilQuiet: () =>
      new Promise<void>((resolve) => {
        if (connections === 0) resolve()
        else quiet.push(resolve)
      }),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
      }),
  }
}

/**
 * A server that says these lines, one to each that it hears and the first at once, and then nothing more; without any it only listens. With
 * `drip` it goes on with this, again and again.
 */
export async function startScriptedServer(lines: readonly string[], drip?: string) {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const dripping = setInterval(() => {
    for (const socket of sockets) if (drip !== undefined) socket.write(drip)
  }, 20)
  const server = createServer((socket) => {
    sockets.add(socket)
    const left = [...lines]
    const say = () => {
      const line = left.shift()
      if (line !== undefined) socket.write(line)
    }
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      heard.push(data.toString())
      say()
    })
    say()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    heard,
    async [Symbol.asyncDispose]() {
      clearInterval(dripping)
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** The headers of a mail, unfolded, with lower-case names; and the decoded text of its parts. */
export function readMail(raw: string) {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
  const headers = lines.map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at).toLowerCase(), decodeWords(line.slice(at + 1).trim())] as const
  })
  const boundary = /boundary="([^"]+)"/.exec(raw.slice(0, end))?.[1] ?? ''
  const [, text = '', html = ''] = raw.slice(end).split(`--${boundary}`).map(decodePart)
  return { headers, header: Object.fromEntries(headers), text, html }
}

/** RFC 2047, as far as nodemailer writes it. */
function decodeWords(value: string): string {
  return value
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : decodeQuoted(text.replaceAll('_', ' ')),
    )
}

function decodePart(part: string): string {
  const end = part.indexOf('\r\n\r\n')
  const body = part.slice(end + 4)
  const head = part.slice(0, end)
  if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString()
  if (/encoding: quoted-printable/i.test(head)) return decodeQuoted(body.replace(/=\r\n/g, ''))
  return body
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}

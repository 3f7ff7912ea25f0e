import { cleanLine, cleanText } from '../../core/text.ts'
import type { Sent } from '../notifier.ts'
import { hidden, refusedOf, retryOf } from '../reply.ts'

/** What nodemailer tells of a mail that the server took. */
export interface MailTaken {
  response: string
  rejectedErrors?: { recipient?: string | undefined; response?: string | undefined }[] | undefined
}

/** What nodemailer tells of one that it did not take: https://nodemailer.com/errors */
interface MailError extends Error {
  code?: string
  responseCode?: number
  response?: string
}

/**
 * A mail that the server took, for all or for some: then the reply says for whom it did not. Trying again would tell the others twice,
 * and those not at all.
 */
export function takenOf(
  { response, rejectedErrors = [] }: MailTaken,
  secrets: readonly string[],
): Sent {
  const rejected = rejectedErrors.map((one) => `; not for ${one.recipient}: ${one.response}`)
  const said = hidden(`${response}${rejected.join('')}`, secrets)
  return { status: statusIn(response), reply: cleanText(said, 1000), result: 'sent' }
}

/** One that it did not take. Throws what nodemailer does not say of a server or a network: that is a mistake of ours. */
export function untakenOf(error: unknown, secrets: readonly string[]): Sent {
  const { code = '', responseCode, response = '', message } = error as MailError
  const reply = cleanText(hidden(response, secrets), 1000)
  const said = cleanLine(hidden(message, secrets), 300)
  const retry = (why: string) => retryOf({ status: responseCode ?? null, reply }, why, null)
  const refused = (why: string) => refusedOf({ status: responseCode ?? null, reply }, why)
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500)
    return retry(`The mail server asks to try again later: ${said}`)
  if (code === 'EAUTH') return refused(`The mail server does not accept user and password: ${said}`)
  if (code === 'ETLS' && responseCode !== undefined)
    return refused(`The mail server offers no STARTTLS, which the settings require: ${said}`)
  if (responseCode !== undefined && responseCode >= 500)
    return refused(`The mail server refuses this mail: ${said}`)
  if (code === 'EABORT') return retry('The mail server took too long.')
  if (unreached.includes(code)) return retry(`The mail server was not reached: ${said}`)
  if (unsendable.includes(code)) return refused(`This mail cannot be sent: ${said}`)
  throw error
}

function statusIn(response: string): number | null {
  const found = /^\d{3}/.exec(response)
  return found === null ? null : Number(found[0])
}

// A certificate that is not valid is among these: somebody is likely to renew it.
const unreached = ['ECONNECTION', 'EDNS', 'EPROTOCOL', 'ESOCKET', 'ESTREAM', 'ETIMEDOUT', 'ETLS']
const unsendable = ['EENVELOPE', 'EMESSAGE', 'ENOAUTH']

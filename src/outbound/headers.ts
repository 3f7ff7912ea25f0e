import { OutboundError } from './outbound.ts'

/** They say where a request goes, and where it ends: with a second opinion about that, a second request could hide in the first. */
const ours = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Headers that may be sent, with lower-case names. Others are `forbidden`; no message repeats a value, which may be a secret. */
export function readHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const read = Object.entries(headers).map(([name, value]): [string, string] => {
    if (!isName.test(name)) throw forbidden('A header has a name that is none.')
    if (!isValue.test(value)) throw forbidden(`The header "${name}" has a value that is none.`)
    if (ours.includes(name.toLowerCase())) throw forbidden(`Navish itself writes "${name}".`)
    return [name.toLowerCase(), value]
  })
  return Object.fromEntries(read)
}

const isName = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/
const isValue = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

function forbidden(message: string): OutboundError {
  return new OutboundError('forbidden', message)
}

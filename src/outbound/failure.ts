import { OutboundError } from './outbound.ts'

/** What was going on when a request failed. */
export type Phase = 'connecting' | 'securing' | 'waiting' | 'reading'

/**
 * What came of a request, in a sentence that names the origin and nothing else of the URL. Of the error only its code is told, if any:
 * messages of the platform may hold anything.
 */
export function failureOf(origin: string, phase: Phase, error: unknown): OutboundError {
  const code = codeOf(error)
  switch (phase) {
    case 'connecting':
      return new OutboundError('unreachable', `${origin} cannot be reached${reason(code)}.`)
    case 'securing':
      return new OutboundError('tls', `${origin} gave no secure connection${reason(code)}.`)
    case 'waiting':
      return new OutboundError('broken', `${origin} gave no HTTP reply${reason(code)}.`)
    case 'reading':
      return new OutboundError('broken', `${origin} broke off in the middle of its reply.`)
  }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'no way leads to it',
  ENETUNREACH: 'no way leads to it',
  ETIMEDOUT: 'it does not answer',
  ERR_SOCKET_CLOSED: 'it closed the connection',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is signed by an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes without those that vouch for it',
}

function reason(code: string | undefined): string {
  return code === undefined ? '' : `: ${words[code] ?? code}`
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z\d_]{1,60}$/.test(code) ? code : undefined
}

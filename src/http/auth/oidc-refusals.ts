import { AppError, type ErrorCode } from '../../errors.ts'

/**
 * Why somebody does not get in through single sign-on, with a fixed sentence for them. A browser is sent to the front page with
 * `?signInError=` and one of these words, never with a text of the provider's: anybody can write such a link.
 */
export const signInErrors = {
  expired: {
    code: 'unauthorized',
    text: 'This sign-in was begun too long ago, in another window, or is already over. Please sign in again.',
  },
  declined: {
    code: 'unauthorized',
    text: 'The identity provider did not let you in, or you did not agree to it.',
  },
  untrusted: {
    code: 'unauthorized',
    text: 'What the identity provider answered cannot be trusted. The log of Navish says why.',
  },
  unverified: {
    code: 'forbidden',
    text: 'The identity provider did not say an e-mail address of yours that it has verified. Navish knows people by it; ask an admin of the provider.',
  },
  no_account: {
    code: 'forbidden',
    text: 'Navish has no account that you may use. Ask an admin to add your e-mail address with: navish user create',
  },
  unavailable: {
    code: 'failed',
    text: 'The identity provider does not answer as it should. Please try again in a moment; if it goes on, the log of Navish says why.',
  },
  misconfigured: {
    code: 'failed',
    text: 'The identity provider does not accept Navish as it is set up. An admin finds the reason in the log of Navish.',
  },
} as const satisfies Record<string, { code: ErrorCode; text: string }>
export type SignInError = keyof typeof signInErrors

/** Somebody does not get in; `cause` is for the log. */
export class Refusal extends AppError {
  readonly why: SignInError

  constructor(why: SignInError, options?: ErrorOptions) {
    super(signInErrors[why].code, signInErrors[why].text, options)
    this.name = 'Refusal'
    this.why = why
  }
}

/** The kinds of failure that openid-client tells apart, by the code of its errors. */
const byCode = new Map<string, SignInError>([
  ['OAUTH_WWW_AUTHENTICATE_CHALLENGE', 'misconfigured'],
  ['OAUTH_INVALID_RESPONSE', 'untrusted'],
  ['OAUTH_PARSE_ERROR', 'untrusted'],
  ['OAUTH_UNSUPPORTED_OPERATION', 'untrusted'],
  ['OAUTH_KEY_SELECTION_FAILED', 'untrusted'],
  ['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'untrusted'],
  ['OAUTH_JWT_TIMESTAMP_CHECK_FAILED', 'untrusted'],
  ['OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED', 'untrusted'],
  ['OAUTH_MISSING_SERVER_METADATA', 'misconfigured'],
  ['OAUTH_INVALID_SERVER_METADATA', 'misconfigured'],
  ['OAUTH_HTTP_REQUEST_FORBIDDEN', 'misconfigured'],
  ['OAUTH_REQUEST_PROTOCOL_FORBIDDEN', 'misconfigured'],
])

/** The words of OAuth 2.0 and OpenID Connect for what went wrong there. */
const byWord = new Map<string, SignInError>([
  ['access_denied', 'declined'],
  ['login_required', 'declined'],
  ['consent_required', 'declined'],
  ['interaction_required', 'declined'],
  ['account_selection_required', 'declined'],
  ['server_error', 'unavailable'],
  ['temporarily_unavailable', 'unavailable'],
  ['invalid_grant', 'expired'],
])

/** What a failure of openid-client means for the person who signs in. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const word = wordOf(error)
  const why =
    word === undefined
      ? (byCode.get(codeOf(error)) ?? 'unavailable')
      : (byWord.get(word) ?? 'misconfigured')
  return new Refusal(why, { cause: error })
}

/** What it means that a provider does not say of itself what it should. */
export function refusalOfDiscovery(error: unknown): Refusal {
  // Something else than the provider that was meant: mostly its address is not quite right.
  const why = byCode.has(codeOf(error)) ? 'misconfigured' : 'unavailable'
  return new Refusal(why, { cause: error })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** What the provider called it, when it called it anything. */
export function wordOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('error' in error)) return undefined
  return typeof error.error === 'string' && /^[a-z_]{1,60}$/.test(error.error)
    ? error.error
    : 'something else'
}

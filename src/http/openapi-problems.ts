import { errorsOf, type Operation } from '../contract/operation.ts'
import { Problem } from '../contract/shapes.ts'
import type { ErrorCode } from '../errors.ts'
import type { Content, Example, Reference, ResponseObject } from './openapi-document.ts'
import { schemaOf } from './openapi-schemas.ts'
import { statusOf } from './problem.ts'

/** Others are for the commands on the machine. */
type AnsweredCode = Exclude<ErrorCode, 'usage' | 'unhealthy'>

/** When each of them is the answer, and what it then says, for instance. */
export const problems: Record<AnsweredCode, { when: string; detail: string }> = {
  invalid_content_type: {
    when: 'The body is not said to be JSON.',
    detail: 'The Content-Type must be application/json.',
  },
  invalid_json: {
    when: 'The body is no JSON object.',
    detail: 'The body is not valid JSON.',
  },
  invalid_event: {
    when: 'The body is no webhook of Sentry.',
    detail: 'data.issue has no id.',
  },
  invalid_request: {
    when: 'Something in the path, the query, a header or the body is not as described here.',
    detail: 'limit should be a number from 1 to 1000: how many items at most.',
  },
  unauthorized: {
    when: 'Nobody is known to ask: no credentials, or some that do not work.',
    detail: 'Send an API token as "Authorization: Bearer …", or sign in.',
  },
  forbidden: {
    when: 'Who asks may not do this, or a page of another origin made a browser ask.',
    detail: 'This needs the role operator; yours is viewer.',
  },
  not_found: { when: 'There is no such thing.', detail: 'There is no alert 12.' },
  method_not_allowed: {
    when: 'The address exists, but not with this method: Allow says with which.',
    detail: 'This address takes GET.',
  },
  conflict: {
    when: 'It does not fit how things are now.',
    detail: 'Alert 12 is resolved, which is final: if Sentry reports it again, a new alert opens.',
  },
  precondition_failed: {
    when: 'It changed since the revision in If-Match: `current` is what it is now.',
    detail: 'Alert 12 changed meanwhile: look at what it is now, and decide again.',
  },
  precondition_required: {
    when: 'If-Match is missing.',
    detail: 'Say with If-Match which revision you saw, or * for any.',
  },
  too_large: {
    when: 'The body is too large.',
    detail: 'The body is larger than 1048576 bytes.',
  },
  unsupported_encoding: {
    when: 'The body is compressed.',
    detail: 'Send the body without a Content-Encoding.',
  },
  rate_limited: {
    when: 'Too much was asked: Retry-After says in how many seconds to try again.',
    detail: 'Too many attempts: try again in 30 seconds.',
  },
  failed: {
    when: 'It could not be done.',
    detail: 'The identity provider does not answer.',
  },
  configuration: {
    when: 'What the server was started with does not let it do this.',
    detail:
      'The secrets of this channel were sealed with another key: bring that one back, or give the secrets again.',
  },
  internal: {
    when: 'Something went wrong that nobody foresaw; the log of the server says what.',
    detail: 'Navish could not handle this request; its log says why.',
  },
}

/** One example of every failure that the API can answer with. */
export function problemExamples(): Record<string, Example> {
  const codes = Object.keys(problems) as AnsweredCode[]
  return Object.fromEntries(codes.map((code) => [code, problemExample(code)]))
}

function problemExample(code: AnsweredCode, current?: unknown): Example {
  const { status, title } = statusOf[code]
  const { when, detail } = problems[code]
  return {
    summary: when,
    value: {
      type: 'about:blank',
      title,
      status,
      detail,
      code,
      ...(current !== undefined && { current }),
    },
  }
}

/** What can go wrong with an operation, by status. */
export function problemResponses(operation: Operation): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(
    errorsOf(operation).filter(isAnswered),
    (code) => statusOf[code].status,
  )
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => problems[code].when).join(' '),
        ...(status === 429 && { headers: { 'Retry-After': reference('headers', 'RetryAfter') } }),
        content: { 'application/problem+json': contentOf(codes, operation) },
      },
    ]),
  )
}

function contentOf(codes: readonly AnsweredCode[], operation: Operation): Content {
  const examples = codes.map((code): [string, Example | Reference] => [
    code,
    code === 'precondition_failed'
      ? problemExample(code, currentOf(operation.examples.answer))
      : reference('examples', code),
  ])
  return { schema: schemaOf(Problem), examples: Object.fromEntries(examples) }
}

const isAnswered = (code: ErrorCode): code is AnsweredCode => code in problems

/** The thing itself, in an answer that may also say what became of it. */
function currentOf(answer: unknown): unknown {
  const { alert = answer } = answer as { alert?: unknown }
  return alert
}

function reference(kind: 'examples' | 'headers', name: string): Reference {
  return { $ref: `#/components/${kind}/${name}` }
}

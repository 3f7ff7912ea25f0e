import { Type, type Static, type TObject, type TSchema } from '@sinclair/typebox'
import type { Role } from '../core/account.ts'
import type { ErrorCode } from '../errors.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- no properties at all is what is meant
type Nothing = TObject<Record<never, never>>

/**
 * One thing that the API can do, said once: the server checks requests by it, the client and the handlers are typed by it, and
 * `/openapi.json` and the documentation are made of it.
 */
export interface Operation<
  P extends TObject = TObject,
  Q extends TObject = TObject,
  B extends TObject = TObject,
  R extends TSchema = TSchema,
> {
  method: Method
  /** With `{name}` for each of `params`. */
  path: string
  tag: Tag
  /** What it does, in a few words and then, where that needs more, in sentences. */
  summary: string
  description?: string
  /** The least role; `public` needs nobody to be known, `anyone` needs somebody. */
  role: Role | 'public' | 'anyone'
  params: P
  query: Q
  /** null: takes no body. */
  body: B | null
  /** What a success answers with; null stands for 204, without a body. */
  answer: R | null
  status: number
  /** Of what can go wrong beside what can go wrong everywhere (see `errorsOf`). */
  errors: readonly ErrorCode[]
  /** `optional`: `If-Match` is looked at; `required`: it must be there. */
  ifMatch: 'none' | 'optional' | 'required'
  /** Takes an `Idempotency-Key`: made again with the same key it is done once. */
  once: boolean
  /** Fields of the answer that are shown only once, and so are not there when it is asked again. */
  secrets: readonly string[]
  examples: { body?: unknown; query?: Record<string, string>; answer?: unknown }
}

export const tags = [
  'alerts',
  'integrations',
  'events',
  'channels',
  'rules',
  'silences',
  'deliveries',
  'statistics',
  'storage',
  'settings',
  'stream',
  'sign-in',
  'users',
  'sessions',
  'tokens',
  'audit',
  'intake',
  'health',
] as const
export type Tag = (typeof tags)[number]

interface Said<
  P extends TObject,
  Q extends TObject,
  B extends TObject,
  R extends TSchema,
> extends Pick<Operation<P, Q, B, R>, 'method' | 'path' | 'tag' | 'summary' | 'role'> {
  description?: string
  params?: P
  query?: Q
  body?: B
  answer?: R
  status?: number
  errors?: readonly ErrorCode[]
  ifMatch?: 'optional' | 'required'
  once?: true
  secrets?: readonly string[]
  examples?: Operation['examples']
}

/** An operation with the defaults filled in. */
export function operation<
  P extends TObject = Nothing,
  Q extends TObject = Nothing,
  B extends TObject = Nothing,
  R extends TSchema = TSchema,
>(said: Said<P, Q, B, R>): Operation<P, Q, B, R> {
  return {
    errors: [],
    ifMatch: 'none',
    once: false,
    secrets: [],
    examples: {},
    ...said,
    params: said.params ?? (nothing as unknown as P),
    query: said.query ?? (nothing as unknown as Q),
    body: said.body ?? null,
    answer: said.answer ?? null,
    status: said.status ?? (said.answer === undefined ? 204 : 200),
  }
}

const nothing = Type.Object({}, { additionalProperties: false })

/** Everything that a caller says: parameters of the path, the query and the body in one object; their names never collide. */
export type InputOf<O> =
  O extends Operation<infer P, infer Q, infer B, infer _R>
    ? Static<P> & Static<Q> & Static<B> & Conditions
    : never

export type AnswerOf<O> =
  O extends Operation<infer _P, infer _Q, infer _B, infer R>
    ? unknown extends Static<R>
      ? void
      : Static<R>
    : never

export interface Conditions {
  /** Do it only when nothing that people decide about has changed since this revision; `*`: whatever it is now. */
  ifMatch?: number | '*'
}

/** What can go wrong, whatever the operation: who calls, how they call, and what nobody foresaw. */
export function errorsOf(asked: Operation): ErrorCode[] {
  const { role, method, body, query, params, ifMatch, once, errors } = asked
  const takes = (part: TObject) => Object.keys(part.properties).length > 0
  const all = new Set<ErrorCode>(errors)
  if (role !== 'public') all.add('unauthorized')
  if (role !== 'public' && role !== 'anyone') all.add('forbidden')
  // A webhook is let in by its token alone, and judged by what Sentry sends.
  const isWebhook = asked.tag === 'intake'
  if (method !== 'GET' && !isWebhook) all.add('forbidden')
  if (role !== 'public' || ((takes(query) || body !== null) && !isWebhook)) {
    all.add('invalid_request')
  }
  if (takes(params) && !isWebhook) all.add('not_found')
  if (body !== null) {
    for (const code of ['invalid_content_type', 'invalid_json', 'too_large'] as const) all.add(code)
    all.add('unsupported_encoding')
  }
  if (ifMatch !== 'none') all.add('precondition_failed')
  if (ifMatch === 'required') all.add('precondition_required')
  if (once) all.add('conflict')
  all.add('internal')
  return [...all]
}

import type { Conditions, Operation } from '../contract/operation.ts'
import { AppError } from '../errors.ts'

/** What to ask a server for. */
export interface Asked {
  method: string
  /** From the root of the server, with the query. */
  path: string
  headers: Record<string, string>
  body?: string
}

/** Writes what an operation is given into the path, the query, the body and `If-Match`, as the contract says. */
export function requestOf(
  operation: Operation,
  input: Readonly<Record<string, unknown>> & Conditions,
): Asked {
  const { method, params, query, body } = operation
  const within = (part: { properties: object }) =>
    Object.entries(input).filter(
      ([name, value]) => value !== undefined && Object.hasOwn(part.properties, name),
    )
  const path = within(params).reduce(
    (said, [name, value]) => said.replace(`{${name}}`, segmentOf(value)),
    operation.path,
  )
  const search = new URLSearchParams(
    within(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const { ifMatch } = input
  return {
    method,
    path: search.size === 0 ? path : `${path}?${search.toString()}`,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(ifMatch !== undefined && { 'if-match': ifMatch === '*' ? '*' : `"${ifMatch}"` }),
      ...(body !== null && { 'content-type': 'application/json' }),
    },
    ...(body !== null && { body: JSON.stringify(Object.fromEntries(within(body))) }),
  }
}

/** A part of a path. None can be written so that these are not taken for a step to another place. */
function segmentOf(value: unknown): string {
  const text = String(value)
  if (['', '.', '..'].includes(text)) throw new AppError('not_found', `There is no "${text}".`)
  return encodeURIComponent(text.toWellFormed())
}

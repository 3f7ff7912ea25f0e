import type { TObject, TSchema } from '@sinclair/typebox'
import type { Operation } from '../../contract/operation.ts'
import { compile, type Schema } from '../../core/schema.ts'
import { AppError } from '../../errors.ts'
import { mustBePlainJson, parseObject, readBody } from '../body.ts'

/** Everything that a caller says, in one object, checked; as the operation's schemas describe it. */
export type Input = Record<string, unknown>

/** The largest body that the API takes, in bytes: a thousand ids and a long note are far less. */
export const largestBody = 1024 * 1024

/** Reads what a request says. Throws `not_found`, `invalid_request`, `invalid_json`, `too_large` and what else can be wrong with it. */
export type ReadInput = (request: Request, params: Record<string, string | null>) => Promise<Input>

export function createReadInput({ query, body, params: inPath, ifMatch }: Operation): ReadInput {
  // When they are needed: all of them together would take longer than everything else at the start.
  const checkQuery = onceNeeded(() => compile(query))
  const checkBody = body === null ? null : onceNeeded(() => compile(body))

  return async (request, params) => ({
    ...pathIn(params, inPath),
    ...checked(checkQuery(), queryIn(request.url, query)),
    ...(ifMatch !== 'none' && conditionIn(request.headers, ifMatch === 'required')),
    ...(checkBody !== null && checked(checkBody(), await bodyIn(request, checkBody()))),
  })
}

function onceNeeded<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function checked(schema: Schema<unknown>, value: Input): Input {
  const fault = schema.fault(value)
  if (fault !== null) throw new AppError('invalid_request', fault)
  return value
}

function pathIn(params: Record<string, string | null>, { properties }: TObject): Input {
  const names = Object.keys(properties)
  // Elysia gives null for what is no valid percent-encoding.
  return Object.fromEntries(names.map((name) => [name, params[name] ?? '']))
}

/** What stands behind the question mark, as the schema means it. What it does not mean stays as it is, and is refused by the check. */
function queryIn(url: string, { properties }: TObject): Input {
  const found: Input = {}
  for (const [name, text] of new URL(url).searchParams) {
    const schema = properties[name]
    const isSeveral = schema?.['type'] === 'array'
    if (isSeveral) found[name] = [...((found[name] as string[]) ?? []), ...text.split(',')]
    else if (name in found) throw new AppError('invalid_request', `${name} is said twice.`)
    else found[name] = schema === undefined ? text : valueOf(text, schema)
  }
  return found
}

function valueOf(text: string, { type }: TSchema): unknown {
  if (type === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** A body may be left out where nothing need be said. */
async function bodyIn(request: Request, schema: Schema<unknown>): Promise<Input> {
  const bytes = await readBody(request, largestBody, () => Promise.resolve())
  if (bytes.length === 0 && schema.matches({})) return {}
  mustBePlainJson(request.headers)
  return parseObject(bytes)
}

function conditionIn(headers: Headers, isRequired: boolean): Input {
  const said = headers.get('if-match')?.trim()
  if (said === undefined || said === '') {
    if (!isRequired) return {}
    throw new AppError(
      'precondition_required',
      'Say with If-Match which revision you have seen (the ETag of what you looked at), or * for any.',
    )
  }
  if (said === '*') return { ifMatch: '*' }
  const [, revision] = /^(?:W\/)?"?(\d{1,15})(?:\.[\w-]+)?"?$/.exec(said) ?? []
  if (revision !== undefined) return { ifMatch: Number(revision) }
  throw new AppError('invalid_request', 'If-Match should be an ETag as Navish gave it, or *.')
}

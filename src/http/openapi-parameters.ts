import type { TObject, TSchema } from '@sinclair/typebox'
import type { Operation } from '../contract/operation.ts'
import type { Parameter } from './openapi-document.ts'
import { schemaOf } from './openapi-schemas.ts'

/** What an operation takes beside its body. */
export function parametersOf(operation: Operation): Parameter[] {
  const { params, query, ifMatch, once, examples } = operation
  return [
    ...parametersIn('path', params, {}),
    ...parametersIn('query', query, examples.query ?? {}),
    ...(ifMatch === 'none' ? [] : [ifMatchHeader(ifMatch === 'required')]),
    ...(once ? [idempotencyKey] : []),
  ]
}

function parametersIn(
  where: 'path' | 'query',
  { properties, required = [] }: TObject,
  examples: Record<string, string>,
): Parameter[] {
  return Object.entries(properties).map(([name, schema]) =>
    parameter({ name, in: where, required: required.includes(name) }, schema, examples[name]),
  )
}

function parameter(
  place: Pick<Parameter, 'name' | 'in' | 'required'>,
  schema: TSchema,
  said: string | undefined,
): Parameter {
  const { description = '', examples: own, ...rest } = schemaOf(schema)
  const example = exampleOf(schema, said) ?? (own as unknown[] | undefined)?.[0]
  return {
    ...place,
    description,
    schema: rest,
    // One parameter with commas, instead of one for each value.
    ...(rest.type === 'array' && { style: 'form', explode: false }),
    ...(example !== undefined && { example }),
  }
}

/** An example is said as it stands in an address. */
function exampleOf(schema: TSchema, text: string | undefined): unknown {
  if (text === undefined) return undefined
  switch (schema['type']) {
    case 'array':
      return text.split(',')
    case 'integer':
      return Number(text)
    case 'boolean':
      return text === 'true'
    default:
      return text
  }
}

const ifMatchHeader = (required: boolean): Parameter => ({
  name: 'If-Match',
  in: 'header',
  required,
  description: `the \`ETag\` or the \`revision\` of what was looked at: nothing is changed when that changed meanwhile${
    required ? ' (`*`: whatever it is now)' : ''
  }`,
  schema: { type: 'string', pattern: String.raw`^(\*|(W/)?"?\d{1,15}(\.[\w-]+)?"?)$` },
  example: '"42"',
})

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'a text of your own: asked again with the same one within a day, nothing is done a second time, and the answer is the one of before (409 with `current` where that held a secret)',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  example: '7c5d1a0e',
}

/** Goes on where a stream ended. */
export const lastEventId: Parameter = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'the `id` of the last event that arrived: what changed since then is told first',
  schema: { type: 'string', maxLength: 20 },
  example: '42',
}

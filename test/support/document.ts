import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type {
  OpenApi,
  OperationObject,
  SchemaObject,
  Verb,
} from '../../src/http/openapi-document.ts'
import { documentOf } from '../../src/http/openapi.ts'

/** What clients read, as they read it. */
export const document = JSON.parse(
  JSON.stringify(documentOf({ version: '1.2.3', base: null })),
) as OpenApi

export interface Documented extends OperationObject {
  path: string
  verb: Verb
}

/** Every operation, with where it stands. */
export const operations: Documented[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([verb, operation]) =>
    Object.assign({ path, verb: verb as Verb }, operation),
  ),
)

export function operationNamed(name: string): Documented {
  const found = operations.find(({ operationId }) => operationId === name)
  if (found === undefined) throw new Error(`there is no operation ${name}`)
  return found
}

/** Another implementation of JSON Schema than the one that the server checks with. */
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addSchema({ $id: 'openapi', components: document.components })

/** What does not fit a schema of the document, or nothing. */
export function faults(schema: SchemaObject, value: unknown): string[] {
  const validate = ajv.compile(absolute(schema))
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || 'it'} ${message ?? ''} ${JSON.stringify(params)}`,
  )
}

/** The same schema where references are to the document. */
function absolute(schema: SchemaObject): object {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/')
  return JSON.parse(text) as object
}

/** What stands where a reference within the document leads. */
export function resolved<T extends object>(it: T | { $ref: string }): T {
  if (!('$ref' in it)) return it
  let found: unknown = document
  for (const step of it.$ref.slice(2).split('/')) found = (found as Record<string, unknown>)[step]
  if (found === undefined) throw new Error(`${it.$ref} leads nowhere`)
  return found as T
}

import type {
  OpenApi,
  OperationObject,
  ResponseObject,
  SchemaObject,
} from '../http/openapi-document.ts'
import { documentOf } from '../http/openapi.ts'
import { fieldTable, typeOf } from './api-fields.ts'
import { code, page, table } from './markdown.ts'

interface Placed {
  address: string
  operation: OperationObject
}

/** Every operation of the API and every shape that it speaks of, from the document that `/openapi.json` gives. */
export function apiPage(): string {
  const document = documentOf({ version: '', base: null })
  const placed = placedIn(document)
  return page('API: operations and shapes', 'src/contract/', [
    introduction,
    table(
      ['operation', 'address', 'role', 'what it does'],
      placed.map(({ address, operation }) => [
        `[${operation.operationId}](#${operation.operationId.toLowerCase()})`,
        code(address),
        roleOf(operation),
        operation.summary,
      ]),
    ),
    ...document.tags.flatMap(({ name, description }) => [
      `## Operations: ${name}`,
      description,
      ...placed.filter(({ operation }) => operation.tags.includes(name)).flatMap(section),
    ]),
    '## Shapes',
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) => [
      `### ${name}`,
      sentence(schema.description),
      fieldTable(schema),
    ]),
  ])
}

const introduction = `How to sign in, page, retry and follow changes, with examples: [the API](../api.md). A running server shows the same as this page at
\`/docs\`, and to programs at \`/openapi.json\` (OpenAPI 3.1). What each error means: [errors](errors.md).`

/** All operations, with their method and path. */
export function placedIn({ paths }: OpenApi): Placed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({
      address: `${verb.toUpperCase()} ${path}`,
      operation,
    })),
  )
}

function section({ address, operation }: Placed): string[] {
  const { operationId, summary, description = '', parameters = [], requestBody } = operation
  const body = requestBody?.content['application/json']?.schema
  return [
    `### ${operationId}`,
    `${code(address)}: ${summary}. Role: ${roleOf(operation)}.`,
    description,
    parameters.length === 0
      ? ''
      : table(
          ['parameter', 'in', 'type', 'needed', 'meaning'],
          parameters.map(({ name, in: where, schema, required, description: meaning }) => [
            code(name),
            where,
            typeOf(schema),
            required ? 'yes' : 'no',
            meaning,
          ]),
        ),
    body === undefined ? '' : bodyOf(body),
    table(['answer', 'what it is'], Object.entries(operation.responses).map(answer)),
  ]
}

function bodyOf(schema: SchemaObject): string {
  if (schema.$ref !== undefined) return `The body is ${typeOf(schema)}.`
  const fields = fieldTable(schema)
  return fields === '' ? 'The body is a JSON object.' : `The body:\n\n${fields}`
}

function answer([status, response]: [string, ResponseObject]): string[] {
  const { description, content = {} } = response
  const all = Object.entries(content).map(([type, { schema, examples = {} }]) => {
    if (type === 'application/problem+json') return Object.keys(examples).map(errorLink).join(', ')
    return type === 'application/json' ? typeOf(schema) : code(type)
  })
  return [status, all.length === 0 ? description : all.join(', ')]
}

function errorLink(name: string): string {
  return `[${code(name)}](errors.md#${name})`
}

function roleOf({ security = [] }: OperationObject): string {
  const [first] = security
  if (first === undefined) return 'nobody need be known'
  return Object.values(first).flat()[0] ?? 'anyone who is known'
}

function sentence(text = ''): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

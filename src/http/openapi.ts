import { contract } from '../contract/contract.ts'
import { endpoints } from '../contract/endpoints.ts'
import type { Operation } from '../contract/operation.ts'
import type { OpenApi, OperationObject, PathItem, Verb } from './openapi-document.ts'
import { special } from './openapi-endpoints.ts'
import { operationObject } from './openapi-operation.ts'
import { problemExamples } from './openapi-problems.ts'
import { namedSchemas } from './openapi-schemas.ts'
import { introduction, tagTexts } from './openapi-texts.ts'

export interface DocumentParts {
  version: string
  /** Where the API is reached, or a path of the server that the document is on; null: at its root. */
  base: string | null
}

/** What the API can do, as an OpenAPI 3.1 document: all of it is made from the contract. */
export function documentOf({ version, base }: DocumentParts): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Navish',
      version,
      summary: 'Turns Sentry webhooks into alerts you can trust.',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: base ?? '/', description: 'This server' }],
    security: [{ apiToken: [] }, { session: [] }],
    tags: Object.entries(tagTexts).map(([name, description]) => ({ name, description })),
    paths: paths(),
    components: {
      schemas: namedSchemas(),
      examples: problemExamples(),
      headers: {
        ETag: {
          description:
            'Stands for what this answer says, for `If-None-Match`; of one thing it begins with its revision, for `If-Match`.',
          schema: { type: 'string' },
          example: '"42.612-3vk1y8a0c9d2e"',
        },
        RetryAfter: {
          description: 'In how many seconds to try again.',
          schema: { type: 'integer', minimum: 0 },
          example: '30',
        },
      },
      securitySchemes: {
        apiToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API token: `navish token create` or `POST /v1/tokens` makes one, and shows it once.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'navish_session',
          description:
            'The session of a browser that signed in; behind TLS its name is `__Host-navish_session`.',
        },
      },
    },
  }
}

function paths(): Record<string, PathItem> {
  const all = { ...contract, ...endpoints } as unknown as Record<string, Operation>
  const found: Record<string, PathItem> = {}
  for (const [name, operation] of Object.entries(all)) {
    const { path, method } = operation
    const item = (found[path] ??= {})
    item[method.toLowerCase() as Verb] = finished(name, operationObject(name, operation))
  }
  return found
}

function finished(name: string, plain: OperationObject): OperationObject {
  const finish = (special as Record<string, (typeof special)['stream']>)[name]
  return finish === undefined ? plain : finish(plain)
}

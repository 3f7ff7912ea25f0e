import type { Operation } from '../contract/operation.ts'
import type { OperationObject, ResponseObject, SecurityRequirement } from './openapi-document.ts'
import { parametersOf } from './openapi-parameters.ts'
import { problemResponses } from './openapi-problems.ts'
import { schemaOf } from './openapi-schemas.ts'

/** An operation of the contract, as OpenAPI says it. */
export function operationObject(name: string, operation: Operation): OperationObject {
  const { tag, summary, description, role, body, examples } = operation
  const parameters = parametersOf(operation)
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: role === 'public' ? [] : securityFor(role === 'anyone' ? [] : [role]),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== null && {
      requestBody: {
        // It may be left out where nothing need be said.
        required: (body.required ?? []).length > 0,
        content: { 'application/json': { schema: schemaOf(body), example: examples.body } },
      },
    }),
    responses: {
      [operation.status]: answerOf(operation),
      ...(isTagged(operation) && { 304: { description: 'It is as `If-None-Match` says.' } }),
      ...problemResponses(operation),
    },
  }
}

/** Either of the ways to be known; since 3.1 a requirement may name the role that it takes. */
function securityFor(roles: string[]): SecurityRequirement[] {
  return [{ apiToken: roles }, { session: roles }]
}

/** Whether the answer has an ETag. */
function isTagged({ method, answer, tag }: Operation): boolean {
  return method === 'GET' && answer !== null && tag !== 'health'
}

function answerOf(operation: Operation): ResponseObject {
  const { answer, status, examples } = operation
  if (answer === null) return { description: 'Done; there is nothing to say.' }
  return {
    description: status === 201 ? 'Made.' : status === 202 ? 'Accepted.' : 'Done.',
    ...(isTagged(operation) && { headers: { ETag: { $ref: '#/components/headers/ETag' } } }),
    content: { 'application/json': { schema: schemaOf(answer), example: examples.answer } },
  }
}

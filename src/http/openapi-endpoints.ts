import type { endpoints } from '../contract/endpoints.ts'
import { streamEvents, type StreamEventName } from '../contract/stream.ts'
import type { Header, OperationObject, ResponseObject } from './openapi-document.ts'
import { lastEventId } from './openapi-parameters.ts'
import { schemaOf } from './openapi-schemas.ts'

type EndpointName = keyof typeof endpoints

/** What cannot be said of every operation in the same way: what speaks HTTP itself is more than a body and an answer. */
export const special: { [Name in EndpointName]?: (plain: OperationObject) => OperationObject } = {
  signIn: withSession,
  useLink: withSession,
  startSingleSignOn: redirecting('To the identity provider.'),
  finishSingleSignOn: redirecting(
    'To where it began; a browser that is not let in is sent to the front page, where `signInError` says why.',
  ),
  stream: (plain) => ({
    ...plain,
    description: `${plain.description ?? ''}\n\n${Object.entries(streamEvents)
      .map(([name, { meaning }]) => `- \`${name}\`: ${meaning}`)
      .join('\n')}`,
    parameters: [...(plain.parameters ?? []), lastEventId],
    responses: { ...plain.responses, 200: streamAnswer },
  }),
  receiveSentry: ({ requestBody, ...plain }) => ({
    ...plain,
    ...(requestBody && { requestBody: { ...requestBody, required: true } }),
  }),
  metrics: (plain) => ({ ...plain, responses: { ...plain.responses, 200: metricsAnswer } }),
  readyz: (plain) => ({ ...plain, responses: { ...plain.responses, 503: failing(plain) } }),
}

const metricsAnswer: ResponseObject = {
  description: 'As text; as OpenMetrics for whoever asks for that with `Accept`.',
  content: {
    'text/plain': { schema: { type: 'string' }, example: 'navish_outbox_events 0\n' },
    'application/openmetrics-text': {
      schema: { type: 'string' },
      example: 'navish_outbox_events 0\n# EOF\n',
    },
  },
}

const streamAnswer: ResponseObject = {
  description: 'Events, as long as the connection stands. A comment now and then keeps it open.',
  content: {
    'text/event-stream': {
      schema: { type: 'string' },
      examples: mapEvents(({ meaning, example: { id, data } }, name) => ({
        summary: meaning,
        value: `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`,
      })),
      // OpenAPI 3.1 has no words of its own for what a stream consists of.
      'x-events': mapEvents(({ meaning, data }) => ({
        description: meaning,
        data: schemaOf(data),
      })),
    },
  },
}

function mapEvents<T>(
  map: (event: (typeof streamEvents)[StreamEventName], name: string) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(streamEvents).map(([name, event]) => [name, map(event, name)]),
  )
}

/** Looks like the answer when all works. */
function failing({ responses }: OperationObject): ResponseObject {
  const example = {
    status: 'failing',
    checks: { disk: { ok: false, reason: 'There is no room left on the disk.' } },
    warnings: ['The disk of Navish is nearly full'],
  }
  const schema = responses['200']?.content?.['application/json']?.schema ?? {}
  return {
    description: 'It cannot do its work.',
    content: { 'application/json': { schema, example } },
  }
}

function withSession(plain: OperationObject): OperationObject {
  return withHeaders(plain, {
    'Set-Cookie': { description: 'The session.', schema: { type: 'string' } },
  })
}

function redirecting(where: string) {
  return (plain: OperationObject): OperationObject =>
    withHeaders(plain, { Location: { description: where, schema: { type: 'string' } } }, where)
}

/** Adds headers to the answer of a success. */
function withHeaders(
  plain: OperationObject,
  headers: Record<string, Header>,
  description?: string,
): OperationObject {
  const [[status, answer] = ['200', { description: '' }]] = Object.entries(plain.responses)
  const more = { ...answer, headers, ...(description !== undefined && { description }) }
  return { ...plain, responses: { ...plain.responses, [status]: more } }
}

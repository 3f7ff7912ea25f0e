import {
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type Context,
  type Link,
  type SpanContext,
  type TextMapGetter,
  type Tracer,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import type { Observer, Stretch } from '../observer.ts'

export interface SpansParts {
  tracer: Tracer
  root: Context
  /** Of a moment by the monotonic clock: Unix ms. */
  at(moment: number): number
}

interface Made {
  name: string
  kind: SpanKind
  attributes: Attributes
  parent?: Context
  links?: Link[]
  isError?: boolean
}

/** So many commits are remembered, for the requests that they were for. */
const mostCommits = 64

const route = '/v1/events/sentry/{token}'

/**
 * Makes a span of each fact, when it is over. Attributes are named by OpenTelemetry's semantic conventions (HTTP spans, database spans), our own
 * begin with `navish.`. What a sender wrote, a token or a whole path is in none of them.
 */
export function createSpans({ tracer, root, at }: SpansParts): Observer {
  const propagator = new W3CTraceContextPropagator()
  const commits: { first: number; last: number; context: SpanContext }[] = []

  function make({ from, to }: Stretch, made: Made): SpanContext {
    const { name, kind, attributes, parent = root, links = [], isError = false } = made
    const startTime = at(from)
    const span = tracer.startSpan(name, { kind, attributes, links, startTime }, parent)
    if (isError) span.setStatus({ code: SpanStatusCode.ERROR })
    // Not of the clock again: it counts in whole ms.
    span.end(startTime + to - from)
    return span.spanContext()
  }

  /** Whose trace a request belongs to: a stranger does not say what is sampled here. */
  function parentIn(headers: Headers, status: number): Context {
    return status === 401 || status === 403 ? root : propagator.extract(root, headers, getter)
  }

  function commitOf(eventId: string | null): Link[] {
    const id = Number(eventId)
    const found =
      eventId === null ? undefined : commits.findLast((it) => it.first <= id && id <= it.last)
    return found === undefined ? [] : [{ context: found.context }]
  }

  return {
    received(fact) {
      const { status, code, integrationId, eventId, headers } = fact
      make(fact, {
        name: `POST ${route}`,
        kind: SpanKind.SERVER,
        parent: parentIn(headers, status),
        links: commitOf(eventId),
        isError: status >= 500,
        attributes: {
          'http.request.method': 'POST',
          'http.route': route,
          'http.response.status_code': status,
          ...(code !== 'accepted' && { 'error.type': code }),
          ...(integrationId !== null && { 'navish.integration.id': integrationId }),
          ...(eventId !== null && { 'navish.event.id': eventId }),
        },
      })
    },

    committed(fact) {
      const { events, ids } = fact
      const context = make(fact, {
        name: 'commit',
        kind: SpanKind.INTERNAL,
        isError: ids === null,
        attributes: {
          'db.system.name': 'sqlite',
          'db.operation.batch.size': events,
          ...(ids === null && { 'error.type': 'internal' }),
        },
      })
      if (ids === null) return
      commits.push({ first: Number(ids[0]), last: Number(ids.at(-1)), context })
      if (commits.length > mostCommits) commits.shift()
    },

    drained(fact) {
      const { processed, failed, unreadable } = fact.report
      if (processed.length + failed.length + unreadable.length === 0) return
      make(fact, {
        name: 'drain batch',
        kind: SpanKind.INTERNAL,
        isError: failed.length + unreadable.length > 0,
        attributes: {
          'navish.events.processed': processed.length,
          'navish.events.failed': failed.length,
          'navish.alerts.changed': processed.filter(({ outcome }) => changing.has(outcome)).length,
        },
      })
    },

    attempted(fact) {
      const { channelId, channelKind, result, status, outcomes } = fact
      make(fact, {
        name: `deliver ${channelKind}`,
        kind: SpanKind.CLIENT,
        isError: result !== 'sent',
        attributes: {
          'navish.channel.id': channelId,
          'navish.channel.kind': channelKind,
          'navish.delivery.result': result,
          'navish.deliveries': outcomes.length,
          ...(status !== null && { 'http.response.status_code': status }),
          ...(result !== 'sent' && { 'error.type': status === null ? result : String(status) }),
        },
      })
    },

    answered(fact) {
      const { method, route: pattern, status, headers } = fact
      make(fact, {
        name: `${method} ${pattern}`,
        kind: SpanKind.SERVER,
        parent: parentIn(headers, status),
        isError: status >= 500,
        attributes: {
          'http.request.method': method,
          'http.route': pattern,
          'http.response.status_code': status,
          ...(status >= 500 && { 'error.type': String(status) }),
        },
      })
    },
  }
}

const changing = new Set<string>(['opened', 'reopened', 'resolved'])

const getter: TextMapGetter<Headers> = {
  get: (headers, name) => headers.get(name) ?? undefined,
  keys: (headers) => [...headers.keys()],
}

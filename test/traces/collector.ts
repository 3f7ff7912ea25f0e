/** A span as OTLP says it in JSON, with its attributes by name. */
export interface SeenSpan {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  links: string[]
  /** 2: it failed. */
  status: number
  /** Unix ms. */
  from: number
  to: number
  attributes: Record<string, unknown>
}

type Value = Record<'stringValue' | 'intValue' | 'boolValue' | 'doubleValue', unknown>
interface Attribute {
  key: string
  value: Partial<Value>
}
interface Sent {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: {
      spans: {
        name: string
        kind: number
        traceId: string
        spanId: string
        parentSpanId?: string
        links: { spanId: string }[]
        status: { code: number }
        startTimeUnixNano: string
        endTimeUnixNano: string
        attributes: Attribute[]
      }[]
    }[]
  }[]
}

/** A collector on this machine that reads OTLP in JSON over HTTP, and keeps what it got. */
export function startCollector(answer: () => Response = () => Response.json({})) {
  const spans: SeenSpan[] = []
  const bodies: string[] = []
  const requests: { path: string; headers: Headers }[] = []
  const resources: Record<string, unknown>[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const body = await request.text()
      bodies.push(body)
      requests.push({ path: new URL(request.url).pathname, headers: request.headers })
      for (const { resource, scopeSpans } of (JSON.parse(body) as Sent).resourceSpans) {
        resources.push(named(resource.attributes))
        spans.push(...scopeSpans.flatMap((scope) => scope.spans.map(seen)))
      }
      return answer()
    },
  })
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    spans,
    requests,
    resources,
    text: () => bodies.join('\n'),
    of: (name: string) => spans.filter((span) => span.name === name),
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

function seen(span: Sent['resourceSpans'][0]['scopeSpans'][0]['spans'][0]): SeenSpan {
  const { name, kind, traceId, spanId, parentSpanId } = span
  return {
    name,
    kind,
    traceId,
    spanId,
    parentSpanId,
    links: span.links.map((link) => link.spanId),
    status: span.status.code,
    from: Number(span.startTimeUnixNano) / 1e6,
    to: Number(span.endTimeUnixNano) / 1e6,
    attributes: named(span.attributes),
  }
}

function named(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}

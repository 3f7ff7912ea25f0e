import { ROOT_CONTEXT, type Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Observer } from '../observer.ts'
import { headersIn, sayingExporter, tracesUrl } from './exporting.ts'
import { samplerIn } from './sampler.ts'
import { createSpans } from './spans.ts'

/** Makes spans of what it is told, and sends them to a collector. */
export interface Traces {
  observer: Observer
  /** Sends what is left, for a moment at most. */
  stop(): Promise<void>
}

export interface TracesParts {
  /** OTLP over HTTP, without the path of the signal. */
  endpoint: string
  headers: string | null
  /** For what OpenTelemetry reads there: the sampler, the name of the service, further attributes. */
  env: Readonly<Record<string, string | undefined>>
  version: string
  /** Unix ms. */
  clock: Clock
  monotonic: Clock
  log: Log
}

/** ms: a stop has no time for a collector that is down. */
const lastPatience = 800
/** Bounds what is held in memory, about 2 MB; what is beyond is dropped. */
const mostSpans = 2_048

export function createTraces(parts: TracesParts): Traces {
  const { endpoint, headers, env, version, clock, monotonic, log } = parts
  const exporter = withoutVariable(
    'OTEL_EXPORTER_OTLP_HEADERS',
    () =>
      new OTLPTraceExporter({
        url: tracesUrl(endpoint),
        headers: headersIn(headers),
        timeoutMillis: 10_000,
      }),
  )
  const own = { 'service.name': 'navish', 'service.version': version }
  const provider = new TracerProvider({
    // What the environment says wins.
    resource: resourceFromAttributes(own).merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerIn(env),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: sayingExporter(exporter, monotonic, log),
        maxQueueSize: mostSpans,
        scheduledDelayMillis: 2_000,
      }),
    ],
  })
  const tracer: Tracer = provider.getTracer('navish', version)
  /** Unix ms: lengths are told by the one clock, and moments by the other. */
  const at = (moment: number) => clock() - (monotonic() - moment)
  return {
    observer: createSpans({ tracer, root: ROOT_CONTEXT, at }),

    async stop() {
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, lastPatience)
      try {
        await Promise.race([provider.shutdown(), late.promise])
      } catch {
        // It was the last try.
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** The exporter would send along what stands there, also where a setting of ours won over it: it may be the key of another collector. */
function withoutVariable<T>(name: string, work: () => T): T {
  const { [name]: value } = process.env
  delete process.env[name]
  try {
    return work()
  } finally {
    if (value !== undefined) process.env[name] = value
  }
}

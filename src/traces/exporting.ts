import { ExportResultCode } from '@opentelemetry/core'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/** ms: that a collector is down is said so often, and not with each batch. */
const sayEvery = 60_000

/** Exports as the other does, and says in the log when that fails: why, and how many spans were lost since it was said last. */
export function sayingExporter(exporter: SpanExporter, monotonic: Clock, log: Log): SpanExporter {
  let saidAt = -Infinity
  let lost = 0
  return {
    export(spans, onResult) {
      exporter.export(spans, (result) => {
        if (result.code !== ExportResultCode.SUCCESS) {
          lost += spans.length
          if (monotonic() - saidAt >= sayEvery) {
            // Not its message: it may quote what a collector answered.
            log.warn('traces not exported', {
              error: result.error?.name,
              ...codeOf(result.error),
              lost,
            })
            saidAt = monotonic()
            lost = 0
          }
        }
        // It is said already, and nobody can do more about it.
        onResult({ code: ExportResultCode.SUCCESS })
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}

/** A word or a status: `ECONNREFUSED`, 401, `timeout`. */
function codeOf(error: unknown): { errorCode?: string } {
  if (!(error instanceof Error)) return {}
  const code = 'code' in error ? error.code : /time[ds]? ?out/i.test(error.message) && 'timeout'
  return typeof code === 'string' || typeof code === 'number' ? { errorCode: String(code) } : {}
}

/** `authorization=Bearer%20abc,x-scope=1`: percent-encoded values, as `OTEL_EXPORTER_OTLP_HEADERS` has them. */
export function headersIn(text: string | null): Record<string, string> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(pair) ?? []
    return name === undefined || value === undefined ? [] : [[name, decoded(value.trim())] as const]
  })
  return Object.fromEntries(pairs)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Where traces are sent to: an endpoint is for all signals, each has its path there. */
export function tracesUrl(endpoint: string): string {
  const url = endpoint.replace(/\/+$/, '')
  return url.endsWith('/v1/traces') ? url : `${url}/v1/traces`
}

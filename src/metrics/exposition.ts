import type { Definition } from './definitions.ts'
import type { Histogram, Sample } from './instruments.ts'

/** How it is written: as Prometheus has always read it, or as OpenMetrics has it, which asks for a little more order. */
export type Format = 'prometheus' | 'openmetrics'

export const contentTypes: Record<Format, string> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
}

/** What is told of one definition. */
export interface Family {
  definition: Definition
  told: readonly Sample[] | Histogram
}

/**
 * Writes everything as text. Sources: Prometheus, "Exposition formats", text format 0.0.4; OpenMetrics 1.0, sections on the text
 * format (a counter's family is named without `_total`, the end is said, bounds are floating point numbers).
 */
export function textOf(families: readonly Family[], format: Format): string {
  const lines = families.flatMap((family) => linesOf(family, format))
  if (format === 'openmetrics') lines.push('# EOF')
  return `${lines.join('\n')}\n`
}

/** The one that a request asks for with these words in `Accept`. */
export function formatFor(accept: string | null): Format {
  return accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'prometheus'
}

function linesOf({ definition, told }: Family, format: Format): string[] {
  const { name, kind, help, labels } = definition
  const family = format === 'openmetrics' ? name.replace(/_total$/, '') : name
  const head = [`# HELP ${family} ${escapeHelp(help, format)}`, `# TYPE ${family} ${kind}`]
  if ('all' in told) return [...head, ...histogramLines(definition, told)]
  return [
    ...head,
    ...told.map(({ values, value }) => `${name}${labelsOf(labels, values)} ${numberOf(value)}`),
  ]
}

function histogramLines({ name, labels, buckets = [] }: Definition, told: Histogram): string[] {
  const bounds = [...buckets.map(boundOf), '+Inf']
  return told.all().flatMap(({ values, distribution }) => {
    const counts = distribution.cumulative()
    const own = labelsOf(labels, values)
    const lines = bounds.map((bound, place) => {
      const all = labelsOf(labels.concat('le'), values.concat(bound))
      return `${name}_bucket${all} ${numberOf(counts[place] ?? 0)}`
    })
    lines.push(`${name}_sum${own} ${numberOf(distribution.sum())}`)
    lines.push(`${name}_count${own} ${numberOf(counts.at(-1) ?? 0)}`)
    return lines
  })
}

function labelsOf(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return ''
  return `{${names.map((name, place) => `${name}="${escapeValue(values[place] ?? '')}"`).join(',')}}`
}

function escapeValue(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)
}

function escapeHelp(text: string, format: Format): string {
  return format === 'openmetrics'
    ? escapeValue(text)
    : text.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`)
}

function numberOf(value: number): string {
  if (Number.isFinite(value)) return String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}

/** OpenMetrics wants the point. It is in both: else it would be another series for whoever changes from one to the other. */
function boundOf(bound: number): string {
  return Number.isInteger(bound) ? bound.toFixed(1) : String(bound)
}

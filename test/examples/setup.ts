import { join } from 'node:path'
import { definitions, type Definition } from '../../src/metrics/definitions.ts'

/** A file that users are given. */
export function example(name: string): string {
  return join(import.meta.dir, '../../docs/examples', name)
}

/** Where Debian's promtool, or one of the same name, is on this machine; null: nowhere. */
export const promtool = Bun.which('promtool')

if (promtool === null) {
  process.stderr.write('skipped: what asks promtool, because it is not here (Debian: prometheus)\n')
}

/** Runs promtool; what it printed when it was content. Throws with that when it was not. */
export async function askPromtool(args: string[], input = ''): Promise<string> {
  const child = Bun.spawn([promtool ?? '', ...args], {
    stdin: new Blob([input]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const printed = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  if ((await child.exited) !== 0) throw new Error(printed.join('\n'))
  return printed.join('\n')
}

/** Every name under which a value is told. */
export const seriesNames = new Set(
  Object.values<Definition>(definitions).flatMap(({ name, kind }) =>
    kind === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  ),
)

/** The names of series in PromQL: ours, and those that every program tells. */
export function namesIn(text: string): string[] {
  return text.match(/\b(?:navish|process)_[a-z_]+\b/g) ?? []
}

/** The labels that a series of this name has, besides those that Prometheus adds. */
export function labelsOf(series: string): readonly string[] {
  const found = Object.values<Definition>(definitions).find(
    ({ name, kind }) => series === name || (kind === 'histogram' && series.startsWith(`${name}_`)),
  )
  return [...(found?.labels ?? []), 'le', 'instance', 'job']
}

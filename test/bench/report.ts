import type { Result } from './case.ts'
import type { Machine } from './machine.ts'

export interface Report {
  at: string
  machine: Machine & { load: string }
  quick: boolean
  results: Result[]
  broken: { name: string; error: string }[]
}

export function describe(machine: Report['machine']): string {
  const { sync } = machine
  const pinning = machine.pinned
    ? 'server on core 0, load on core 1'
    : 'not pinned: there is one core only, or no taskset'
  return `${machine.cores} × ${machine.model}, ${machine.kernel}, ${machine.fileSystem}, bun ${machine.bun}
${pinning}; load by ${machine.load}
fdatasync of 4 KB: p50 ${ms(sync.paused)} after a pause of 1 ms, ${ms(sync.straight)} without
`
}

/** What a person reads: one line a case, and below everything that was measured. */
export function tableOf({ machine, quick, results, broken }: Report): string {
  const rows = [
    ['case', 'target', 'measured', 'reached'],
    ...results.map(({ name, target, told, reached }) => [name, target, told, yesNo(reached)]),
  ]
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  const lines = rows.map((cells) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  )
  return [
    describe(machine),
    ...(quick ? ['Quick: too short to be believed.\n'] : []),
    ...lines,
    '',
    ...results.map(({ name, what, measured }) => `${name}: ${what}\n${listOf(measured)}\n`),
    ...broken.map(({ name, error }) => `${name} BROKE: ${error}\n`),
  ].join('\n')
}

function listOf(measured: Record<string, number>): string {
  const facts = Object.entries(measured).map(([name, value]) => `${name} ${short(value)}`)
  return `  ${facts.join(', ')}`
}

function yesNo(reached: boolean): string {
  return reached ? 'yes' : 'NO'
}

/** A number with as many digits as mean something. */
export function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return value.toFixed(0)
  return value.toPrecision(3)
}

export function ms(value: number): string {
  return `${short(value)} ms`
}

import { join } from 'node:path'
import type { Bench } from '../case.ts'
import { run } from '../children.ts'
import { loadCore, pinned } from '../pinning.ts'
import type { Burst, BurstOptions } from './burst.ts'
import type { Filled, FillOptions } from './fill.ts'
import type { Visible, VisibleOptions } from './visible.ts'

// Each client is a process of its own on the load's core: what it does must not be in the way of who measures.

async function runClient<T>(bench: Bench, name: string, options: unknown): Promise<T> {
  const script = join(import.meta.dir, `${name}.ts`)
  const command = [process.execPath, script, JSON.stringify(options)]
  const out = await run(pinned(loadCore, command), { cwd: bench.workspace.path })
  return JSON.parse(out) as T
}

export function runBurst(bench: Bench, options: BurstOptions): Promise<Burst> {
  return runClient(bench, 'burst', options)
}

export function runVisible(bench: Bench, options: VisibleOptions): Promise<Visible> {
  return runClient(bench, 'visible', options)
}

/** Makes a data directory with events that wait. */
export function fill(bench: Bench, options: FillOptions): Promise<Filled> {
  return runClient(bench, 'fill', options)
}

export type { Burst } from './burst.ts'
export type { Mix } from './fill.ts'

import { join } from 'node:path'
import type { Bench } from '../case.ts'
import { readFileSync } from 'node:fs'
import { run, start } from '../children.ts'
import { loadCore, pinned, unpinned } from '../pinning.ts'
import type { Browsed, BrowserOptions } from './browser.ts'
import type { Burst, BurstOptions } from './burst.ts'
import type { Filled, FillOptions } from './fill.ts'
import type { PastFilled, PastFillOptions } from './past.ts'
import type { ReadersOptions, ReadersTold } from './readers.ts'
import type { Reads, ReadsOptions } from './reads.ts'
import type { Steady, SteadyOptions } from './steady.ts'
import type { Told, ToldOptions } from './told.ts'
import type { Visible, VisibleOptions } from './visible.ts'

// Each client is a process of its own on the load's core: what it does must not be in the way of who measures.

function commandOf(name: string, options: unknown): string[] {
  const script = join(import.meta.dir, `${name}.ts`)
  return pinned(loadCore, [process.execPath, script, JSON.stringify(options)])
}

async function runClient<T>(bench: Bench, name: string, options: unknown): Promise<T> {
  const out = await run(commandOf(name, options), { cwd: bench.workspace.path })
  return JSON.parse(out) as T
}

export function runBurst(bench: Bench, options: BurstOptions): Promise<Burst> {
  return runClient(bench, 'burst', options)
}

export function runVisible(bench: Bench, options: VisibleOptions): Promise<Visible> {
  return runClient(bench, 'visible', options)
}

export function runTold(bench: Bench, options: ToldOptions): Promise<Told> {
  return runClient(bench, 'told', options)
}

/** Looks at the dashboard; on all cores, as a browser does. */
export async function runBrowser({ workspace }: Bench, options: BrowserOptions): Promise<Browsed> {
  const script = join(import.meta.dir, 'browser.ts')
  const command = unpinned([process.execPath, script, JSON.stringify(options)])
  const env = { PATH: process.env['PATH'] ?? '' }
  return JSON.parse(await run(command, { cwd: workspace.path, env })) as Browsed
}

/** Makes a data directory with events that wait. */
export function fill(bench: Bench, options: FillOptions): Promise<Filled> {
  return runClient(bench, 'fill', options)
}

/** Makes a data directory that has been used for months. */
export function fillPast(bench: Bench, options: PastFillOptions): Promise<PastFilled> {
  return runClient(bench, 'past', options)
}

export function runReads(bench: Bench, options: ReadsOptions): Promise<Reads> {
  return runClient(bench, 'reads', options)
}

export function runSteady(bench: Bench, options: SteadyOptions): Promise<Steady> {
  return runClient(bench, 'steady', options)
}

/** Lets many follow the stream. Gives what ends that, and then says what they were told. */
export async function startReaders(
  { workspace }: Bench,
  options: Omit<ReadersOptions, 'file'>,
): Promise<() => Promise<ReadersTold>> {
  const folder = workspace.folder('readers')
  const file = join(folder, 'told')
  const log = join(folder, 'log')
  const command = commandOf('readers', { ...options, file })
  const { end } = await start(command, { cwd: workspace.path, log }).listening
  return async () => {
    await end()
    return JSON.parse(readFileSync(file, 'utf8')) as ReadersTold
  }
}

export type { Burst } from './burst.ts'
export type { Mix } from './fill.ts'
export type { ReadersTold } from './readers.ts'
export type { Reads, Took } from './reads.ts'
export type { Steady } from './steady.ts'

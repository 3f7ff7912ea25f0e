import { readFileSync } from 'node:fs'
import { cpus, release, type } from 'node:os'
import { join } from 'node:path'
import { run } from './children.ts'
import { isPinned, pinned, serverCore } from './pinning.ts'
import type { Workspace } from './workspace.ts'

/** What the numbers were measured on. */
export interface Machine {
  cores: number
  model: string
  kernel: string
  /** Of the data directories. */
  fileSystem: string
  bun: string
  pinned: boolean
  sync: Sync
}

/** Median of one fdatasync after 4 KB were appended, in ms: what no 202 can be faster than. */
export interface Sync {
  /** After a pause, as the server has one while requests come in. */
  paused: number
  /** One right after the other. */
  straight: number
}

export async function readMachine(workspace: Workspace): Promise<Machine> {
  return {
    cores: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    kernel: `${type()} ${release()}`,
    fileSystem: fileSystemOf(workspace.path),
    bun: Bun.version,
    pinned: isPinned,
    sync: await measureSync(workspace, 400),
  }
}

/** In a process of its own on the server's core, so that this one's timers do not disturb it. */
export async function measureSync(workspace: Workspace, count: number): Promise<Sync> {
  const folder = workspace.folder('sync')
  const script = join(import.meta.dir, 'clients/fdatasync.ts')
  const options = JSON.stringify({ file: join(folder, 'log'), count })
  const command = pinned(serverCore, [process.execPath, script, options])
  const out = await run(command, { cwd: workspace.path })
  workspace.clear(folder)
  return JSON.parse(out) as Sync
}

function fileSystemOf(path: string): string {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([, point, kind]) => (point && kind ? [{ point, kind }] : []))
    .filter(({ point }) => point === '/' || path === point || path.startsWith(`${point}/`))
  // The deepest one, and of several on one point the last.
  const found = mounts.toSorted((a, b) => a.point.length - b.point.length).at(-1)
  return found?.kind ?? 'unknown'
}

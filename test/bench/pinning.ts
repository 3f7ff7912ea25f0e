import { cpus } from 'node:os'

const taskset = Bun.which('taskset')

/** Whether server and load can each have a core of their own. */
export const isPinned = cpus().length > 1 && taskset !== null

/** The core of the server that is measured, and that of everything else. */
export const serverCore = 0
export const loadCore = 1

/** A command that runs only on this core, as far as this machine allows that. */
export function pinned(core: number, command: string[]): string[] {
  return isPinned && taskset !== null ? [taskset, '-c', String(core), ...command] : command
}

/** A command that runs on all cores, although this process does not. */
export function unpinned(command: string[]): string[] {
  const all = `0-${cpus().length - 1}`
  return isPinned && taskset !== null ? [taskset, '-c', all, ...command] : command
}

/** Moves this process away from the server's core: it asks and samples while others measure. */
export async function pinSelf(): Promise<void> {
  if (!isPinned || taskset === null) return
  await Bun.spawn([taskset, '-acp', String(loadCore), String(process.pid)], { stdout: 'ignore' })
    .exited
}

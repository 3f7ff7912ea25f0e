import { readdir } from 'node:fs/promises'
import type { Found } from './metrics.ts'
import { one } from './levels.ts'

/** What the system says of this process. */
export async function processSamples(): Promise<Found> {
  const { user, system } = process.cpuUsage()
  const files = await openFiles()
  return {
    started: one(performance.timeOrigin / 1000),
    cpu: one((user + system) / 1e6),
    memory: one(process.memoryUsage.rss()),
    ...(files !== null && { files: one(files) }),
  }
}

/** null where there is no such folder: not on Linux. */
async function openFiles(): Promise<number | null> {
  try {
    // Less the one that is open for reading it.
    return (await readdir('/proc/self/fd')).length - 1
  } catch {
    return null
  }
}

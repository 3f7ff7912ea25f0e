import { readdirSync, readFileSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { MachineFacts } from '../facts.ts'
import { tried } from './tried.ts'

/** @param process that of the server, or `self` */
export function gatherMachine(dataDir: string, process: number | 'self'): MachineFacts {
  return { disk: diskOf(dataDir), openFiles: openFilesOf(process), memory: memoryOf(process) }
}

function diskOf(dataDir: string): MachineFacts['disk'] {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(dataDir)
    // Some file systems do not count them.
    return { freeBytes: bavail * bsize, freeFiles: files === 0 ? null : ffree }
  } catch {
    return null
  }
}

function openFilesOf(process: number | 'self'): MachineFacts['openFiles'] {
  const limit = openFilesLimit(contentOf(`/proc/${process}/limits`) ?? '')
  if (limit === null) return null
  return { limit, used: process === 'self' ? null : countIn(`/proc/${process}/fd`) }
}

/** The soft limit, as in proc_pid_limits(5): `Max open files  1024  524288  files`. */
export function openFilesLimit(limits: string): number | null {
  const [, soft] = /^Max open files\s+(\S+)/m.exec(limits) ?? []
  if (soft === undefined) return null
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(soft)
}

const root = '/sys/fs/cgroup'

/** The narrowest limit of the groups that a process is in, by cgroups(7), version 2. */
function memoryOf(process: number | 'self'): MachineFacts['memory'] {
  const group = /^0::(.*)$/m.exec(contentOf(`/proc/${process}/cgroup`) ?? '')?.[1]
  if (group === undefined) return null
  let narrowest: MachineFacts['memory'] = null
  for (let folder = join(root, group); folder.startsWith(root); folder = dirname(folder)) {
    const limit = Number(contentOf(join(folder, 'memory.max')) ?? Number.NaN)
    if (Number.isNaN(limit) || (narrowest !== null && narrowest.limit <= limit)) continue
    const used = Number(contentOf(join(folder, 'memory.current')) ?? Number.NaN)
    const events = contentOf(join(folder, 'memory.events')) ?? ''
    const kills = Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0)
    narrowest = { limit, used: Number.isNaN(used) ? null : used, kills }
  }
  return narrowest
}

function countIn(folder: string): number | null {
  return tried(() => readdirSync(folder).length, null)
}

function contentOf(path: string): string | null {
  return tried(() => readFileSync(path, 'utf8').trim(), null)
}

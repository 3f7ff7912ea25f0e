import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupsFacts } from '../facts.ts'
import { tried } from './tried.ts'

/** What is in the folder of backups by its name: whether it is good is for "navish backup verify" to say. */
export function gatherBackups(dir: string): BackupsFacts {
  const files = tried(() => readdirSync(dir), [])
    .filter(
      (name) => /^navish-.*\.db/.test(name) && !/^navish-before-|\.part|-wal$|-shm$/.test(name),
    )
    .flatMap((name) => {
      const found = statSync(join(dir, name), { throwIfNoEntry: false })
      if (found === undefined || !found.isFile() || found.size === 0) return []
      return [{ name, size: found.size, changedAt: found.mtimeMs }]
    })
  return { dir, files: files.toSorted((a, b) => b.changedAt - a.changedAt) }
}

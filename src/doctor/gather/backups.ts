import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupsFacts } from '../facts.ts'

/** What is in the folder of backups by its name: whether it is good is for "navish backup verify" to say. */
export function gatherBackups(dir: string): BackupsFacts {
  const files = namesIn(dir)
    .filter((name) => /^navish-.*\.db/.test(name) && !/^navish-before-|\.part$/.test(name))
    .flatMap((name) => {
      const found = statSync(join(dir, name), { throwIfNoEntry: false })
      if (found === undefined || !found.isFile() || found.size === 0) return []
      return [{ name, size: found.size, changedAt: found.mtimeMs }]
    })
  return { dir, files: files.toSorted((a, b) => b.changedAt - a.changedAt) }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

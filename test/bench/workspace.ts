import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder of a run. It must be on a real disk, because what a 202 waits for is the disk. */
export interface Workspace {
  path: string
  /** A new folder in it. */
  folder(name: string): string
  /** Removes one of these folders: a case must not leave its gigabytes to the next one. */
  clear(folder: string): void
  remove(): void
}

export function createWorkspace(): Workspace {
  const path = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'navish-bench-'))
  let count = 0
  const clear = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  return {
    path,
    folder(name) {
      count += 1
      const folder = join(path, `${count}-${name}`)
      mkdirSync(folder)
      return folder
    },
    clear,
    remove: () => clear(path),
  }
}

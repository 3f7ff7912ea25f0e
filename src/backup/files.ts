import { existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors.ts'
import { syncPath } from '../store/sqlite/sync.ts'

/** Gives a whole file its name, for good. Throws `conflict` when another has that name already, unless that may be replaced. */
export function giveName(file: string, name: string, mayReplace: boolean): void {
  syncPath(file)
  if (mayReplace) renameSync(file, name)
  else moveWithoutReplacing(file, name)
  syncPath(dirname(name))
}

function moveWithoutReplacing(file: string, name: string): void {
  try {
    linkSync(file, name)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'EEXIST' || existsSync(name)) throw taken(name, error)
    // A file system that knows no links.
    renameSync(file, name)
    return
  }
  rmSync(file)
}

export function taken(name: string, cause?: unknown): AppError {
  return new AppError('conflict', `${name} is there already. Say --force to replace it.`, { cause })
}

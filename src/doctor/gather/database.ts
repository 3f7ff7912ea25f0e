import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../../errors.ts'
import { databaseFile } from '../../store/sqlite/data-dir.ts'
import { lookInto, type Look } from '../../store/sqlite/read-only.ts'
import type { DatabaseFacts } from '../facts.ts'
import { tried } from './tried.ts'

/** What can be said of the database; and the database, to be closed, unless it cannot be opened. */
export function gatherDatabase(
  dataDir: string,
  full: boolean,
): { database: DatabaseFacts; look: Look | null } {
  const path = join(dataDir, databaseFile)
  const size = sizeOf(path)
  const database: DatabaseFacts = {
    isThere: size > 0,
    fault: null,
    damage: null,
    isFullCheck: full,
    history: null,
    size,
    logSize: sizeOf(`${path}-wal`),
    freeBytes: 0,
    newestAt: null,
  }
  const closed = accessFault(path)
  if (closed !== null)
    return { database: { ...database, isThere: true, fault: closed }, look: null }
  if (!database.isThere) return { database, look: null }
  let look: Look | null = null
  try {
    look = lookInto(dataDir)
    const { history, freeBytes } = look
    const damage = look.damage(full)
    const newestAt = history === 'same' ? look.newestAt() : null
    return { database: { ...database, damage, history, freeBytes, newestAt }, look }
  } catch (error) {
    look?.close()
    return { database: { ...database, fault: `${messageOf(error)}.` }, look: null }
  }
}

function sizeOf(path: string): number {
  return tried(() => statSync(path, { throwIfNoEntry: false })?.size ?? 0, 0)
}

/** Why this user may not read a file; null: they may, or it is not there. */
function accessFault(path: string): string | null {
  try {
    accessSync(path, constants.R_OK)
    return null
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isMissing ? null : 'this user may not read it.'
  }
}

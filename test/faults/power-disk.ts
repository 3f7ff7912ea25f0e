import { basename } from 'node:path'
import type { Change, Noted } from './power-log.ts'

type Edit = Extract<Change, { kind: 'written' | 'truncated' }>
/** A name that came, went (null) or moved. */
type Naming = { path: string; file: SimFile | null }

/** A file as the disk has it for sure, and what was changed since and may be lost. */
interface SimFile {
  safe: Uint8Array
  later: Edit[]
  /** How many of the later edits were there when the sync that is under way began, by thread. */
  syncing: Map<number, number>
}

/** The names in the folder, the same way. */
interface SimFolder {
  inode: bigint | null
  safe: Map<string, SimFile>
  later: Naming[]
  syncing: Map<number, number>
}

/** What may be lost stays with this probability: none of it, some, or all. */
const moods = [0, 0.1, 0.5, 0.9, 1]

/** What a disk cannot tear apart, in bytes. */
const sector = 512

/**
 * What a disk may hold after the plug was pulled: whatever was synced, and of everything since any part. A file that was made
 * and whose folder was never synced may be missing; a write may be there in some of its sectors; a file may have its new
 * length and zeros in place of what was written.
 * @param changes those that were made before the plug was pulled
 */
export function pullPlug(changes: readonly Noted[], dataDir: string, random: () => number): Disk {
  const folder: SimFolder = { inode: null, safe: new Map(), later: [], syncing: new Map() }
  const files = new Map<bigint, SimFile>()
  const names = new Map<string, SimFile>()
  for (const change of changes) apply(change, { folder, files, names, dataDir })

  const survives = new Map(folder.safe)
  const naming = pick(moods, random)
  for (const { path, file } of folder.later) {
    if (random() >= naming) continue
    if (file === null) survives.delete(path)
    else survives.set(path, file)
  }
  const mood = pick(moods, random)
  return new Map(
    [...survives].map(([path, file]) => [basename(path), remains(file, mood, random)] as const),
  )
}

/** The bytes of each file, by its name. */
export type Disk = ReadonlyMap<string, Uint8Array>

interface World {
  folder: SimFolder
  files: Map<bigint, SimFile>
  names: Map<string, SimFile>
  dataDir: string
}

function apply(change: Noted, { folder, files, names, dataDir }: World): void {
  const name = (path: string, file: SimFile | null) => {
    if (file === null) names.delete(path)
    else names.set(path, file)
    folder.later.push({ path, file })
  }
  switch (change.kind) {
    case 'opened': {
      if (change.path === dataDir) {
        folder.inode = change.inode
        return
      }
      // A name that is not known was made by this very call, or by one that the shim does not see.
      const file = names.get(change.path) ?? { safe: empty, later: [], syncing: new Map() }
      // The number of a file that is gone may be given again.
      files.set(change.inode, file)
      if (!names.has(change.path)) name(change.path, file)
      return
    }
    case 'written':
    case 'truncated':
      files.get(change.inode)?.later.push(change)
      return
    case 'unlinked':
      name(change.path, null)
      return
    case 'renamed':
      name(change.to, names.get(change.from) ?? null)
      name(change.from, null)
      return
    case 'syncing':
    case 'synced': {
      if (change.inode === folder.inode) syncFolder(folder, change)
      else syncFile(files.get(change.inode), change)
    }
  }
}

type Sync = Extract<Change, { kind: 'syncing' | 'synced' }>

function syncFolder(folder: SimFolder, { kind, thread }: Sync): void {
  if (kind === 'syncing') {
    folder.syncing.set(thread, folder.later.length)
  } else {
    const sure = folder.later.splice(0, folder.syncing.get(thread) ?? 0)
    for (const { path, file } of sure) {
      if (file === null) folder.safe.delete(path)
      else folder.safe.set(path, file)
    }
    forget(folder.syncing, sure.length)
  }
}

function syncFile(file: SimFile | undefined, { kind, thread }: Sync): void {
  if (file === undefined) return
  if (kind === 'syncing') {
    file.syncing.set(thread, file.later.length)
  } else {
    const sure = file.later.splice(0, file.syncing.get(thread) ?? 0)
    file.safe = edited(file.safe, sure)
    forget(file.syncing, sure.length)
  }
}

/** Others that wait for the disk at the same time began with more edits than are left now. */
function forget(syncing: Map<number, number>, count: number): void {
  for (const [thread, began] of syncing) syncing.set(thread, Math.max(0, began - count))
}

function remains(file: SimFile, mood: number, random: () => number): Uint8Array {
  const kept: Edit[] = []
  for (const edit of file.later) {
    if (edit.kind === 'truncated') {
      if (random() < mood) kept.push(edit)
      continue
    }
    const torn = random() < 0.3
    const whole = random() < mood
    const longer = random() < mood
    if (torn) kept.push(...tear(edit, mood, random))
    else if (whole) kept.push(edit)
    else if (longer) kept.push({ ...edit, offset: edit.offset + edit.data.length, data: empty })
  }
  return edited(file.safe, kept)
}

function tear(
  edit: Extract<Edit, { kind: 'written' }>,
  mood: number,
  random: () => number,
): Edit[] {
  const parts: Edit[] = []
  const end = edit.offset + edit.data.length
  for (let from = edit.offset; from < end;) {
    const to = Math.min(end, (Math.floor(from / sector) + 1) * sector)
    const data = edit.data.subarray(from - edit.offset, to - edit.offset)
    if (random() < mood) parts.push({ ...edit, offset: from, data })
    from = to
  }
  return parts
}

const empty = new Uint8Array()

/** The bytes after these edits; what was never written is zero. */
function edited(before: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return before
  let size = before.length
  const bytes = new Uint8Array(edits.reduce((most, edit) => Math.max(most, reachOf(edit)), size))
  bytes.set(before)
  for (const edit of edits) {
    if (edit.kind === 'written') {
      bytes.set(edit.data, edit.offset)
      size = Math.max(size, reachOf(edit))
    } else {
      bytes.fill(0, Math.min(edit.size, size))
      size = edit.size
    }
  }
  return bytes.subarray(0, size)
}

function reachOf(edit: Edit): number {
  return edit.kind === 'written' ? edit.offset + edit.data.length : edit.size
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('there is nothing to pick from')
  return item
}

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { isShorterThanSaid } from './condition.ts'
import { createLogIndex, type LogIndex } from './log-index.ts'

/** The files of an open database, watched for what somebody else does to them. */
export interface Files {
  /**
   * Throws, with a sentence for the log, when a file is not the one that was opened, or is visibly damaged: SQLite would go on
   * writing into a file without a name, and nobody would see it again.
   */
  mustBeIntact(): void
  index: LogIndex
  /** To be called after SQLite has closed its own: closing a file lets go of all locks that a process has on it. */
  close(): void
}

/** Watches the database file, its log and its index of the log. To be called when all three are there. */
export function watchFiles(file: string): Files {
  const index = open(`${file}-shm`, () => true, { shrinks: true, flags: 'r+' })
  const opened = [
    open(file, isDatabase, { shrinks: false }),
    open(`${file}-wal`, isLog, { shrinks: true }),
    index,
  ]
  return {
    mustBeIntact() {
      for (const one of opened) mustBeIntact(one)
    },
    index: createLogIndex(index.path, index.fd),
    close() {
      for (const { fd } of opened.splice(0)) closeSync(fd)
    },
  }
}

interface Opened {
  path: string
  fd: number
  inode: number
  /** The most bytes that it was seen to have. */
  size: number
  shrinks: boolean
  looksRight(head: Buffer): boolean
}

function open(
  path: string,
  looksRight: Opened['looksRight'],
  { shrinks, flags = 'r' }: { shrinks: boolean; flags?: 'r' | 'r+' },
): Opened {
  const fd = openSync(path, flags)
  const { ino: inode, size } = fstatSync(fd)
  return { path, fd, inode, size, shrinks, looksRight }
}

function mustBeIntact(opened: Opened): void {
  const { path, fd, inode, looksRight } = opened
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new Error(
      `${path} is gone: put the file back, or start again: the start says what to do.`,
    )
  }
  if (found.ino !== inode) {
    throw new Error(
      `${path} is not the file that was opened any more: it was replaced. Start again.`,
    )
  }
  if (found.size < opened.size && !opened.shrinks && isCutShort(opened)) {
    throw new Error(`${path} was cut: start again, and the start says what to do.`)
  }
  opened.size = found.size
  if (found.size === 0) return
  head.fill(0)
  readSync(fd, head, 0, head.length, 0)
  if (!looksRight(head)) {
    throw new Error(`${path} was overwritten: start again, and the start says what to do.`)
  }
}

/**
 * A database that gives room back to the disk says first that it has fewer pages, and then gets shorter. One that is shorter than it
 * says was cut, unless another process makes it longer just now: that takes a moment.
 */
function isCutShort({ fd }: Opened): boolean {
  for (let looks = 0; looks < 5; looks += 1) {
    const { size } = fstatSync(fd)
    if (size > 0 && !isShorterThanSaid(fd, size)) return false
    Atomics.wait(moment, 0, 0, 10)
  }
  return true
}

const moment = new Int32Array(new SharedArrayBuffer(4))

/** Read into again and again: this is done for every commit. */
const head = Buffer.alloc(16)

/** See https://www.sqlite.org/fileformat2.html: the header string, and the magic number of a log in either byte order. */
const isDatabase = (bytes: Buffer) => bytes.toString('latin1') === 'SQLite format 3\0'
const isLog = (bytes: Buffer) => (bytes.readUInt32BE(0) & ~1) === 0x377f0682

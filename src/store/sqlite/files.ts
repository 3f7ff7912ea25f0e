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
  /** The database gives room back to the disk, down to this size (bytes): its file gets shorter some time after. */
  letShrink(size: number): void
  /** To be called after SQLite has closed its own: closing a file lets go of all locks that a process has on it. */
  close(): void
}

/**
 * Watches the database file, its log and its index of the log. To be called when all three are there.
 * @param least so short (bytes) the database may get before `letShrink` says otherwise; 0 where another process may say so
 */
export function watchFiles(file: string, least: number): Files {
  const index = open(`${file}-shm`, () => true, { least: 0, flags: 'r+' })
  const database = open(file, isDatabase, { least, saysSize: true })
  const opened = [database, open(`${file}-wal`, isLog, { least: 0 }), index]
  return {
    mustBeIntact() {
      for (const one of opened) mustBeIntact(one)
    },
    index: createLogIndex(index.path, index.fd),
    letShrink(size) {
      database.least = size
    },
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
  /** So short it may get. */
  least: number
  /** It says itself how long it is. */
  saysSize: boolean
  /** It was found too short before. */
  isCut: boolean
  looksRight(head: Buffer): boolean
}

function open(
  path: string,
  looksRight: Opened['looksRight'],
  given: { least: number; saysSize?: true; flags?: 'r' | 'r+' },
): Opened {
  const { least, saysSize = false, flags = 'r' } = given
  const fd = openSync(path, flags)
  const { ino: inode, size } = fstatSync(fd)
  return { path, fd, inode, size, least, saysSize, isCut: false, looksRight }
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
  opened.isCut = found.size < opened.size && isCutShort(opened, found.size)
  if (opened.isCut) {
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
function isCutShort({ fd, least, saysSize, isCut }: Opened, found: number): boolean {
  if (found < least) return true
  if (!saysSize) return false
  for (let looks = isCut ? 1 : 5; looks > 0; looks -= 1) {
    const { size } = fstatSync(fd)
    if (size > 0 && !isShorterThanSaid(fd, size)) return false
    if (looks > 1) Atomics.wait(moment, 0, 0, 10)
  }
  return true
}

const moment = new Int32Array(new SharedArrayBuffer(4))

/** Read into again and again: this is done for every commit. */
const head = Buffer.alloc(16)

/** See https://www.sqlite.org/fileformat2.html: the header string, and the magic number of a log in either byte order. */
const isDatabase = (bytes: Buffer) => bytes.toString('latin1') === 'SQLite format 3\0'
const isLog = (bytes: Buffer) => (bytes.readUInt32BE(0) & ~1) === 0x377f0682

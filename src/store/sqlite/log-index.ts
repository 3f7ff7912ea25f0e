import { readSync, writeSync } from 'node:fs'

/** The index of the log, `navish.db-shm`: memory that all processes share which have the database open. */
export interface LogIndex {
  /**
   * To be called in a transaction that writes, before it is committed. Throws, with a sentence for the log, when somebody overwrote
   * the index since the transaction began: what was read through it may be old pages, and must not decide what is written.
   */
  mustBeWhole(): void
  /**
   * To be called in a transaction that writes, before it is undone. SQLite then goes back to what the head of the index says and, unlike
   * at any other time, does not look whether that is true: from a head full of garbage it learns of up to four thousand million pages, and
   * spends minutes and gigabytes of disk on an index for them. A head that is not whole is emptied here; SQLite makes the index anew
   * from the log when it finds an empty one. Nobody else writes it meanwhile: that takes the lock that the transaction has.
   */
  mend(): void
}

/** @param fd of the file that SQLite has open, to be read and written */
export function createLogIndex(path: string, fd: number): LogIndex {
  const head = new Uint32Array(2 * headWords)

  function isWhole(): boolean {
    head.fill(0)
    readSync(fd, head, 0, head.byteLength, 0)
    return isHead(head)
  }

  return {
    mustBeWhole() {
      if (!isWhole()) throw new Error(`${path} was overwritten: it is made anew from the log.`)
    },
    mend() {
      if (isWhole()) return
      head.fill(0)
      writeSync(fd, head, 0, head.byteLength, 0)
    },
  }
}

/**
 * The index begins with two copies of its head, in the byte order of the machine; the last two words of each are the checksum of the
 * others (https://www.sqlite.org/walformat.html#the_wal_index_file_format).
 */
const headWords = 12
const checkedWords = 10
/** The first word. */
const version = 3_007_000

function isHead(words: Uint32Array): boolean {
  const [first, second] = [words.subarray(0, headWords), words.subarray(headWords)]
  if (first[0] !== version || first.some((word, at) => word !== second[at])) return false
  let one = 0
  let other = 0
  for (let at = 0; at < checkedWords; at += 2) {
    one = (one + (first[at] ?? 0) + other) >>> 0
    other = (other + (first[at + 1] ?? 0) + one) >>> 0
  }
  return one === first[checkedWords] && other === first[checkedWords + 1]
}

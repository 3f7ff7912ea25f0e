import {
  copyFileSync,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'

/** One thing that somebody, or a disk, does to the files of a data directory. */
export interface Damage {
  what: string
  file: 'navish.db' | 'navish.db-wal' | 'navish.db-shm'
  do(file: string): void
  /** What undoes it, where that can be. */
  undo?(file: string): void
  /** Whether a server must notice: what it goes on writing is in a file that has no name, or not this one. */
  mustRefuse?: true
  /**
   * Whether it is done while the server has nothing to write: see `garbage`. What a transaction of its own makes of it is tried by
   * test/store/log-index.test.ts.
   */
  atRest?: true
  /** Whether a command runs beside the server afterwards, and opens the files anew. */
  beside?: true
}

const deleted = (file: Damage['file']): Damage => ({
  what: `${file} was deleted`,
  file,
  do: (path) => rmSync(path, { force: true }),
  ...(file === 'navish.db' && { mustRefuse: true }),
  ...(file === 'navish.db-shm' && { beside: true }),
})

/**
 * An index of the log that is overwritten within a transaction can have SQLite fail to read a page. It then undoes the transaction by
 * itself, before anybody outside could look, and takes the number of pages of the log from the garbage: for a minute, and gigabytes.
 */
const garbage = (file: Damage['file']): Damage => ({
  what: `${file} was overwritten with garbage`,
  file,
  ...(file === 'navish.db-shm' && { atRest: true }),
  do(path) {
    if (!existsSync(path)) return
    // In place: it stays the same file, and as long as it was.
    writeFileSync(path, randomBytes(statSync(path).size), { flag: 'r+' })
  },
})

const emptied: Damage = {
  what: 'navish.db was cut to nothing',
  file: 'navish.db',
  do: (path) => truncateSync(path, 0),
}

const cut: Damage = {
  what: 'navish.db was cut in the middle',
  file: 'navish.db',
  do: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
}

const replaced: Damage = {
  what: 'navish.db was replaced by a copy',
  file: 'navish.db',
  do(path) {
    copyFileSync(path, `${path}.copy`)
    renameSync(`${path}.copy`, path)
  },
  mustRefuse: true,
}

const moved: Damage = {
  what: 'navish.db was moved away for a while',
  file: 'navish.db',
  do: (path) => renameSync(path, `${path}.away`),
  undo: (path) => renameSync(`${path}.away`, path),
  mustRefuse: true,
}

/** What can be done to it while a server runs. */
export const damages: Damage[] = [
  deleted('navish.db'),
  moved,
  replaced,
  emptied,
  cut,
  garbage('navish.db'),
  deleted('navish.db-wal'),
  garbage('navish.db-wal'),
  deleted('navish.db-shm'),
  garbage('navish.db-shm'),
]

/** What a server can find when it starts. */
export const findings: Damage[] = damages.filter((damage) => damage !== replaced)

let places = 4
const waiting: (() => void)[] = []

/** So few at once that a server is never late only because the others have the processor. */
export async function inTurn(work: () => Promise<void>): Promise<void> {
  if (places > 0) places -= 1
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) places += 1
    else next()
  }
}

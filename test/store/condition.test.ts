import { describe, expect, test } from 'bun:test'
import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { explained } from '../../src/store/sqlite/condition.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { lockDataDir } from '../../src/store/sqlite/lock.ts'
import { temporaryFolder } from '../support/folder.ts'
import { errorOf, opened } from './history.ts'

/** The paths in a folder. */
function pathsIn(dataDir: string) {
  const database = join(dataDir, 'navish.db')
  return { database, log: `${database}-wal`, lock: join(dataDir, 'navish.lock') }
}

/**
 * What a server leaves that was killed: what came after a checkpoint only in the log, or without one, everything in the log and,
 * because it was being moved, in the database file too.
 */
function killed(dataDir: string, { checkpoint }: { checkpoint: boolean }): void {
  using origin = temporaryFolder()
  using database = opened(origin.path)
  if (checkpoint) database.run('pragma wal_checkpoint(truncate)')
  database.run('insert into heartbeat (id, at) values (1, 1)')
  const from = pathsIn(origin.path)
  const to = pathsIn(dataDir)
  copyFileSync(from.log, to.log)
  if (!checkpoint) database.run('pragma wal_checkpoint(passive)')
  copyFileSync(from.database, to.database)
}

describe('a database beside a log with events in it', () => {
  test.each<[string, (database: string) => void]>([
    ['missing', rmSync],
    ['empty', truncateSync],
  ])('that is %s is refused, and the log is left as it is', (_, damage) => {
    using folder = temporaryFolder()
    const { database, log } = pathsIn(folder.path)
    killed(folder.path, { checkpoint: true })
    const before = readFileSync(log)
    damage(database)

    for (let time = 0; time < 2; time += 1) {
      const error = errorOf(() => opened(folder.path))

      expect(error.code).toBe('failed')
      expect(error.message).toContain(`${database} is`)
      expect(error.message).toContain(`${log} is`)
      expect(readFileSync(log).equals(before)).toBe(true)
    }
  })

  test('that is whole is opened, with what the log has', () => {
    using folder = temporaryFolder()
    killed(folder.path, { checkpoint: true })

    using database = opened(folder.path)

    expect(database.rows('select at from heartbeat')).toEqual([{ at: 1 }])
  })

  test('that is empty as the log is, is begun anew', () => {
    using folder = temporaryFolder()
    const { database, log } = pathsIn(folder.path)
    for (const file of [database, log]) writeFileSync(file, '')

    using begun = opened(folder.path)

    expect(begun.rows('select at from heartbeat')).toEqual([])
  })
})

describe('a database file that was cut', () => {
  const cutLastPage = (file: string) => truncateSync(file, statSync(file).size - 4096)

  test.each([true, false])('is refused, whether it has a log: %p', (hasLog) => {
    using folder = temporaryFolder()
    const { database, log } = pathsIn(folder.path)
    killed(folder.path, { checkpoint: true })
    if (!hasLog) opened(folder.path)[Symbol.dispose]()
    expect(existsSync(log)).toBe(hasLog)
    cutLastPage(database)

    const error = errorOf(() => openDatabase({ dataDir: folder.path, prepare: true, now: 0 }))

    expect(error.code).toBe('failed')
    expect(error.message).toContain(database)
    expect(error.message).toContain('damaged')
  })

  test('is opened when the log has the rest, as after a crash while it was moved there', () => {
    using folder = temporaryFolder()
    killed(folder.path, { checkpoint: false })
    cutLastPage(pathsIn(folder.path).database)

    using database = opened(folder.path)

    expect(database.rows('select at from heartbeat')).toEqual([{ at: 1 }])
    expect(Object.values(database.row('pragma integrity_check'))).toEqual(['ok'])
  })
})

describe('the lock of a data directory', () => {
  /** Locks it as a server does that has opened its database. */
  function serveOnce(dataDir: string): void {
    const lock = lockDataDir(dataDir)
    opened(dataDir)[Symbol.dispose]()
    lock.markUsed()
    lock.unlock()
  }

  test('that was used refuses a start without the database, and says which file to remove', () => {
    using folder = temporaryFolder()
    const { database, lock } = pathsIn(folder.path)
    serveOnce(folder.path)
    rmSync(database)

    for (let time = 0; time < 2; time += 1) {
      const error = errorOf(() => lockDataDir(folder.path))

      expect(error.code).toBe('failed')
      expect(error.message).toContain(`${database} is gone`)
      expect(error.message).toContain(`remove ${lock}`)
    }
    rmSync(lock)
    lockDataDir(folder.path).unlock()
  })

  test('that was used lets a server start again beside its database', () => {
    using folder = temporaryFolder()
    serveOnce(folder.path)
    serveOnce(folder.path)

    expect(() => lockDataDir(folder.path).unlock()).not.toThrow()
  })

  test('of a server that never had a database does not ask for one', () => {
    using folder = temporaryFolder()
    lockDataDir(folder.path).unlock()

    expect(() => lockDataDir(folder.path).unlock()).not.toThrow()
  })

  test('is held by one only, also after it was marked as used', () => {
    using folder = temporaryFolder()
    const lock = lockDataDir(folder.path)
    expect(errorOf(() => lockDataDir(folder.path)).code).toBe('conflict')

    lock.markUsed()

    expect(errorOf(() => lockDataDir(folder.path)).code).toBe('conflict')
    lock.unlock()
  })
})

describe('an error of the disk', () => {
  const failed = (code: string, path?: string) =>
    Object.assign(new Error('it failed'), { code, ...(path !== undefined && { path }) })

  test.each([
    ['SQLITE_FULL', undefined],
    ['SQLITE_IOERR_WRITE', undefined],
    ['SQLITE_READONLY', undefined],
    ['EROFS', '/srv/navish/navish.lock'],
    ['ENOSPC', '/srv/navish/navish.url'],
  ])('%s is told with the folder and what to look at', (code, path) => {
    const cause = failed(code, path)

    const told = explained(cause, '/srv/navish')

    expect(told).toMatchObject({ code: 'failed', cause })
    expect(String(told)).toContain(`/srv/navish cannot be used (${code})`)
    expect(String(told)).toContain('has room and can be written')
  })

  test.each(['SQLITE_NOTADB', 'SQLITE_CORRUPT'])('%s is told with the file to restore', (code) => {
    expect(String(explained(failed(code), '/srv/navish'))).toContain(
      '/srv/navish/navish.db is no database, or it is damaged',
    )
  })

  test.each(['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT'])('%s is told as what it is', (code) => {
    expect(String(explained(failed(code), '/srv/navish'))).toContain(
      `Another process holds the database in /srv/navish (${code})`,
    )
  })

  test('of another folder is left as it is', () => {
    const error = failed('EIO', '/dev/stdout')

    expect(explained(error, '/srv/navish')).toBe(error)
  })

  test.each(['SQLITE_CONSTRAINT', 'EADDRINUSE', 'ENOSPC', ''])(
    'is not what has the code "%s"',
    (code) => {
      const error = failed(code)

      expect(explained(error, '/srv/navish')).toBe(error)
    },
  )
})

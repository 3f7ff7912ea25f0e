import { describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Orm } from '../../src/store/sqlite/database.ts'
import {
  inBackgroundTransaction,
  inRepeatableTransaction,
  isStorageError,
} from '../../src/store/sqlite/transaction.ts'
import { temporaryFolder } from '../support/folder.ts'
import { errorOf, history, nextMigration, opened } from './history.ts'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('openDatabase', () => {
  test('makes a folder that only its owner can enter, and files that only its owner can read', () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'deep', 'data')

    using database = opened(dataDir)
    database.run('insert into heartbeat (id, at) values (1, 1)')

    expect(modeOf(dataDir)).toBe('700')
    const files = readdirSync(dataDir).toSorted()
    expect(files).toEqual(['navish.db', 'navish.db-shm', 'navish.db-wal'])
    expect(files.map((file) => modeOf(join(dataDir, file)))).toEqual(['600', '600', '600'])
  })

  test('leaves a folder that was there with the rights that its owner gave it', () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')
    mkdirSync(dataDir, { mode: 0o750 })

    using _ = opened(dataDir)

    expect(modeOf(dataDir)).toBe('750')
  })

  test.each<[string, number | string]>([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', 50],
    ['temp_store', 2],
    ['trusted_schema', 0],
  ])('sets the pragma %s to %p, for a new database and for one that was there', (name, value) => {
    using folder = temporaryFolder()

    for (let time = 0; time < 2; time += 1) {
      using database = opened(folder.path)
      expect(Object.values(database.row(`pragma ${name}`))).toEqual([value])
    }
  })

  test.each(['', '/missing'])(
    'without preparing finds no database in the folder%s, and makes nothing',
    (below) => {
      using folder = temporaryFolder()
      const dataDir = folder.path + below

      const error = errorOf(() => openDatabase({ dataDir, prepare: false, now: 0 }))

      expect(error.code).toBe('not_found')
      expect(error.message).toContain(dataDir)
      expect(readdirSync(folder.path)).toEqual([])
      expect(existsSync(dataDir)).toBe(below === '')
    },
  )

  test('without preparing opens a database of this version', () => {
    using folder = temporaryFolder()
    opened(folder.path)[Symbol.dispose]()

    const { $client: client } = openDatabase({ dataDir: folder.path, prepare: false, now: 0 })

    expect(client.query('select count(*) as n from alerts').get()).toEqual({ n: 0 })
    client.close()
  })

  test('without preparing refuses an older database and leaves it as it is', () => {
    using folder = temporaryFolder()
    opened(folder.path)[Symbol.dispose]()
    const migrations = [...history, nextMigration]

    const error = errorOf(() =>
      openDatabase({ dataDir: folder.path, prepare: false, now: 0, migrations }),
    )

    expect(error.code).toBe('failed')
    expect(error.message).toContain('older')
    expect(readdirSync(folder.path).filter((file) => file.startsWith('navish-before'))).toEqual([])
    using database = opened(folder.path)
    expect(database.rows('select name from migrations')).toHaveLength(history.length)
  })

  test('refuses a link to a database, and takes one to its folder', () => {
    using folder = temporaryFolder()
    const real = join(folder.path, 'real')
    const other = join(folder.path, 'other')
    const link = join(folder.path, 'link')
    opened(real)[Symbol.dispose]()
    mkdirSync(other)
    symlinkSync(join(real, 'navish.db'), join(other, 'navish.db'))
    symlinkSync(real, link)

    const error = errorOf(() => opened(other))

    expect(error).toMatchObject({ code: 'configuration' })
    expect(String(error)).toContain('is a link')
    expect(readdirSync(other)).toEqual(['navish.db'])
    using database = opened(link)
    expect(database.rows('select id from alerts')).toEqual([])
  })

  test('refuses a file that is no database', () => {
    using folder = temporaryFolder()
    writeFileSync(
      join(folder.path, 'navish.db'),
      'not a database at all, but long enough'.repeat(50),
    )

    expect(() => opened(folder.path)).toThrow()
  })
})

describe.each([
  ['inRepeatableTransaction', inRepeatableTransaction],
  ['inBackgroundTransaction', inBackgroundTransaction],
])('%s', (_, transaction) => {
  const durability = (db: Orm) => Object.values(db.$client.query('pragma synchronous').get() ?? {})

  test('waits less for the disk, and the next commit waits for it again', async () => {
    using folder = temporaryFolder()
    const db = openDatabase({ dataDir: folder.path, prepare: true, now: 0 })

    const meanwhile = await transaction(db, () => durability(db))

    expect(meanwhile).toEqual([1])
    expect(durability(db)).toEqual([2])
    db.$client.close()
  })

  test('lets the next commit wait for the disk also when it fails', async () => {
    using folder = temporaryFolder()
    const db = openDatabase({ dataDir: folder.path, prepare: true, now: 0 })

    const failed = transaction(db, () => {
      throw new Error('disk full')
    })

    expect(await failed.catch(String)).toBe('Error: disk full')

    expect(durability(db)).toEqual([2])
    db.$client.close()
  })
})

describe('isStorageError', () => {
  test.each<[string, boolean]>([
    ['SQLITE_FULL', true],
    ['SQLITE_IOERR_WRITE', true],
    ['SQLITE_READONLY', true],
    ['SQLITE_BUSY_SNAPSHOT', true],
    ['SQLITE_CORRUPT', true],
    ['SQLITE_CONSTRAINT_UNIQUE', false],
    ['SQLITE_MISMATCH', false],
    ['ENOENT', false],
  ])('tells what is about the disk and not about the event: %s is %p', (code, expected) => {
    expect(isStorageError(Object.assign(new Error('x'), { code }))).toBe(expected)
  })

  test.each([['SQLITE_FULL'], [null], [undefined], [{ code: 'SQLITE_FULL' }]])(
    'is not taken in by %p, which is no error',
    (thrown) => {
      expect(isStorageError(thrown)).toBe(false)
    },
  )
})

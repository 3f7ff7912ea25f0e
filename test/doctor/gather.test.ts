import { describe, expect, test } from 'bun:test'
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatherBackups } from '../../src/doctor/gather/backups.ts'
import { gatherDatabase } from '../../src/doctor/gather/database.ts'
import { fileSystemOf, gatherFiles } from '../../src/doctor/gather/files.ts'
import { openFilesLimit } from '../../src/doctor/gather/machine.ts'
import { writerOf } from '../../src/doctor/gather/server.ts'
import { isServed, lockDataDir } from '../../src/store/sqlite/lock.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { history, nextMigration, opened } from '../store/history.ts'

const mountinfo = [
  '22 27 0:21 / / rw,relatime shared:1 - overlay overlay rw',
  '23 22 8:1 / /data rw - ext4 /dev/sda1 rw',
  '24 23 0:40 / /data/far\\040away rw - nfs4 host:/x rw',
  '25 22 0:41 / /data rw master:3 - xfs /dev/sdb rw',
].join('\n')

describe('what is gathered', () => {
  test.each([
    ['/srv', 'overlay'],
    // The one that was mounted last covers the other.
    ['/data', 'xfs'],
    ['/data/navish', 'xfs'],
    ['/database', 'overlay'],
    ['/data/far away/x', 'nfs4'],
  ])('has the file system of %s', (path, kind) => {
    expect(fileSystemOf(path, mountinfo)).toBe(kind)
  })

  test('has no file system where nothing is known', () => {
    expect(fileSystemOf('/data', '')).toBeNull()
  })

  test('has who holds a lock', () => {
    const locks = [
      '1: POSIX  ADVISORY  READ  40 fe:00:7 0 EOF',
      '2: POSIX  ADVISORY  WRITE 41 fe:00:77 0 EOF',
      '3: POSIX  ADVISORY  WRITE 42 fe:00:7 1073741824 1073742335',
    ].join('\n')

    expect(writerOf(7, locks)).toBe(42)
    expect(writerOf(8, locks)).toBeNull()
  })

  test.each([
    ['Max open files            1024                 524288               files', 1024],
    [
      'Max open files            unlimited            unlimited            files',
      Number.MAX_SAFE_INTEGER,
    ],
    ['nothing', null],
  ])('has how many files may be open: %s', (limits, limit) => {
    expect(openFilesLimit(`Limit  Soft\n${limits}\n`)).toBe(limit)
  })

  test('has every file with its mode', () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'backups'))
    writeFileSync(join(folder.path, 'backups', 'navish-1.db'), 'x', { mode: 0o600 })

    const { files, dir, isWritable } = gatherFiles(folder.path)

    expect(isWritable).toBe(true)
    expect(dir?.owner).toBe(statSync(folder.path).uid)
    expect(new Map(files.map(({ name, isFolder }) => [name, isFolder]))).toEqual(
      new Map([
        ['backups', true],
        ['backups/navish-1.db', false],
      ]),
    )
    expect(files.find(({ isFolder }) => !isFolder)).toMatchObject({ size: 1 })
  })

  test('has the backups that are whole, newest first', () => {
    using folder = temporaryFolder()
    const names = [
      'navish-1.db',
      'navish-2.db.zst.age',
      'navish-3.db.part',
      'navish-before-1.db',
      'a.db',
      'navish-4.db.part-wal',
      'navish-5.db.part.age',
      'navish-1.db-wal',
      'navish-1.db-shm',
    ]
    for (const [index, name] of names.entries()) {
      writeFileSync(join(folder.path, name), 'x')
      utimesSync(join(folder.path, name), index + 1, index + 1)
    }

    expect(gatherBackups(folder.path).files.map(({ name }) => name)).toEqual([
      'navish-2.db.zst.age',
      'navish-1.db',
    ])
    expect(gatherBackups(join(folder.path, 'none')).files).toEqual([])
  })
})

describe('a server', () => {
  test('is known by its lock, though the system does not tell of it, and nothing is made', () => {
    using folder = temporaryFolder()
    expect(isServed(folder.path)).toBe(false)
    expect(readdirSync(folder.path)).toEqual([])

    const { unlock } = lockDataDir(folder.path)
    const whileServed = isServed(folder.path)
    unlock()

    expect([whileServed, isServed(folder.path)]).toEqual([true, false])
  })
})

describe('a look into a database', () => {
  test('changes no file, also when nothing else has it open', async () => {
    using folder = temporaryFolder()
    await openSqliteStore({ dataDir: folder.path, prepare: true, now: 5 }).close()
    const before = readdirSync(folder.path)

    const { database, look } = gatherDatabase(folder.path, true)

    expect(database).toMatchObject({ isThere: true, fault: null, damage: [], history: 'same' })
    expect(await look?.store?.needsAdmin()).toBe(true)
    expect(look?.store?.probe(1)).rejects.toThrow('readonly')
    look?.close()
    expect(readdirSync(folder.path)).toEqual(before)
  })

  test('sees what a server has only in its log', async () => {
    using folder = temporaryFolder()
    const store = openSqliteStore({ dataDir: folder.path, prepare: true, now: 5 })
    await store.probe(1234)

    const { database, look } = gatherDatabase(folder.path, false)
    look?.close()
    await store.close()

    expect(database).toMatchObject({ newestAt: 1234, damage: [] })
    expect(database.logSize).toBeGreaterThan(0)
  })

  test('tells an older and a newer database', () => {
    using older = temporaryFolder()
    using newer = temporaryFolder()
    opened(older.path, history.slice(0, -1))[Symbol.dispose]()
    opened(newer.path, [...history, nextMigration])[Symbol.dispose]()

    expect(gatherDatabase(older.path, false).database.history).toBe('older')
    expect(gatherDatabase(newer.path, false).database).toMatchObject({
      history: 'newer or another',
      newestAt: null,
    })
  })

  test('says why it cannot be opened', () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'navish.db'), 'this is no database at all'.repeat(10))

    expect(gatherDatabase(folder.path, false)).toMatchObject({
      database: { isThere: true, fault: 'file is not a database.' },
      look: null,
    })
    expect(gatherDatabase(join(folder.path, 'none'), false).database.isThere).toBe(false)
  })

  test('finds damage', async () => {
    using folder = temporaryFolder()
    await openSqliteStore({ dataDir: folder.path, prepare: true, now: 5 }).close()
    const path = join(folder.path, 'navish.db')
    const bytes = Buffer.from(await Bun.file(path).bytes())
    // The beginning of some page in the middle.
    bytes.fill(0xff, 20 * 4096, 20 * 4096 + 200)
    writeFileSync(path, bytes)

    const { database, look } = gatherDatabase(folder.path, false)
    look?.close()

    expect(database.fault ?? database.damage?.join()).toMatch(/page|malformed/i)
  })
})

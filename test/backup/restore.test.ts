import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeIdentity } from '../../src/backup/encryption.ts'
import { restoreBackup, type RestoreOrder, type RestoreStep } from '../../src/backup/restore.ts'
import { takeBackup } from '../../src/backup/take.ts'
import { AppError } from '../../src/errors.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { lockBackups, lockDataDir } from '../../src/store/sqlite/lock.ts'
import { mustBeSound } from '../../src/store/sqlite/soundness.ts'
import { history, nextMigration, opened, seed, seeded, whatWasSeeded } from '../store/history.ts'
import { addRequests, dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook, metricHook } from '../support/requests.ts'

const clock = () => Date.parse('2026-09-01T12:00:00Z')
const keptName = 'navish-before-restore-20260901T120000Z.db'

/** A data directory with three events, and a backup that was made when there was one. */
async function setup({ recipients = [] as string[] } = {}) {
  using source = await dataDirWith(issueHook('created'))
  const data = temporaryFolder()
  const beside = temporaryFolder()
  const take = (file: string, keys: string[]) =>
    takeBackup({
      dataDir: source.path,
      folder: beside.path,
      file,
      mayReplace: false,
      recipients: keys,
      clock,
    })
  const backup = join(beside.path, recipients.length > 0 ? 'navish.db.age' : 'navish.db')
  await take(backup, recipients)
  await addRequests(source.path, [
    metricHook('critical', { id: '7' }),
    metricHook('critical', { id: '8' }),
  ])
  // In another folder than the one that it was filled in: this process may still have that open.
  await take(join(data.path, 'navish.db'), [])
  const restore = (order: Partial<RestoreOrder> = {}) =>
    restoreBackup({
      file: backup,
      identity: null,
      dataDir: data.path,
      clock,
      mayReplace: () => Promise.resolve(true),
      ...order,
    })
  return {
    path: data.path,
    beside: beside.path,
    backup,
    restore,
    [Symbol.dispose]() {
      data[Symbol.dispose]()
      beside[Symbol.dispose]()
    },
  }
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw new Error(`no refusal: ${String(error)}`)
}

/** How many events there are in a data directory, by the program itself. */
function eventsIn(dataDir: string): number {
  const db = openDatabase({ dataDir, prepare: true, now: 0 })
  const { n } = db.$client.query<{ n: number }, []>('select count(*) as n from events').get() ?? {
    n: -1,
  }
  db.close()
  return n
}

const partsIn = (dataDir: string) => readdirSync(dataDir).filter((name) => name.includes('.part'))

describe('a restore', () => {
  test('puts the backup in the place of the database, and keeps that whole', async () => {
    using t = await setup()

    const restored = await t.restore()

    expect(restored).toMatchObject({ kept: [join(t.path, keptName)], upgrades: 0 })
    expect(restored?.sound.events).toBe(1)
    expect(eventsIn(t.path)).toBe(1)
    expect(mustBeSound(join(t.path, keptName)).events).toBe(3)
    const modes = ['navish.db', keptName].map((name) => statSync(join(t.path, name)).mode & 0o777)
    expect(modes).toEqual([0o600, 0o600])
    expect(partsIn(t.path)).toEqual([])
    expect(mustBeSound(t.backup).events).toBe(1)
  })

  test('leaves a database that a server can open beside somebody who reads it', async () => {
    using t = await setup()
    await t.restore()
    const file = join(t.path, 'navish.db')
    using reader = new Database(file, { readonly: true })
    reader.run('begin')
    reader.query('select count(*) from events').get()

    const served = openDatabase({ dataDir: t.path, prepare: true, now: clock() })

    const mode = served.$client.query<{ journal_mode: string }, []>('pragma journal_mode').get()
    served.close()
    expect(mode?.journal_mode).toBe('wal')
  })

  test('keeps what was in the log of the database', async () => {
    using t = await setup()
    // As a server that was killed leaves it: a log that nobody has taken into the database.
    const other = join(t.path, 'killed')
    mkdirSync(other)
    const writer = new Database(join(t.path, 'navish.db'))
    writer.run('pragma journal_mode = wal')
    writer.run('pragma wal_autocheckpoint = 0')
    writer.run("insert into settings values ('late', '1')")
    for (const end of ['', '-wal'])
      copyFileSync(join(t.path, `navish.db${end}`), join(other, `navish.db${end}`))
    writer.close()

    await t.restore({ dataDir: other })

    const kept = new Database(join(other, keptName), { readonly: true })
    expect(kept.query('select name from settings').all()).toEqual([{ name: 'late' }])
    kept.close()
    expect(readdirSync(other).filter((name) => name.endsWith('-wal'))).toEqual([])
    expect(eventsIn(other)).toBe(1)
  })

  test.each(['', 'new/folder'])('works into the empty or missing data directory %p', async (to) => {
    using t = await setup()
    const dataDir = join(t.beside, 'empty', to)
    if (to === '') mkdirSync(dataDir, { mode: 0o700 })
    const mayReplace = () => Promise.reject(new Error('asked for nothing'))

    const restored = await t.restore({ dataDir, mayReplace })

    expect(restored?.kept).toEqual([])
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(join(dataDir, 'navish.db')).mode & 0o777).toBe(0o600)
    expect(eventsIn(dataDir)).toBe(1)
    // From now on a start without the database is refused.
    expect(() => {
      const lock = lockDataDir(join(t.beside, 'empty', to))
      lock.unlock()
    }).not.toThrow()
  })

  test('does nothing when it may not replace what is there', async () => {
    using t = await setup()

    expect(await t.restore({ mayReplace: () => Promise.resolve(false) })).toBeNull()

    expect(eventsIn(t.path)).toBe(3)
    expect(readdirSync(t.path).filter((name) => name.startsWith('navish-'))).toEqual([])
  })

  test('is asked for with what is there and what comes', async () => {
    using t = await setup()
    const asked: unknown[] = []

    await t.restore({
      async mayReplace(there, { events }) {
        asked.push(there, events)
        return false
      },
    })

    expect(asked).toEqual([{ hasAny: true, events: 3, alerts: 3 }, 1])
  })

  test('is refused while a server has the data directory', async () => {
    using t = await setup()
    const { unlock } = lockDataDir(t.path)

    expect(await refusal(t.restore())).toMatchObject({ code: 'conflict' })

    unlock()
    expect(eventsIn(t.path)).toBe(3)
  })

  test('is refused while another command has the database open', async () => {
    using t = await setup()
    const other = openDatabase({ dataDir: t.path, prepare: false, now: 0 })

    const error = await refusal(t.restore())

    expect(error.code).toBe('conflict')
    expect(error.message).toContain('Another command has')
    expect(other.$client.query('select count(*) as n from events').get()).toEqual({ n: 3 })
    other.close()
    expect(await t.restore()).not.toBeNull()
  })

  test('lets nobody begin a log beside the old database, which would be taken for that of the new one', async () => {
    using t = await setup()
    const place = join(t.path, 'navish.db')
    const found: string[] = []
    const other = new Database(place)
    // Opened, but not looked into yet: what it has is the old file, also when the new one is in its place.
    const write = () => {
      try {
        other.run('pragma journal_mode = wal')
        other.run('update drain_position set event_id = event_id')
        found.push('written')
      } catch (error) {
        found.push(error instanceof Error && 'code' in error ? String(error.code) : String(error))
      }
    }

    await t.restore({
      onStep(step) {
        if (step === 'cleared') write()
      },
    })
    write()
    other.close()

    expect(found).toEqual(['SQLITE_BUSY', 'SQLITE_READONLY_DBMOVED'])
    expect(existsSync(`${place}-wal`)).toBe(false)
    expect(mustBeSound(place).events).toBe(1)
  })

  test('is refused while a backup is made', async () => {
    using t = await setup()
    const { unlock } = lockBackups(t.path)

    expect(await refusal(t.restore())).toMatchObject({ code: 'conflict' })
    unlock()
  })

  test('of an encrypted backup needs the key', async () => {
    const { recipient, file: key } = await makeIdentity(0)
    using t = await setup({ recipients: [recipient] })
    const identity = join(t.beside, 'key')
    writeFileSync(identity, key)

    const error = await refusal(t.restore())
    expect(error).toMatchObject({ code: 'usage' })
    expect(error.message).toContain('--identity')
    expect(eventsIn(t.path)).toBe(3)

    expect(await t.restore({ identity })).toMatchObject({ upgrades: 0 })
    expect(eventsIn(t.path)).toBe(1)
  })

  test.each<[string, Buffer | string, string]>([
    ['no database', 'hello', 'is no database'],
    ['empty', '', 'is no database'],
  ])('of a file that is %s changes nothing', async (_, content, why) => {
    using t = await setup()
    writeFileSync(t.backup, content)

    expect((await refusal(t.restore())).message).toContain(why)

    expect(eventsIn(t.path)).toBe(3)
    expect(partsIn(t.path)).toEqual([])
  })

  test('of a backup that was cut changes nothing', async () => {
    using t = await setup()
    writeFileSync(t.backup, readFileSync(t.backup).subarray(0, 50 * 4096))

    expect(await refusal(t.restore())).toMatchObject({ code: 'failed' })

    expect(eventsIn(t.path)).toBe(3)
  })

  test('of a newer version is refused, and says so', async () => {
    using t = await setup()
    const newer = join(t.beside, 'newer')
    opened(newer, [...history, nextMigration])[Symbol.dispose]()

    const error = await refusal(t.restore({ file: join(newer, 'navish.db') }))

    expect(error.code).toBe('configuration')
    expect(error.message).toContain('was made by a newer version of Navish')
    expect(eventsIn(t.path)).toBe(3)
  })

  test('of an older version is upgraded by the next start', async () => {
    using t = await setup()
    const older = join(t.beside, 'older')
    {
      using database = opened(older, history.slice(0, 1))
      seed(database)
    }

    const restored = await t.restore({ file: join(older, 'navish.db') })

    expect(restored?.upgrades).toBe(history.length - 1)
    using upgraded = opened(t.path)
    expect(seeded(upgraded)).toEqual(whatWasSeeded)
  })

  test('takes what is in a log beside the backup, and leaves both as they are', async () => {
    using t = await setup()
    await t.restore()
    using writer = new Database(join(t.path, 'navish.db'))
    writer.run('pragma journal_mode = wal')
    writer.run('pragma wal_autocheckpoint = 0')
    writer.run("insert into settings values ('late', '1')")
    const copy = join(t.beside, 'copied.db')
    for (const end of ['', '-wal']) copyFileSync(join(t.path, `navish.db${end}`), copy + end)
    const before = ['', '-wal'].map((end) => readFileSync(copy + end).toString('latin1'))

    const target = join(t.beside, 'target')
    const restored = await t.restore({ file: copy, dataDir: target })

    expect(restored?.sound.census['settings']).toEqual({ rows: 1, last: null })
    expect(['', '-wal'].map((end) => readFileSync(copy + end).toString('latin1'))).toEqual(before)
    expect(existsSync(`${copy}-shm`)).toBe(false)
  })

  test('puts a database in the place of one that cannot be read, and keeps all of that', async () => {
    using t = await setup()
    writeFileSync(join(t.path, 'navish.db'), 'not a database at all'.repeat(500))
    writeFileSync(join(t.path, 'navish.db-wal'), 'nor a log')

    const restored = await t.restore()

    expect(restored?.kept).toEqual([join(t.path, keptName), join(t.path, `${keptName}-wal`)])
    expect(readFileSync(join(t.path, `${keptName}-wal`), 'utf8')).toBe('nor a log')
    expect(eventsIn(t.path)).toBe(1)
  })

  test('keeps a log whose database is gone', async () => {
    using t = await setup()
    const dataDir = join(t.beside, 'gone')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'navish.db-wal'), 'events')

    await t.restore({ dataDir })

    expect(readFileSync(join(dataDir, `${keptName}-wal`), 'utf8')).toBe('events')
    expect(eventsIn(dataDir)).toBe(1)
  })

  test('works where the database that was here is gone', async () => {
    using t = await setup()
    await t.restore()
    const { unlock } = lockDataDir(t.path)
    unlock()
    for (const name of readdirSync(t.path)) {
      if (name.startsWith('navish.db')) await Bun.file(join(t.path, name)).delete()
    }
    expect(() => lockDataDir(t.path)).toThrow('navish restore')

    expect(await t.restore()).toMatchObject({ kept: [] })
    expect(eventsIn(t.path)).toBe(1)
  })

  test('forgets the second name that one before it left, which was killed', async () => {
    using t = await setup()
    const left = join(t.path, 'navish-before-restore-20260831T120000Z.db')
    linkSync(join(t.path, 'navish.db'), left)

    await t.restore()

    expect(existsSync(left)).toBe(false)
    expect(mustBeSound(join(t.path, keptName)).events).toBe(3)
  })
})

describe('a restore that is killed', () => {
  test.each<[RestoreStep, number]>([
    ['unpacked', 3],
    ['folded', 3],
    ['kept', 3],
    ['cleared', 3],
    ['placed', 1],
  ])('after it %s leaves a whole database, and can be done again', async (step, events) => {
    using t = await setup()

    const child = Bun.spawn(
      [process.execPath, join(import.meta.dir, 'restore-process.ts'), t.backup, t.path, step],
      { stdout: 'ignore', stderr: 'inherit' },
    )
    await child.exited

    expect(child.signalCode).toBe('SIGKILL')
    expect(eventsIn(t.path)).toBe(events)
    expect(mustBeSound(t.backup).events).toBe(1)
    await t.restore({ clock: () => clock() + 1000 })
    expect(eventsIn(t.path)).toBe(1)
    expect(partsIn(t.path)).toEqual([])
    const kept = readdirSync(t.path).filter((name) => name.startsWith('navish-before-restore-'))
    expect(kept.map((name) => mustBeSound(join(t.path, name)).events)).toContain(3)
  })

  test('where the database cannot be read leaves all of it, and nothing that a server would take', async () => {
    using t = await setup()
    writeFileSync(join(t.path, 'navish.db'), 'not a database at all'.repeat(500))
    writeFileSync(join(t.path, 'navish.db-wal'), 'nor a log')

    const child = Bun.spawn(
      [process.execPath, join(import.meta.dir, 'restore-process.ts'), t.backup, t.path, 'kept'],
      { stdout: 'ignore', stderr: 'inherit' },
    )
    await child.exited

    expect(child.signalCode).toBe('SIGKILL')
    expect(() => openDatabase({ dataDir: t.path, prepare: true, now: 0 })).toThrow(
      'missing or empty',
    )
    expect(await t.restore({ clock: () => clock() + 1000 })).not.toBeNull()
    expect(eventsIn(t.path)).toBe(1)
    const kept = readdirSync(t.path).filter((name) => name.startsWith('navish-before-restore-'))
    expect(kept.toSorted()).toEqual([keptName, 'navish-before-restore-20260901T120001Z.db-wal'])
  })
})

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { decryptFile, makeIdentity } from '../../src/backup/encryption.ts'
import { listBackups, makeRoom } from '../../src/backup/folder.ts'
import { takeBackup, type BackupOrder, type BackupStep } from '../../src/backup/take.ts'
import { verifyBackup } from '../../src/backup/verify.ts'
import { AppError } from '../../src/errors.ts'
import { lockBackups } from '../../src/store/sqlite/lock.ts'
import { mustHaveRoom } from '../../src/store/sqlite/free-space.ts'
import { mustBeSound } from '../../src/store/sqlite/soundness.ts'
import { errorOf } from '../store/history.ts'
import { createTestClock } from '../support/clock.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook, metricHook } from '../support/requests.ts'

/** A data directory with two events, and what makes a backup of it. */
async function setup() {
  const data = await dataDirWith(issueHook('created'), metricHook('critical', { id: '7' }))
  const folder = join(data.path, 'backups')
  const clock = createTestClock()
  const take = (order: Partial<BackupOrder> = {}) =>
    takeBackup({
      dataDir: data.path,
      folder,
      file: null,
      mayReplace: false,
      recipients: [],
      clock,
      ...order,
    })
  return {
    path: data.path,
    folder,
    clock,
    take,
    names: () => readdirSync(folder).toSorted(),
    [Symbol.dispose]: () => data[Symbol.dispose](),
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

const named = 'navish-20260901T100000Z.db'

describe('a backup', () => {
  test('goes to the folder under a name with the time, checked, for its owner alone', async () => {
    using t = await setup()

    const made = await t.take()

    expect(made).toMatchObject({ file: join(t.folder, named), at: t.clock(), encrypted: false })
    expect(made.sound).toMatchObject({ events: 2, newestEvent: 2 })
    expect(t.names()).toEqual([named])
    expect(statSync(made.file).size).toBe(made.bytes)
    expect([t.folder, made.file].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600])
    expect(mustBeSound(made.file).census).toEqual(made.sound.census)
  })

  test('goes where it was told', async () => {
    using t = await setup()
    const file = join(t.path, 'mine.db')

    expect((await t.take({ file })).file).toBe(file)

    expect(mustBeSound(file).events).toBe(2)
    expect(existsSync(t.folder)).toBe(false)
  })

  test('replaces a file only when it may, and then only by a whole one', async () => {
    using t = await setup()
    const file = join(t.path, 'mine.db')
    writeFileSync(file, 'precious')

    expect(await refusal(t.take({ file }))).toMatchObject({ code: 'conflict' })
    const ended = t.take({ file, mayReplace: true, onStep: endAt('checked') })
    expect(await ended.catch(String)).toContain('ended at checked')
    expect(readFileSync(file, 'utf8')).toBe('precious')

    await t.take({ file, mayReplace: true })
    expect(mustBeSound(file).events).toBe(2)
  })

  test('does not replace a file that came while it was made', async () => {
    using t = await setup()
    const file = join(t.path, 'mine.db')
    const onStep = (step: BackupStep) => {
      if (step === 'checked') writeFileSync(file, 'precious')
    }

    expect(await refusal(t.take({ file, onStep }))).toMatchObject({ code: 'conflict' })

    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect(readdirSync(t.path).filter((name) => name.includes('.part'))).toEqual([])
  })

  test.each<BackupStep>(['copying', 'copied', 'checked', 'encrypted'])(
    'that ends when it is %s leaves nothing',
    async (step) => {
      using t = await setup()
      const { recipient } = await makeIdentity(0)

      const ended = t.take({ recipients: [recipient], onStep: endAt(step) })

      expect(await ended.catch(String)).toContain(`ended at ${step}`)
      expect(t.names()).toEqual([])
      await t.take()
      expect(t.names()).toEqual([named])
    },
  )

  test('whose copy lost rows is refused and not kept', async () => {
    using t = await setup()
    const onStep = (step: BackupStep) => {
      if (step !== 'copied') return
      const copy = new Database(join(t.folder, `${named}.part`))
      copy.run('delete from timeline where id = 2')
      copy.close()
    }

    const error = await refusal(t.take({ onStep }))

    expect(error.message).toBe(
      'The copy of the database is not what was copied: timeline has 1 of 2 rows.',
    )
    expect(t.names()).toEqual([])
  })

  test('is made of a database that has a log, with what is in it', async () => {
    using t = await setup()
    const writer = new Database(join(t.path, 'navish.db'))
    writer.run('pragma wal_autocheckpoint = 0')
    writer.run("insert into settings values ('late', '1')")

    const made = await t.take()

    expect(statSync(join(t.path, 'navish.db-wal')).size).toBeGreaterThan(0)
    expect(made.sound.census['settings']).toEqual({ rows: 1, last: null })
    writer.close()
  })

  test('of a database that is damaged is refused with a sentence', async () => {
    using t = await setup()
    await t.take()
    // Without a log, in which the page could be, too.
    const whole = readFileSync(join(t.folder, named))
    const other = join(t.path, 'other')
    mkdirSync(other)
    writeFileSync(join(other, 'navish.db'), whole.fill(0x5a, 4096, 3 * 4096))

    const error = await refusal(t.take({ dataDir: other, folder: other }))

    expect(error.code).toBe('failed')
    expect(error.message).toMatch(/^The (?:copy of the )?database is damaged/)
    expect(readdirSync(other).toSorted()).toEqual(['backup.lock', 'navish.db'])
  })

  test('is one at a time', async () => {
    using t = await setup()
    const other = lockBackups(t.path)

    expect(await refusal(t.take())).toMatchObject({ code: 'conflict' })

    other.unlock()
    expect(await t.take()).toMatchObject({ encrypted: false })
  })

  test('takes away what one left that was killed, and nothing else', async () => {
    using t = await setup()
    mkdirSync(t.folder)
    const left = ['', '-journal', '-packed'].map((end) => `navish-20260831T100000Z.db.part${end}`)
    const age = 'navish-20260831T100000Z.db.age.part'
    const foreign = ['mine.db.part', 'navish-20260831T100000Z.db.partial', 'navish-1.db.part']
    for (const name of [...left, age, ...foreign]) writeFileSync(join(t.folder, name), 'x')

    await t.take()

    expect(t.names()).toEqual([...foreign, named].toSorted())
  })

  test.each<[string, (path: string) => Partial<BackupOrder>]>([
    ['a folder', (path) => ({ file: path })],
    ['a folder that is not there', (path) => ({ file: join(path, 'nowhere/a.db') })],
    ['the database', (path) => ({ file: join(path, 'navish.db'), mayReplace: true })],
    ['its log', (path) => ({ file: join(path, 'navish.db-wal'), mayReplace: true })],
    ['the key', (path) => ({ file: join(path, 'secret.key'), mayReplace: true })],
    [
      'the database, by another way',
      (path) => ({ file: join(path, 'link/navish.db'), mayReplace: true }),
    ],
    ['a name of what is encrypted', (path) => ({ file: join(path, 'a.db.age') })],
    [
      'a name of what is not encrypted',
      (path) => ({ file: join(path, 'a.db'), recipients: ['age1x'] }),
    ],
  ])('to %s is a mistake of usage', async (_, orderIn) => {
    using t = await setup()
    symlinkSync(t.path, join(t.path, 'link'))

    expect(await refusal(t.take(orderIn(t.path)))).toMatchObject({ code: 'usage' })
  })

  test('of nothing is refused, and makes nothing', async () => {
    using t = await setup()

    const error = await refusal(t.take({ dataDir: join(t.path, 'nowhere') }))

    expect(error.code).toBe('not_found')
    expect(existsSync(t.folder)).toBe(false)
  })
})

describe('an encrypted backup', () => {
  test('can be opened with the key, and has the same in it', async () => {
    using t = await setup()
    const { recipient, file: key } = await makeIdentity(0)
    const identity = join(t.path, 'key')
    writeFileSync(identity, key)

    const made = await t.take({ recipients: [recipient] })

    expect(t.names()).toEqual([`${named}.age`])
    expect(statSync(made.file).mode & 0o777).toBe(0o600)
    const found = await verifyBackup(made.file, identity)
    expect(found.sound?.census).toEqual(made.sound.census)
    expect(await verifyBackup(made.file, null)).toMatchObject({ encrypted: true, sound: null })
    expect(t.names()).toEqual([`${named}.age`])
  })

  test('cannot be opened with another key', async () => {
    using t = await setup()
    const { recipient } = await makeIdentity(0)
    const made = await t.take({ recipients: [recipient] })
    const { file: otherKey } = await makeIdentity(0)
    writeFileSync(join(t.path, 'key'), otherKey)

    const error = await refusal(verifyBackup(made.file, join(t.path, 'key')))

    expect(error).toMatchObject({ code: 'failed' })
    expect(error.message).toContain('no identity matched')
    expect(t.names()).toEqual([`${named}.age`])
  })

  test.each([
    ['its end', (bytes: Buffer) => bytes.subarray(0, -1000)],
    ['all but its head', (bytes: Buffer) => bytes.subarray(0, 150)],
    ['all but its first lines', (bytes: Buffer) => bytes.subarray(0, 40)],
  ])('that lost %s is refused also without the key', async (_, spoil) => {
    using t = await setup()
    const { recipient } = await makeIdentity(0)
    const { file } = await t.take({ recipients: [recipient] })
    writeFileSync(file, spoil(readFileSync(file)))

    expect(await refusal(verifyBackup(file, null))).toMatchObject({ code: 'failed' })
  })

  test.each([
    ['was changed', (bytes: Buffer) => bytes.fill(0, bytes.length - 100, bytes.length - 90)],
    ['was cut', (bytes: Buffer) => bytes.subarray(0, -70_000)],
    ['was cut where a part ends', (bytes: Buffer) => bytes.subarray(0, cutAtPart(bytes))],
  ])('that %s is refused', async (_, spoil) => {
    using t = await setup()
    const { recipient, file: key } = await makeIdentity(0)
    writeFileSync(join(t.path, 'key'), key)
    const { file } = await t.take({ recipients: [recipient] })
    writeFileSync(file, spoil(readFileSync(file)))

    const target = join(t.path, 'opened')
    const opened = decryptFile(file, target, [key.split('\n')[2] ?? ''])

    expect(await refusal(opened)).toMatchObject({ code: 'failed' })
    expect(await refusal(verifyBackup(file, join(t.path, 'key')))).toMatchObject({ code: 'failed' })
  })

  test('for a public key that is none is a mistake of configuration', async () => {
    using t = await setup()

    const error = await refusal(t.take({ recipients: [`age1${'q'.repeat(58)}`] }))

    expect(error.code).toBe('configuration')
    expect(t.names()).toEqual([])
  })
})

/** Behind the head, a nonce of 16 bytes and one part of 64 KiB with its tag. */
function cutAtPart(bytes: Buffer): number {
  return bytes.indexOf('\n', bytes.indexOf('\n---') + 1) + 1 + 16 + 65_536 + 16
}

function endAt(last: BackupStep) {
  return (step: BackupStep) => {
    if (step === last) throw new Error(`ended at ${step}`)
  }
}

describe('the folder for backups', () => {
  test('lists what Navish named itself, newest first, and makes room among that alone', () => {
    const at = Date.parse('2026-09-01T10:00:00Z')
    const names = [
      'navish-20260901T080000Z.db',
      'navish-20260901T090000Z.db.age',
      'navish-20260901T100000Z.db',
    ]
    const foreign = ['navish-20250101T000000Z.db.gz', 'notes.txt', 'navish.db']
    using folder = filled([...names, ...foreign])
    mkdirSync(join(folder.path, 'navish-20240101T000000Z.db'))

    expect(listBackups(folder.path).map(({ name }) => name)).toEqual(names.toReversed())
    expect(makeRoom(folder.path, 2, at)).toEqual(['navish-20260901T080000Z.db'])
    expect(makeRoom(folder.path, 2, at)).toEqual([])
    expect(readdirSync(folder.path).toSorted()).toEqual(
      [...names.slice(1), ...foreign, 'navish-20240101T000000Z.db'].toSorted(),
    )
  })

  test('that is not there has none', () => {
    expect(listBackups('/nowhere/at/all')).toEqual([])
  })
})

function filled(names: string[]) {
  const folder = temporaryFolder()
  for (const name of names) writeFileSync(join(folder.path, name), 'x')
  return folder
}

describe('room on the disk', () => {
  const mebibyte = 1024 * 1024

  test('is asked for before anything is begun', () => {
    const error = errorOf(() =>
      mustHaveRoom('/data', 100 * mebibyte, 'A backup', () => 163 * mebibyte),
    )

    expect(error.code).toBe('failed')
    expect(error.message).toBe(
      'A backup needs 164 MiB in /data, and only 163 MiB are free there. Nothing was changed; make room, and try again.',
    )
  })

  test('is enough, or not known', () => {
    mustHaveRoom('/data', 100 * mebibyte, 'A backup', () => 164 * mebibyte)
    mustHaveRoom('/data', 100 * mebibyte, 'A backup', () => null)
    expect(errorOf(() => mustHaveRoom('/', Number.MAX_SAFE_INTEGER, 'It')).code).toBe('failed')
  })
})

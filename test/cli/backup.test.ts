import { describe, expect, test } from 'bun:test'
import { chownSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordKey } from '../../src/secrets/key.ts'
import { history, nextMigration, opened } from '../store/history.ts'
import { command } from '../support/command.ts'
import { createTestClock } from '../support/clock.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook, metricHook } from '../support/requests.ts'

/** A data directory with two events, and a folder beside it. */
async function setup() {
  const data = await dataDirWith(issueHook('created'), metricHook('critical', { id: '7' }))
  const beside = temporaryFolder()
  const clock = createTestClock()
  return {
    path: data.path,
    beside: (name: string) => join(beside.path, name),
    run: (...args: string[]) => command(args, { dataDir: data.path, clock }),
    clock,
    [Symbol.dispose]() {
      data[Symbol.dispose]()
      beside[Symbol.dispose]()
    },
  }
}

describe('navish backup', () => {
  test('prints what was counted', async () => {
    using t = await setup()

    const { code, out, err } = await t.run('backup')

    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(join(t.path, 'backups/navish-20260901T100000Z.db'))
    expect(out).toMatch(/^events {2,}2$/m)
    expect(out).toMatch(/^alerts {2,}2$/m)
  })

  test('does the same with the verb create, which is no name of a file', async () => {
    using t = await setup()
    const file = t.beside('mine.db')

    const inFolder = await t.run('backup', 'create')
    const named = await t.run('backup', 'create', file, '--json')
    const again = await t.run('backup', 'create', file)
    const forced = await t.run('backup', 'create', file, '--force')

    expect(inFolder.out).toContain(join(t.path, 'backups/navish-20260901T100000Z.db'))
    expect(named.json<object>()).toMatchObject({ file, events: 2 })
    expect([again.code, forced.code]).toEqual([1, 0])
  })

  test('prints it as JSON', async () => {
    using t = await setup()
    const file = t.beside('mine.db')

    const { code, json } = await t.run('backup', file, '--json')

    expect(code).toBe(0)
    expect(json<object>()).toMatchObject({
      file,
      at: '2026-09-01T10:00:00.000Z',
      bytes: statSync(file).size,
      encrypted: false,
      checked: 'whole',
      events: 2,
      newestEventId: '2',
      alerts: 2,
      waitingDeliveries: 0,
      tables: { timeline: 2, segments: 2 },
      migration: history.at(-1)?.name,
    })
  })

  test('does not replace a file without --force', async () => {
    using t = await setup()
    const file = t.beside('mine.db')
    writeFileSync(file, 'precious')

    const refused = await t.run('backup', file)
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('--force')
    expect(readFileSync(file, 'utf8')).toBe('precious')

    expect(await t.run('backup', file, '--force')).toMatchObject({ code: 0 })
    expect(readFileSync(file, 'latin1')).toStartWith('SQLite format 3')
  })

  test('encrypts, and says so', async () => {
    using t = await setup()
    const { out: recipient } = await t.run('backup', 'keygen', t.beside('key'))

    const made = await t.run('backup', '--backup-recipients', recipient.trim(), '--json')

    expect(made.json<object>()).toMatchObject({ encrypted: true, checked: 'whole', events: 2 })
    expect(readdirSync(join(t.path, 'backups'))).toEqual(['navish-20260901T100000Z.db.age'])
  })

  test('keeps only so many, and nothing that has another name is removed', async () => {
    using t = await setup()
    const folder = t.beside('kept')
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine.db'), 'x')
    for (let nth = 0; nth < 3; nth += 1) {
      await t.run('backup', '--backup-dir', folder, '--keep', '2')
      t.clock.advanceBy(1000)
    }

    expect(readdirSync(folder).toSorted()).toEqual([
      'mine.db',
      'navish-20260901T100001Z.db',
      'navish-20260901T100002Z.db',
    ])
    const file = t.beside('named.db')
    expect(await t.run('backup', file, '--keep', '2')).toMatchObject({ code: 2, out: '' })
  })

  test('without a database fails with a sentence', async () => {
    using folder = temporaryFolder()

    const { code, err } = await command(['backup'], { dataDir: folder.path })

    expect(code).toBe(1)
    expect(err).toContain('There is no database in')
  })
})

describe('navish backup list', () => {
  test('shows the newest first, wherever they are', async () => {
    using t = await setup()
    const folder = t.beside('elsewhere')
    await t.run('backup', '--backup-dir', folder)
    t.clock.advanceBy(86_400_000)
    await t.run('backup', '--backup-dir', folder)

    const { json } = await t.run('backup', 'list', '--backup-dir', folder, '--json')
    const table = await t.run('backup', 'list', '--backup-dir', folder)

    expect(json<object[]>()).toMatchObject([
      { file: join(folder, 'navish-20260902T100000Z.db'), at: '2026-09-02T10:00:00.000Z' },
      { file: join(folder, 'navish-20260901T100000Z.db'), encrypted: false },
    ])
    expect(table.out.split('\n')[1]).toContain('navish-20260902T100000Z.db')
  })

  test('is an empty list where there are none', async () => {
    using t = await setup()

    expect((await t.run('backup', 'list', '--json')).json()).toEqual([])
  })
})

describe('navish backup verify', () => {
  test('says what is in a backup, and what can be done with it', async () => {
    using t = await setup()
    const file = t.beside('mine.db')
    await t.run('backup', file)
    const older = t.beside('older')
    opened(older, history.slice(0, 3))[Symbol.dispose]()
    const newer = t.beside('newer')
    opened(newer, [...history, nextMigration])[Symbol.dispose]()
    const useOf = async (path: string) =>
      (await t.run('backup', 'verify', path, '--json')).json<{ use: string }>().use

    expect((await t.run('backup', 'verify', file)).out).toMatch(/^can be served {2,}as it is$/m)
    expect(await useOf(file)).toBe('as it is')
    expect(await useOf(join(older, 'navish.db'))).toBe('after an upgrade')
    expect(await useOf(join(newer, 'navish.db'))).toBe('not with this version')
  })

  test('opens what is encrypted with the key, and says when it could not', async () => {
    using t = await setup()
    const { out: recipient } = await t.run('backup', 'keygen', t.beside('key'))
    const file = t.beside('mine.db.age')
    await t.run('backup', file, '--backup-recipients', recipient.trim())

    const whole = await t.run('backup', 'verify', file, '--identity', t.beside('key'), '--json')
    const outside = await t.run('backup', 'verify', file, '--json')

    expect(whole.json<object>()).toMatchObject({ checked: 'whole', events: 2 })
    expect(outside).toMatchObject({ code: 0 })
    expect(outside.json<object>()).toMatchObject({ checked: 'outside', encrypted: true })
    expect(outside.err).toContain('only its outside was looked at')
  })

  test.each([
    ['is not there', 'nothing.db', 1],
    ['is no backup', 'text', 1],
    ['is a folder', '.', 2],
  ])('of what %s fails', async (_, name, code) => {
    using t = await setup()
    writeFileSync(t.beside('text'), 'hello')

    expect(await t.run('backup', 'verify', t.beside(name))).toMatchObject({ code, out: '' })
  })

  test('needs an identity in the file of the identity', async () => {
    using t = await setup()
    const { out: recipient } = await t.run('backup', 'keygen', t.beside('key'))
    const file = t.beside('mine.db.age')
    await t.run('backup', file, '--backup-recipients', recipient.trim())
    writeFileSync(t.beside('none'), `${recipient}\n`)

    const { code, err } = await t.run('backup', 'verify', file, '--identity', t.beside('none'))

    expect(code).toBe(2)
    expect(err).toContain('no line that begins with AGE-SECRET-KEY-')
  })
})

describe('navish backup keygen', () => {
  test('writes the secret key for its owner alone, and prints only the public one', async () => {
    using t = await setup()

    const { code, out, err } = await t.run('backup', 'keygen', t.beside('key'))

    expect(code).toBe(0)
    expect(out).toMatch(/^age1[a-z0-9]{58}\n$/)
    expect(`${out}${err}`).not.toContain('AGE-SECRET-KEY')
    expect(statSync(t.beside('key')).mode & 0o777).toBe(0o600)
    expect(readFileSync(t.beside('key'), 'utf8')).toMatch(
      new RegExp(
        `^# created: 2026-09-01T10:00:00Z\n# public key: ${out.trim()}\nAGE-SECRET-KEY-1[A-Z0-9]{58}\n$`,
      ),
    )
  })

  test('never replaces a key', async () => {
    using t = await setup()
    writeFileSync(t.beside('key'), 'precious')

    expect(await t.run('backup', 'keygen', t.beside('key'))).toMatchObject({ code: 1, out: '' })
    expect(readFileSync(t.beside('key'), 'utf8')).toBe('precious')
  })
})

// Only root can make something in the folder of somebody else.
describe.skipIf(process.getuid?.() !== 0)(
  'what root makes in the data directory of somebody',
  () => {
    test('is theirs, so that their server can open it', async () => {
      using t = await setup()
      await t.run('backup', t.beside('mine.db'))
      const dataDir = t.beside('theirs')
      mkdirSync(dataDir)
      chownSync(dataDir, 4242, 4243)

      await t.run('restore', t.beside('mine.db'), '--data-dir', dataDir)
      await t.run('backup', '--data-dir', dataDir)

      const made = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).toSorted()
      expect(made).toEqual(
        expect.arrayContaining(['backup.lock', 'backups', 'navish.db', 'navish.lock']),
      )
      const owners = made.map((name) => {
        const { uid, gid } = statSync(join(dataDir, name))
        return { name, uid, gid }
      })
      expect(owners).toEqual(made.map((name) => ({ name, uid: 4242, gid: 4243 })))
    })
  },
)

describe('navish restore', () => {
  /** A backup, and a database with something in it that nobody has open. */
  async function withTarget() {
    const t = await setup()
    const file = t.beside('mine.db')
    const target = t.beside('target')
    await t.run('backup', file)
    mkdirSync(target)
    await t.run('backup', join(target, 'navish.db'))
    return { ...t, file, target }
  }

  test('says what it did, and what to do next', async () => {
    using t = await withTarget()

    const { code, out, err } = await t.run('restore', t.file, '--data-dir', t.beside('empty'))

    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(err).toContain(`Restored ${t.file} into ${t.beside('empty')}: 2 events`)
    expect(err).toContain('ids from 3 on are given again')
    expect(err).toContain('navish serve')
    expect(err).not.toContain('kept')
  })

  test('prints it as JSON', async () => {
    using t = await withTarget()

    const { json } = await t.run('restore', t.file, '--data-dir', t.target, '--yes', '--json')

    expect(json<object>()).toEqual({
      file: t.file,
      dataDir: t.target,
      kept: [join(t.target, 'navish-before-restore-20260901T100000Z.db')],
      events: 2,
      newestEventId: '2',
      alerts: 2,
      waitingDeliveries: 0,
      upgrades: 0,
    })
  })

  test('needs --yes where nobody can be asked and there is something', async () => {
    using t = await withTarget()

    const { code, err } = await t.run('restore', t.file, '--data-dir', t.target)

    expect(code).toBe(2)
    expect(err).toContain('a database with 2 events and 2 alerts')
    expect(err).toContain('--yes')
    expect(readdirSync(t.target).filter((name) => name.includes('before'))).toEqual([])
  })

  test.each([
    ['y', 0, 1],
    ['yes', 0, 1],
    ['', 1, 0],
    ['no', 1, 0],
  ])('asks a person, who answers %p', async (input, code, kept) => {
    using t = await withTarget()

    const ran = await command(['restore', t.file], { dataDir: t.target, typed: [], input })

    expect(ran.code).toBe(code)
    expect(ran.err).toContain('[y/N]')
    const found = readdirSync(t.target).filter((name) => name.includes('before'))
    expect(found).toHaveLength(kept)
  })

  test('says when the secrets of channels were sealed with another key', async () => {
    using t = await setup()
    const channel = ['channel', 'create', 'ops', '--kind', 'slack']
    const url = t.beside('url')
    writeFileSync(url, 'https://hooks.slack.com/services/T0/B0/x')
    const made = await t.run(...channel, '--secret-file', `webhookUrl=${url}`)
    expect(made).toMatchObject({ code: 0 })
    await t.run('backup', t.beside('mine.db'))
    const restored = async (name: string) =>
      (await t.run('restore', t.beside('mine.db'), '--data-dir', t.beside(name))).err

    expect(await restored('new')).toContain('a key that is not here')
    mkdirSync(t.beside('other'))
    writeFileSync(join(t.beside('other'), 'secret.key'), 'k'.repeat(32))
    expect(await restored('other')).toContain('with another key than the one here')
    mkdirSync(t.beside('same'))
    writeFileSync(join(t.beside('same'), 'secret.key'), readFileSync(join(t.path, 'secret.key')))
    expect(await restored('same')).not.toContain('key')
    mkdirSync(t.beside('given'))
    const configured = readFileSync(join(t.path, 'secret.key')).toString('hex')
    recordKey({ configured, dataDir: t.beside('given') })
    expect(await restored('given')).not.toContain('key')
  })
})

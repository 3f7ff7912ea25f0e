import { describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createPasswords } from '../../src/password.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'

const good = 'correct horse battery'
const create = ['admin', 'create', 'Jane@Example.org']

/** Whether this is the password of somebody who can sign in. */
async function opens(dataDir: string, email: string, password: string): Promise<boolean> {
  const store = openSqliteStore({ dataDir, prepare: false, now: 0 })
  try {
    const credentials = await store.findCredentials(email)
    return await createPasswords().matches(password, credentials?.passwordHash ?? null)
  } finally {
    await store.close()
  }
}

describe('admin create', () => {
  test('makes somebody who can sign in, also before the first start', async () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')

    const made = await command([...create, '--name', 'Jane Roe', '--json'], {
      dataDir,
      input: good,
    })

    expect(made).toMatchObject({ code: 0, err: `Began a new database in ${dataDir}.\n` })
    expect(made.json()).toMatchObject({
      email: 'jane@example.org',
      name: 'Jane Roe',
      role: 'admin',
      hasPassword: true,
    })
    expect(made.out).not.toContain('argon2')
    expect(await opens(dataDir, 'jane@example.org', good)).toBe(true)
  })

  test('asks a person twice, and takes only what is the same', async () => {
    using dir = await dataDirWith()

    const twice = await command(create, { dataDir: dir.path, typed: [good, good] })
    const other = await command(['admin', 'create', 'joe@example.org'], {
      dataDir: dir.path,
      typed: [good, `${good}!`],
    })

    expect(twice).toMatchObject({ code: 0, out: '' })
    expect(twice.err).toBe('Password: Again: User 1 (jane@example.org, admin) can sign in.\n')
    expect(other).toMatchObject({ code: 2, out: '' })
    expect(other.err).toContain('two different passwords')
    expect(await opens(dir.path, 'joe@example.org', good)).toBe(false)
  })

  test('reads a line although a person is there, when told to', async () => {
    using dir = await dataDirWith()

    const made = await command([...create, '--role', 'viewer', '--password-stdin', '--json'], {
      dataDir: dir.path,
      typed: [],
      input: good,
    })

    expect(made.json()).toMatchObject({ role: 'viewer' })
  })

  test.each([
    ['nothing', null, 'The standard input is empty'],
    ['an empty line', '', 'The standard input is empty'],
    ['a short one', 'short', 'at least 12 characters'],
    ['the address', 'jane@example.org', 'must not be made of the e-mail address'],
  ])('refuses %s as a password, and makes nothing', async (_, input, words) => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')

    const made = await command(create, { dataDir, input })

    expect(made).toMatchObject({ code: 2, out: '' })
    expect(made.err).toContain(words)
    expect(existsSync(dataDir)).toBe(false)
  })

  test('says when the address is taken', async () => {
    using dir = await dataDirWith()
    await command(create, { dataDir: dir.path, input: good })

    const again = await command(create, { dataDir: dir.path, input: good })

    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toContain('jane@example.org already')
  })
})

describe('admin reset', () => {
  test('sets a password, lets the person in again and ends their sessions', async () => {
    using dir = await dataDirWith()
    const at = (words: string[], input: string | null = null) =>
      command([...words, '--json'], { dataDir: dir.path, input })
    await at(create, good)
    await at(['admin', 'create', 'joe@example.org'], good)
    await openSession(dir.path, '1')
    await at(['user', 'update', '2', '--disable'])

    const reset = await at(['admin', 'reset', 'jane@example.org'], 'another horse battery')
    const enabled = await at(['admin', 'reset', 'joe@example.org'], 'another horse battery')

    expect(reset.json()).toMatchObject({ id: '1', hasPassword: true })
    expect(await opens(dir.path, 'jane@example.org', 'another horse battery')).toBe(true)
    expect((await at(['session', 'list'])).json()).toEqual([])
    expect(enabled.json()).toMatchObject({ id: '2', disabledAt: null })
    expect(await opens(dir.path, 'joe@example.org', 'another horse battery')).toBe(true)
    expect((await at(['audit', 'list', '--action', 'user.password'])).json()).toMatchObject([
      { actor: { kind: 'command', name: 'tester' }, target: 'user 2' },
      { target: 'user 1' },
    ])
  })

  test('says when there is nobody of that address, before it asks for anything', async () => {
    using dir = await dataDirWith()

    const reset = await command(['admin', 'reset', 'joe@example.org'], {
      dataDir: dir.path,
      typed: [],
    })

    expect(reset).toMatchObject({ code: 1, err: 'navish: There is no user joe@example.org.\n' })
  })
})

describe('admin link', () => {
  test('makes the first admin, for half an hour, and only while there is none', async () => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'data')
    const clock = createTestClock()
    const env = { NAVISH_PUBLIC_URL: 'https://navish.example.org' }

    const made = await command(['admin', 'link', '--json'], { dataDir, clock, env })
    await command(create, { dataDir, input: good })
    const again = await command(['admin', 'link'], { dataDir, env })

    const { url, expiresAt } = made.json<{ url: string; expiresAt: string }>()
    expect(url).toMatch(/^https:\/\/navish\.example\.org\/setup#nvl_[0-9a-f]{40}$/)
    expect(Date.parse(expiresAt) - clock()).toBe(30 * 60_000)
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toContain('There is an admin already')
  })

  test('of somebody sets their password', async () => {
    using dir = await dataDirWith()
    await command(create, { dataDir: dir.path, input: good })

    const made = await command(['admin', 'link', 'jane@example.org'], { dataDir: dir.path })

    expect(made.code).toBe(0)
    expect(made.out).toMatch(/^link for jane@example\.org {2}http:\/\/\S+\/setup#nvl_\S+\n$/)
    expect(made.err).toContain('It works once')
  })
})

async function openSession(dataDir: string, userId: string): Promise<void> {
  const store = openSqliteStore({ dataDir, prepare: false, now: 0 })
  const now = Date.now()
  await store.createSession({
    hash: 'ab'.repeat(32),
    userId,
    createdAt: now,
    expiresAt: now + 60_000,
    address: null,
    userAgent: null,
  })
  await store.close()
}

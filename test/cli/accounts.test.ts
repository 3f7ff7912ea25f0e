import { describe, expect, test } from 'bun:test'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'

const good = 'correct horse battery'
const env = { NAVISH_PUBLIC_URL: 'https://navish.example.org' }

/** Runs commands on a data directory of their own. */
async function commandsOn(clock = createTestClock()) {
  const dir = await dataDirWith()
  const run = (words: string[], input: string | null = null) =>
    command(words, { dataDir: dir.path, clock, env, input })
  return {
    clock,
    run,
    json: async (...words: string[]) => (await run([...words, '--json'])).json(),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  }
}

describe('user', () => {
  const jane = ['user', 'create', 'Jane@example.org', '--role', 'operator']

  test('create shows a link, once, with which the person sets a password', async () => {
    using at = await commandsOn()

    const made = await at.run([...jane, '--name', 'Jane Roe'])

    expect(made).toMatchObject({ code: 0 })
    expect(made.out).toMatch(
      /^link for jane@example\.org {2}https:\/\/navish\.example\.org\/setup#nvl_[0-9a-f]{40}\n$/,
    )
    expect(made.err).toContain('is shown only now')
    expect(await at.json('user', 'list')).toMatchObject([
      {
        id: '1',
        email: 'jane@example.org',
        name: 'Jane Roe',
        role: 'operator',
        hasPassword: false,
      },
    ])
  })

  test('create takes a password instead', async () => {
    using at = await commandsOn()

    const made = await at.run([...jane, '--password-stdin', '--json'], 'correct horse battery')

    expect(made.json()).toMatchObject({ user: { hasPassword: true }, link: null })
  })

  test('update changes what is said and nothing else', async () => {
    using at = await commandsOn()
    await at.run([...jane, '--name', 'Jane'])

    expect(await at.json('user', 'update', '1', '--role', 'viewer')).toMatchObject({
      name: 'Jane',
      role: 'viewer',
    })
    expect(await at.json('user', 'update', '1', '--no-name', '--disable')).toMatchObject({
      name: null,
      role: 'viewer',
      disabledAt: '2026-09-01T10:00:00.000Z',
    })
    expect(await at.json('user', 'update', '1', '--enable')).toMatchObject({ disabledAt: null })
    expect(await at.run(['user', 'update', '1', '--role', 'admin'])).toMatchObject({
      code: 0,
      out: '',
      err: 'User 1 is jane@example.org (admin).\n',
    })
  })

  test('show, link and delete', async () => {
    using at = await commandsOn()
    await at.run(jane)

    expect((await at.run(['user', 'show', '1'])).out).toMatch(/^role +operator$/m)
    expect(await at.json('user', 'link', '1')).toEqual({
      url: expect.stringContaining('/setup#nvl_') as string,
      expiresAt: '2026-09-02T10:00:00.000Z',
    })
    expect(await at.run(['user', 'delete', '1'])).toMatchObject({
      code: 0,
      err: 'User 1 is deleted.\n',
    })
    expect(await at.run(['user', 'show', '1'])).toMatchObject({ code: 1, out: '' })
  })

  test('list is a table for people', async () => {
    using at = await commandsOn()
    await at.run(jane)

    const [head, row] = (await at.run(['user', 'list'])).out.split('\n')

    expect(head).toMatch(/^ID +EMAIL +NAME +ROLE +LAST SIGN-IN +DISABLED$/)
    expect(row).toMatch(/^1 +jane@example\.org +- +operator +- +-$/)
  })
})

describe('token', () => {
  const create = ['token', 'create', '--role', 'viewer', '--label', 'ci']

  test('create prints the token alone, for a shell to take', async () => {
    using at = await commandsOn()

    const made = await at.run([...create, '--expires', '90d'])

    expect(made.code).toBe(0)
    expect(made.out).toMatch(/^nva_[0-9a-f]{40}\n$/)
    expect(made.err).toBe('Token 1 works until 2026-11-30T10:00:00.000Z. It is shown only now.\n')
  })

  test('create shows it once; the list has only how it ends', async () => {
    using at = await commandsOn()

    const made = await at.json(...create)
    const list = await at.run(['token', 'list', '--json'])

    expect(made).toMatchObject({ id: '1', label: 'ci', role: 'viewer', expiresAt: null })
    const { token, ...rest } = made as { token: string; hint: string }
    expect(list.json()).toEqual([rest])
    expect(rest.hint).toBe(token.slice(-4))
    expect(list.out).not.toContain(token)
  })

  test('revoke removes it', async () => {
    using at = await commandsOn()
    await at.run(create)

    const revoked = await at.run(['token', 'revoke', '1'])

    expect(revoked).toMatchObject({ code: 0, out: '', err: 'Token 1 no longer works.\n' })
    expect(await at.json('token', 'list')).toEqual([])
    expect(await at.run(['token', 'revoke', '1'])).toMatchObject({ code: 1 })
  })
})

describe('audit list', () => {
  test('tells who did what, newest first, and can be narrowed down', async () => {
    using at = await commandsOn()
    await at.run(
      ['user', 'create', 'jane@example.org', '--role', 'viewer', '--password-stdin'],
      good,
    )
    await at.run(['token', 'create', '--role', 'viewer', '--label', 'ci'])
    await at.run(['integration', 'rename', '1', 'acme'])

    const all = (await at.json('audit', 'list')) as { action: string; target: string }[]
    const one = await at.json('audit', 'list', '--target', 'user 1')

    expect(all.map(({ target }) => target)).toEqual(['integration 1', 'token 1', 'user 1'])
    expect(one).toEqual([
      expect.objectContaining({
        at: '2026-09-01T10:00:00.000Z',
        actor: { kind: 'command', id: null, name: 'tester' },
        target: 'user 1',
      }) as unknown,
    ])
    expect(await at.json('audit', 'list', '--actor', 'nobody')).toEqual([])
    expect(await at.json('audit', 'list', '--action', all[0]?.action ?? '')).toHaveLength(1)
  })
})

describe('session', () => {
  test('list gives nothing while nobody is signed in, and revoke says so', async () => {
    using at = await commandsOn()

    expect(await at.json('session', 'list')).toEqual([])
    expect(await at.json('session', 'list', '--own')).toEqual([])
    expect(await at.run(['session', 'revoke', '1'])).toMatchObject({ code: 1, out: '' })
  })
})

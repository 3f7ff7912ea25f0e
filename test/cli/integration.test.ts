import { describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'

describe('integration', () => {
  test('create shows the token once, with the address that Sentry is to call', async () => {
    using dir = await dataDirWith()
    const made = await command(['integration', 'create', 'acme', '--json'], {
      dataDir: dir.path,
      env: { NAVISH_PUBLIC_URL: 'https://navish.example.org/base/' },
    })
    const { token, ...rest } = made.json<{ token: string }>()

    expect(token).toMatch(/^nvi_[0-9a-f]{40}$/)
    expect(rest).toEqual({
      id: '2',
      name: 'acme',
      source: 'sentry',
      url: `https://navish.example.org/base/v1/events/sentry/${token}`,
    } as never)
    const list = await command(['integration', 'list', '--json'], { dataDir: dir.path })
    expect(list.out).not.toContain(token)
    expect(list.json()).toMatchObject([
      { id: '2', name: 'acme', revokedAt: null, tokens: [{ hint: token.slice(-4) }] },
      { id: '1' },
    ])
  })

  test('a client secret is read from a file, trimmed, and never shown', async () => {
    using dir = await dataDirWith()
    const file = join(dir.path, 'secret')
    writeFileSync(file, ' hush-hush \n')

    const made = await command(
      ['integration', 'create', 'signed', '--client-secret-file', file, '--json'],
      { dataDir: dir.path },
    )
    const list = await command(['integration', 'list', '--json'], { dataDir: dir.path })

    expect(made.code).toBe(0)
    expect(list.json()).toMatchObject([{ clientSecrets: [{ expiresAt: null }] }, {}])
    expect(made.out + list.out).not.toContain('hush')
  })

  test('an unreadable or empty client secret file creates nothing', async () => {
    using dir = await dataDirWith()
    writeFileSync(join(dir.path, 'empty'), '\n')

    for (const file of ['empty', 'missing']) {
      const made = await command(
        ['integration', 'create', 'x', '--client-secret-file', join(dir.path, file)],
        { dataDir: dir.path },
      )
      expect(made.code).toBe(2)
    }
    const list = await command(['integration', 'list', '--json'], { dataDir: dir.path })
    expect(list.json()).toHaveLength(1)
  })

  test('rotate and revoke', async () => {
    using dir = await dataDirWith()
    const at = (words: string[]) => command([...words, '--json'], { dataDir: dir.path })

    expect((await at(['integration', 'rotate', '1', '--overlap', '24h'])).json()).toMatchObject({
      id: '1',
      name: 'sentry',
      source: 'sentry',
    })
    expect((await at(['integration', 'list'])).json()).toMatchObject([
      { tokens: [{ expiresAt: null }, { expiresAt: expect.any(String) as string }] },
    ])
    expect((await at(['integration', 'revoke', '1'])).json()).toMatchObject({
      revokedAt: expect.any(String) as string,
    })
    expect(await at(['integration', 'rotate', '1'])).toMatchObject({ code: 1, out: '' })
  })
})

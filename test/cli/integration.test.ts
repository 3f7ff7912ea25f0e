import { describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { issueHook } from '../support/requests.ts'

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

  test('show and rename', async () => {
    using dir = await dataDirWith()
    const at = (words: string[]) => command(words, { dataDir: dir.path })

    const renamed = await at(['integration', 'rename', '1', ' acme-eu ', '--json'])
    const shown = await at(['integration', 'show', '1', '--json'])

    expect(renamed.json()).toMatchObject({ id: '1', name: 'acme-eu' })
    expect(shown.json()).toEqual(renamed.json())
    expect((await at(['integration', 'show', '1'])).out).toMatch(/^name +acme-eu$/m)
    expect(await at(['integration', 'rename', '1', ' '])).toMatchObject({ code: 2, out: '' })
    expect(await at(['integration', 'rename', '77', 'x'])).toMatchObject({ code: 1, out: '' })
  })

  test('watch says after how long it is told that nothing comes', async () => {
    using dir = await dataDirWith()
    const at = (...words: string[]) =>
      command(['integration', ...words], { dataDir: dir.path, clock: createTestClock() })

    const watched = await at('watch', '1', '--after', '6h')
    const shown = await at('show', '1')
    const never = await at('watch', '1', '--never', '--json')

    expect(watched.err).toBe(
      'Integration 1 (sentry): people are told when nothing comes for more than 6h.\n',
    )
    expect(shown.out).toMatch(/^told when silent for +6h$/m)
    expect(never.json()).toMatchObject({ name: 'sentry', silentAfterSeconds: null })
    expect((await at('show', '1')).out).toMatch(/^told when silent for +never$/m)
  })

  test.each(['', '--after 5m', '--after 366d', '--after soon', '--after 6h --never'])(
    'watch is not asked with %p',
    async (flags) => {
      using dir = await dataDirWith()
      const words = ['integration', 'watch', '1', ...flags.split(' ').filter(Boolean)]

      expect(await command(words, { dataDir: dir.path })).toMatchObject({ code: 2, out: '' })
    },
  )

  test('a client secret can be changed and removed, and the URL stays', async () => {
    using dir = await dataDirWith()
    const file = join(dir.path, 'secret')
    writeFileSync(file, 'hush-hush')
    const clock = createTestClock()
    const rotate = (...flags: string[]) =>
      command(['integration', 'rotate', '1', ...flags], { dataDir: dir.path, clock })

    const first = await rotate('--client-secret-file', file)
    clock.advanceBy(1000)
    const second = await rotate('--client-secret-file', file, '--overlap', '1h')
    const removed = await rotate('--no-client-secret', '--json')

    expect(first.err).toBe(
      'Integration 1 has a new client secret. The one before no longer works.\n',
    )
    expect(second.err).toContain('The one before works until 2026-09-01T11:00:01.000Z.')
    expect(removed.json()).toMatchObject({ clientSecrets: [], tokens: [{ expiresAt: null }] })
  })

  test('rotate says until when the URL before works', async () => {
    using dir = await dataDirWith()
    const clock = createTestClock(Date.UTC(2026, 8, 1, 12))

    const { out, err } = await command(['integration', 'rotate', '1', '--overlap', '24h'], {
      dataDir: dir.path,
      clock,
    })

    expect(out).toMatch(/^integration +1 \(sentry\)\nwebhook URL +http\S+nvi_[0-9a-f]{40}\n$/)
    expect(err).toStartWith('The one before works until 2026-09-02T12:00:00.000Z.\n')
  })

  test('delete takes it off the list', async () => {
    using dir = await dataDirWith()
    const at = (words: string[]) => command(words, { dataDir: dir.path })

    expect(await at(['integration', 'delete', '1'])).toMatchObject({
      code: 0,
      out: '',
      err: 'Integration 1 is deleted.\n',
    })
    expect((await at(['integration', 'list', '--json'])).json()).toEqual([])
    expect(await at(['integration', 'delete', '1'])).toMatchObject({ code: 1, out: '' })
  })

  test('test stores a sample, and says when nothing takes it up', async () => {
    using dir = await dataDirWith()
    const at = (words: string[]) => command([...words, '--json'], { dataDir: dir.path })

    const tested = await at(['integration', 'test', '1', '--severity', 'critical'])

    expect(tested.code).toBe(1)
    expect(tested.err).toContain('Event 1 is stored, but nothing took it up within five seconds')
    expect(tested.json()).toMatchObject({
      event: { id: '1', state: 'pending', resource: 'sample' },
      alert: null,
      processed: false,
    })
    expect((await at(['event', 'list', '--state', 'pending'])).json()).toMatchObject([{ id: '1' }])
  })

  test('health tells what was seen', async () => {
    using dir = await dataDirWith(issueHook('created'), issueHook('resolved'))
    const at = (...flags: string[]) =>
      command(['integration', 'health', '1', ...flags], { dataDir: dir.path })

    expect((await at('--json')).json()).toMatchObject({
      id: '1',
      name: 'sentry',
      lastSeenAt: '2026-09-01T10:00:01.000Z',
      signed: false,
      pending: 0,
      resources: [
        { resource: 'issue', action: 'resolved', count: 1 },
        { resource: 'issue', action: 'created', count: 1 },
      ],
      refusals: [],
    })
    expect((await at()).out).toMatch(/^last seen +2026-09-01T10:00:01\.000Z$/m)
    expect((await at()).out).toMatch(/^issue +created +1 +2026-09-01T10:00:00/m)
  })
})

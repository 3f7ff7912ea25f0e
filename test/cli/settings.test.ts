import { describe, expect, test } from 'bun:test'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../../src/config/config.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'

describe('a data directory that does not exist', () => {
  test.each([
    'alert list',
    'alert ack 1',
    'event list',
    'event replay 1',
    'integration create x',
    'integration list',
  ])('navish %s says so and creates nothing', async (words) => {
    using folder = temporaryFolder()
    const dataDir = join(folder.path, 'nothing')

    const { code, out, err } = await command(words.split(' '), { dataDir })

    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(`There is no data directory at ${dataDir}`)
    expect(existsSync(dataDir)).toBe(false)
  })
})

describe('config check', () => {
  test('says every mistake, and ends with 3', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'navish.yaml')
    writeFileSync(file, 'prot: 1\nport: high\n')

    const { code, out, err } = await command(['config', 'check', '--config', file])

    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toContain(`navish: ${file}:1: there is no setting "prot": did you mean "port"?\n`)
    expect(err).toContain(`navish: ${file}:2: a port is a number`)
  })

  test('says that all is well, and tells of variables that nothing reads', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'navish.yaml')
    writeFileSync(file, 'port: 9001\n')

    const { code, out, err } = await command(['config', 'check'], {
      env: { NAVISH_CONFIG_FILE: file, NAVISH_HOTS: 'x' },
    })

    expect({ code, out }).toEqual({ code: 0, out: `ok, with ${file}\n` })
    expect(err).toContain('did you mean NAVISH_HOST?')
  })
})

describe('config print', () => {
  test('says lengths of time as they would be set, and with --sources where each setting comes from', async () => {
    const { out } = await command(['config', 'print', '--keep-events', 'forever'])
    const json = await command(['config', 'print', '--json', '--sources', '--backup-every', '6h'])

    expect(out).toMatch(/^keepPayloads +90d +default$/m)
    expect(out).toMatch(/^keepEvents +forever +--keep-events$/m)
    expect(out).toMatch(/^maxPayloads +4GiB +default$/m)
    expect(JSON.parse(json.out)).toMatchObject({
      backupEvery: { value: 21_600_000, from: '--backup-every' },
      metricsToken: { value: null, from: 'default' },
    })
  })

  test('shows every setting and where it comes from', async () => {
    const { out } = await command(['config', 'print', '--host', '::1'], {
      env: { NAVISH_PORT: '9000' },
    })

    expect(out).toMatch(/^host +::1 +--host$/m)
    expect(out).toMatch(/^port +9000 +NAVISH_PORT$/m)
    expect(out).toMatch(/^maxBody +5242880 +default$/m)
  })

  test.each([[], ['--json']])('shows no secret %j', async (...flags) => {
    const { out } = await command(['config', 'print', ...flags], {
      env: { NAVISH_OIDC_CLIENT_SECRET: 'the-secret' },
    })

    expect(out).toContain('(hidden)')
    expect(out).not.toContain('the-secret')
  })

  test('shows a secret that comes from a file no more than where it comes from', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'secret')
    writeFileSync(file, 'the-secret')

    const { out } = await command(['config', 'print'], {
      env: { NAVISH_OIDC_CLIENT_SECRET_FILE: file },
    })

    expect(out).toMatch(/^oidcClientSecret +\(hidden\) +NAVISH_OIDC_CLIENT_SECRET_FILE$/m)
    expect(out).not.toContain('the-secret')
  })

  test('has every setting under its name in the JSON, too', async () => {
    const { json } = await command(
      ['config', 'print', '--json', '--trusted-proxies', '10.0.0.0/8,::1'],
      { env: { NAVISH_PROXY_USER_HEADER: 'Remote-Email' } },
    )

    const shown = json<Record<string, unknown>>()
    expect(Object.keys(shown)).toEqual(Object.keys(settings))
    expect(shown).toMatchObject({
      trustedProxies: ['10.0.0.0/8', '::1'],
      proxyUserHeader: 'remote-email',
    })
  })

  test('reports every mistake at once, and exits with 3', async () => {
    const { code, err } = await command(['config', 'print', '--port', 'x'], {
      env: { NAVISH_LOG_LEVEL: 'loud' },
    })

    expect(code).toBe(3)
    expect(err).toContain('--port')
    expect(err).toContain('NAVISH_LOG_LEVEL')
  })
})

test('healthcheck exits with 4 when nothing answers', async () => {
  using folder = temporaryFolder()

  const { code, out, err } = await command(['healthcheck', '--port', '1'], {
    dataDir: folder.path,
  })

  expect({ code, out }).toEqual({ code: 4, out: '' })
  expect(err).toContain('http://127.0.0.1:1 is not ready: It does not answer')
})

test('healthcheck needs no settings where it is told whom to ask', async () => {
  const { code, err } = await command(['healthcheck', '--url', 'http://127.0.0.1:1'], {
    env: { NAVISH_CONFIG_FILE: '/nowhere/navish.yaml' },
  })

  expect(code).toBe(4)
  expect(err).toContain('http://127.0.0.1:1 is not ready')
})

describe('config set', () => {
  test('sets the public URL, which then counts until it is taken out', async () => {
    using dir = await dataDirWith()
    const at = (words: string) => command(words.split(' '), { dataDir: dir.path })

    const set = await at('config set public-url https://navish.example.org/ --json')
    const { out: url } = await at('integration create acme --json')
    await at('config unset public-url')

    expect(JSON.parse(set.out)).toEqual({
      publicUrl: 'https://navish.example.org',
      publicUrlFrom: 'settings',
    })
    expect(url).toContain('https://navish.example.org/v1/events/sentry/nvi_')
    expect((await at('config show')).out).toMatch(/^publicUrl +- +-$/m)
  })

  test('does not change what the environment says', async () => {
    using dir = await dataDirWith()
    const env = { NAVISH_PUBLIC_URL: 'https://navish.example.org' }
    const words = ['config', 'set', 'public-url', 'https://other.example.org']

    const { code, err } = await command(words, { dataDir: dir.path, env })

    expect(code).toBe(1)
    expect(err).toContain('NAVISH_PUBLIC_URL')
  })
})

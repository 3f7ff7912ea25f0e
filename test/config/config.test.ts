import { describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import {
  masked,
  readConfig,
  settings,
  type Config,
  type Environment,
  type Flags,
} from '../../src/config/config.ts'
import { AppError } from '../../src/errors.ts'
import { temporaryFolder } from '../support/folder.ts'

const configOf = (flags: Flags, env: Environment = {}) => readConfig(flags, env).config

/** The mistakes that are reported, one a line. */
function mistakesIn(flags: Flags, env: Environment = {}): string[] {
  try {
    readConfig(flags, env)
  } catch (error) {
    if (error instanceof AppError && error.code === 'configuration')
      return error.message.split('\n')
    throw error
  }
  return []
}

describe('readConfig', () => {
  test('has a default for everything', () => {
    const { config, sources } = readConfig({}, {})

    expect(config).toEqual({
      dataDir: resolve('navish-data'),
      host: '127.0.0.1',
      port: 8077,
      publicUrl: null,
      logLevel: 'info',
      logFormat: null,
      maxBody: 5_242_880,
      trustedProxies: [],
      proxyUserHeader: null,
      oidcIssuer: null,
      oidcClientId: null,
      oidcClientSecret: null,
      oidcName: 'single sign-on',
      ssoRole: 'none',
      secretKey: null,
      outboundAllow: [],
      basePath: '',
      backupDir: null,
      backupEvery: 86_400_000,
      backupKeep: 7,
      backupRecipients: [],
      keepPayloads: 90 * 86_400_000,
      maxPayloads: 4 * 1024 ** 3,
      keepEvents: 365 * 86_400_000,
      maxEvents: 10_000_000,
      keepAlerts: 730 * 86_400_000,
      maxAlerts: 2_000_000,
      keepDeliveries: 90 * 86_400_000,
      maxDeliveries: 2_000_000,
      metricsAddress: null,
      metricsToken: null,
      otlpEndpoint: null,
      otlpHeaders: null,
    })
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']))
  })

  test.each<[keyof Config, string, string, string, string]>([
    ['dataDir', '--data-dir', 'NAVISH_DATA_DIR', '/flag', '/env'],
    ['host', '--host', 'NAVISH_HOST', 'flag.example', 'env.example'],
    ['port', '--port', 'NAVISH_PORT', '1001', '1002'],
    [
      'publicUrl',
      '--public-url',
      'NAVISH_PUBLIC_URL',
      'https://flag.example',
      'https://env.example',
    ],
    ['logLevel', '--log-level', 'NAVISH_LOG_LEVEL', 'error', 'debug'],
    ['logFormat', '--log-format', 'NAVISH_LOG_FORMAT', 'text', 'json'],
    ['maxBody', '--max-body', 'NAVISH_MAX_BODY', '2048', '4096'],
    ['trustedProxies', '--trusted-proxies', 'NAVISH_TRUSTED_PROXIES', '10.0.0.0/8', '::1'],
    ['oidcClientId', '--oidc-client-id', 'NAVISH_OIDC_CLIENT_ID', 'flag', 'env'],
    ['oidcClientSecret', '--oidc-client-secret', 'NAVISH_OIDC_CLIENT_SECRET', 'flag', 'env'],
    ['oidcName', '--oidc-name', 'NAVISH_OIDC_NAME', 'Flag', 'Env'],
    ['ssoRole', '--sso-role', 'NAVISH_SSO_ROLE', 'operator', 'viewer'],
    ['secretKey', '--secret-key', 'NAVISH_SECRET_KEY', 'f'.repeat(32), 'e'.repeat(32)],
    ['outboundAllow', '--outbound-allow', 'NAVISH_OUTBOUND_ALLOW', '10.0.0.0/8', '192.0.2.7'],
  ])('takes %s from %s before %s before the default', (name, flag, variable, said, set) => {
    const unset = readConfig({}, {}).config[name]
    const fromEnv = readConfig({}, { [variable]: set })
    const fromFlag = readConfig({ [name]: said }, { [variable]: set })

    expect(String(fromFlag.config[name])).toBe(said)
    expect(fromFlag.sources[name]).toBe(flag)
    expect(String(fromEnv.config[name])).toBe(set)
    expect(fromEnv.sources[name]).toBe(variable)
    expect(String(unset)).not.toBe(set)
  })

  test('changes nothing but what was said', () => {
    expect(configOf({ host: '::1' })).toEqual({ ...configOf({}), host: '::1' })
  })

  test.each<[Flags, Environment, number, string]>([
    [{}, { PORT: '3000' }, 3000, 'PORT'],
    [{}, { PORT: '3000', NAVISH_PORT: '4000' }, 4000, 'NAVISH_PORT'],
    [{ port: '5000' }, { PORT: '3000', NAVISH_PORT: '4000' }, 5000, '--port'],
    [{}, { PORT: '3000', NAVISH_PORT: '' }, 3000, 'PORT'],
    [{}, { PORT: '', NAVISH_PORT: '' }, 8077, 'default'],
  ])(
    'with the flags %j and the environment %j listens on port %i, from %s',
    (flags, env, port, source) => {
      const { config, sources } = readConfig(flags, env)

      expect(config.port).toBe(port)
      expect(sources.port).toBe(source)
    },
  )

  test('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(
      Object.values(settings).flatMap(({ env }) => env.map((name) => [name, ''])),
    )

    expect(configOf({}, empty)).toEqual(configOf({}))
  })

  test('makes the path of the data directory absolute', () => {
    const { dataDir } = configOf({ dataDir: 'here' })

    expect(dataDir).toBe(resolve('here'))
    expect(basename(dataDir)).toBe('here')
  })

  test('takes a colon for a part of a name, where it is not systemd that names several', () => {
    expect(readConfig({ dataDir: '/srv/a:b' }, {}).config.dataDir).toBe('/srv/a:b')
    expect(readConfig({}, { NAVISH_DATA_DIR: '/srv/a:b' }).config.dataDir).toBe('/srv/a:b')
    expect(readConfig({}, { STATE_DIRECTORY: '/srv/a:/srv/b' }).config.dataDir).toBe('/srv/a')
  })

  test('reports every mistake at once, each with where it was said', () => {
    const mistakes = mistakesIn(
      { port: 'high', logLevel: 'loud' },
      {
        NAVISH_MAX_BODY: 'big',
        NAVISH_PUBLIC_URL: 'here',
        NAVISH_LOG_FORMAT: 'xml',
        NAVISH_PORT: 'x',
      },
    )

    expect(mistakes.map((line) => line.split(': ')[0])).toEqual([
      '--port',
      'NAVISH_PUBLIC_URL',
      'NAVISH_MAX_BODY',
      '--log-level',
      'NAVISH_LOG_FORMAT',
    ])
    expect(mistakes[0]).toContain('"high"')
  })

  test.each(['', '-1', '65536', '80.5', '1e3', '0x50', ' 80', '999999', 'eighty'])(
    'refuses the port "%s"',
    (port) => {
      expect(mistakesIn({ port })).toHaveLength(1)
    },
  )

  test.each([
    ['0', 0],
    ['1', 1],
    ['65535', 65_535],
  ])('takes the port "%s"', (port, number) => {
    expect(configOf({ port }).port).toBe(number)
  })

  test.each([
    ['1024', 1024],
    ['1KiB', 1024],
    ['5MiB', 5_242_880],
    ['5 mib', 5_242_880],
    [' 2048B ', 2048],
    ['1GiB', 1_073_741_824],
  ])('reads the size "%s" as %i bytes', (maxBody, bytes) => {
    expect(configOf({ maxBody }).maxBody).toBe(bytes)
  })

  test.each(['', '0', '-1', '1023', '2GiB', '5MB', '1.5MiB', 'MiB', '5 constructor', '1073741825'])(
    'refuses the size "%s"',
    (maxBody) => {
      expect(mistakesIn({ maxBody })).toHaveLength(1)
    },
  )

  test.each([
    ['https://navish.example.org', 'https://navish.example.org'],
    ['https://navish.example.org/', 'https://navish.example.org'],
    ['https://example.org/navish//', 'https://example.org/navish'],
    ['http://localhost:8077', 'http://localhost:8077'],
  ])('reads the public URL "%s" without the slash at its end', (publicUrl, url) => {
    expect(configOf({ publicUrl }).publicUrl).toBe(url)
  })

  test.each([
    'navish.example.org',
    'ftp://navish.example.org',
    'javascript:alert(1)',
    'https://',
    'https://example.org/?x=1',
    'https://example.org/#x',
    'https://user@example.org',
    'https://:secret@example.org',
    'https://example.org/?',
    'https://example.org/#',
  ])('refuses the public URL "%s"', (publicUrl) => {
    expect(mistakesIn({ publicUrl })).toHaveLength(1)
  })

  test.each(['debug', 'info', 'warn', 'error', 'WARN'])('takes the log level "%s"', (logLevel) => {
    expect(configOf({ logLevel }).logLevel).toBe(logLevel.toLowerCase() as Config['logLevel'])
  })

  test.each<[keyof Config, string]>([
    ['logLevel', 'trace'],
    ['logFormat', 'yaml'],
  ])('names the choices when %s is "%s"', (name, text) => {
    expect(mistakesIn({ [name]: text })[0]).toContain(
      name === 'logLevel' ? 'debug, info' : 'text, json',
    )
  })

  test.each(['host', 'dataDir', 'port', 'publicUrl', 'logLevel'] as const)(
    'takes no empty text for %s: it may be a variable that was not set',
    (name) => {
      expect(mistakesIn({ [name]: '' })[0]).toContain('it is empty')
    },
  )

  test.each<[string, string[]]>([
    ['127.0.0.1', ['127.0.0.1']],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['127.0.0.1, 10.0.0.0/8 ,::1,fd00::/8', ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']],
  ])('reads the networks "%s"', (trustedProxies, networks) => {
    expect(configOf({ trustedProxies }).trustedProxies).toEqual(networks)
  })

  test.each([
    'proxy.example.org',
    '*',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0-10.0.0.9',
    '10.0.0.256',
    'fd00::/129',
    '10.0.0.1;10.0.0.2',
    '10.0.0.1,',
    ',',
  ])('refuses the networks "%s"', (trustedProxies) => {
    expect(mistakesIn({ trustedProxies })).toHaveLength(1)
  })

  test.each([
    ['Remote-Email', 'remote-email'],
    ['X-Forwarded-Email', 'x-forwarded-email'],
  ])('reads the name of the header "%s" as "%s"', (proxyUserHeader, name) => {
    const flags = { proxyUserHeader, trustedProxies: '127.0.0.1' }

    expect(configOf(flags).proxyUserHeader).toBe(name)
  })

  test.each(['Remote Email', 'Remote-Email:', 'Rémote', 'a'.repeat(101)])(
    'refuses the name of a header "%s"',
    (proxyUserHeader) => {
      expect(mistakesIn({ proxyUserHeader, trustedProxies: '127.0.0.1' })).toHaveLength(1)
    },
  )

  test.each([
    'https://login.example.org',
    'https://login.example.org/',
    'https://login.example.org/realms/one/',
    'http://localhost:9000',
    'http://127.0.0.1:9000/realms/one',
    'http://[::1]:9000',
  ])('keeps the issuer "%s" letter by letter', (oidcIssuer) => {
    expect(configOf({ oidcIssuer, oidcClientId: 'navish' }).oidcIssuer).toBe(oidcIssuer)
  })

  test.each([
    'login.example.org',
    'http://login.example.org',
    'http://127.0.0.1.example.org',
    'http://192.168.0.1',
    'ftp://localhost',
    'javascript:alert(1)',
    'https://',
  ])('refuses the issuer "%s": keys come from there', (oidcIssuer) => {
    expect(mistakesIn({ oidcIssuer, oidcClientId: 'navish' })).toHaveLength(1)
  })

  test.each(['none', 'viewer', 'operator', 'admin', 'Viewer'])(
    'takes the role "%s" for newcomers',
    (ssoRole) => {
      expect(configOf({ ssoRole }).ssoRole).toBe(ssoRole.toLowerCase() as Config['ssoRole'])
    },
  )

  test('names the choices when there is no such role', () => {
    expect(mistakesIn({ ssoRole: 'root' })[0]).toContain('none, viewer, operator, admin')
  })

  test('needs a client where there is an issuer', () => {
    const mistakes = mistakesIn({ oidcIssuer: 'https://login.example.org' })

    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain('NAVISH_OIDC_CLIENT_ID')
  })

  test('needs proxies where there is a header of theirs', () => {
    const mistakes = mistakesIn({ proxyUserHeader: 'Remote-Email' })

    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain('NAVISH_TRUSTED_PROXIES')
  })
})

describe('a secret', () => {
  test('may come from a file, without the line break at its end', () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'secret')
    writeFileSync(file, 'the secret\n')

    const { config, sources } = readConfig({}, { NAVISH_OIDC_CLIENT_SECRET_FILE: file })

    expect(config.oidcClientSecret).toBe('the secret')
    expect(sources.oidcClientSecret).toBe('NAVISH_OIDC_CLIENT_SECRET_FILE')
  })

  test('may be handed over by systemd, where no variable says it', () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'secret-key'), `${'k'.repeat(40)}\n`)
    const env = { CREDENTIALS_DIRECTORY: folder.path }

    const { config, sources } = readConfig({}, env)

    expect(config.secretKey).toBe('k'.repeat(40))
    expect(sources.secretKey).toBe('$CREDENTIALS_DIRECTORY/secret-key')
    expect(configOf({}, { ...env, NAVISH_SECRET_KEY: 'v'.repeat(40) }).secretKey).toBe(
      'v'.repeat(40),
    )
    expect(configOf({}, { CREDENTIALS_DIRECTORY: '/nowhere' }).secretKey).toBeNull()
  })

  test('does not belong into an address that is shown, and is not repeated', () => {
    const [mistake = ''] = mistakesIn({}, { NAVISH_OTLP_ENDPOINT: 'http://me:hunter2@192.0.2.7' })

    expect(mistake).toStartWith('NAVISH_OTLP_ENDPOINT: no user or password')
    expect(mistake).not.toContain('hunter2')
  })

  test('that is malformed is a mistake that does not repeat it', () => {
    const [mistake] = mistakesIn({}, { NAVISH_SECRET_KEY: 'too short' })

    expect(mistake).toStartWith('NAVISH_SECRET_KEY: a secret key is 32 bytes')
    expect(mistake).not.toContain('too short')
  })

  test('of the variable itself comes before the one in a file, and the flag before both', () => {
    const env = {
      NAVISH_OIDC_CLIENT_SECRET: 'of the variable',
      NAVISH_OIDC_CLIENT_SECRET_FILE: '/nowhere',
    }

    expect(configOf({}, env).oidcClientSecret).toBe('of the variable')
    expect(configOf({ oidcClientSecret: 'of the flag' }, env).oidcClientSecret).toBe('of the flag')
  })

  test('in a file that cannot be read is a mistake that names the file', () => {
    const [mistake] = mistakesIn({}, { NAVISH_OIDC_CLIENT_SECRET_FILE: '/nowhere/secret' })

    expect(mistake).toStartWith(
      'NAVISH_OIDC_CLIENT_SECRET_FILE: the file /nowhere/secret cannot be read: ENOENT',
    )
  })

  test('in an empty file is a mistake', () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'secret')
    writeFileSync(file, '\n')

    expect(mistakesIn({}, { NAVISH_OIDC_CLIENT_SECRET_FILE: file })[0]).toContain('it is empty')
  })

  test('is the only thing that is read from a file', () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'host')
    writeFileSync(file, 'of the file')
    const plain = Object.values(settings).filter(({ secret }) => secret !== true)

    for (const { env } of plain) {
      expect(configOf({}, { [`${env[0]}_FILE`]: file })).toEqual(configOf({}))
    }
  })

  test('is not shown; everything else is', () => {
    const config = configOf({ oidcClientSecret: 'the secret', host: '::1' })

    expect(masked(config)).toEqual({ ...config, oidcClientSecret: '(hidden)' })
  })

  test('that is not set is shown as not set', () => {
    expect(masked(configOf({})).oidcClientSecret).toBeNull()
  })
})

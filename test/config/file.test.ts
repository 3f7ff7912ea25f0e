import { describe, expect, test } from 'bun:test'
import { chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, settingNames, settings } from '../../src/config/config.ts'
import { configPlaces, readConfigFile } from '../../src/config/file.ts'
import { AppError } from '../../src/errors.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'

const isSkipped = without(process.getuid?.() === 0 ? null : 'only root can give files away')

/** Reads a file with this text. */
async function read(text: string, mode = 0o600) {
  using folder = temporaryFolder()
  const path = join(folder.path, 'navish.yaml')
  writeFileSync(path, text)
  chmodSync(path, mode)
  const file = await readConfigFile(path, {})
  if (file === null) throw new Error('nothing was read')
  return { file, path }
}

async function mistakesIn(text: string): Promise<string[]> {
  const { file, path } = await read(text)
  return file.mistakes.map((mistake) => mistake.replace(path, 'navish.yaml'))
}

describe('a file of settings', () => {
  test('comes after flags and variables, and before defaults', async () => {
    const { file, path } = await read('host: of.the.file\nport: 9001\nlogLevel: warn\n')

    const { config, sources } = readConfig({ host: '::1' }, { NAVISH_PORT: '9002' }, file)

    expect([config.host, config.port, config.logLevel, config.maxBody]).toEqual([
      '::1',
      9002,
      'warn',
      5_242_880,
    ])
    expect([sources.host, sources.port, sources.logLevel, sources.maxBody]).toEqual([
      '--host',
      'NAVISH_PORT',
      `${path}:3`,
      'default',
    ])
  })

  test('comes before the folder that systemd made, which is not asked for', async () => {
    const { file } = await read('dataDir: /srv/navish\n')
    const env = { STATE_DIRECTORY: '/var/lib/navish:/var/lib/other' }

    expect(readConfig({}, env, null).config.dataDir).toBe('/var/lib/navish')
    expect(readConfig({}, { ...env, NAVISH_DATA_DIR: '/mine' }, null).config.dataDir).toBe('/mine')
    expect(readConfig({}, env, file).config.dataDir).toBe('/var/lib/navish')
    expect(readConfig({}, {}, file).config.dataDir).toBe('/srv/navish')
  })

  test('is one folder where a person names it, whatever is in its name', async () => {
    const { file } = await read('dataDir: /srv/a:b\n')

    expect(readConfig({ dataDir: '/srv/a:b' }, {}, null).config.dataDir).toBe('/srv/a:b')
    expect(readConfig({}, { NAVISH_DATA_DIR: '/srv/a:b' }, null).config.dataDir).toBe('/srv/a:b')
    expect(readConfig({}, {}, file).config.dataDir).toBe('/srv/a:b')
  })

  test('may say a secret as a block of text, with a line break at its end', async () => {
    const { file } = await read('metricsToken: |\n  abc\n')

    expect(readConfig({}, {}, file).config.metricsToken).toBe('abc')
  })

  test('takes lists, numbers, texts in quotes and names with nothing behind them', async () => {
    const { file } = await read(
      'trustedProxies: [127.0.0.1, 10.0.0.0/8]\noutboundAllow:\n  - 192.0.2.7\nport: 0x1F\noidcName: "Our \\u2713: login"\nhost:\n',
    )

    expect(file.mistakes).toEqual([])
    expect(file.entries.get('trustedProxies')?.text).toBe('127.0.0.1,10.0.0.0/8')
    expect(file.entries.get('outboundAllow')?.text).toBe('192.0.2.7')
    // As it is written: what it means is for the setting to say.
    expect(file.entries.get('port')?.text).toBe('0x1F')
    expect(file.entries.get('oidcName')?.text).toBe('Our ✓: login')
    expect(file.entries.has('host')).toBe(false)
  })

  test.each<[string, string[]]>([
    ['prot: 1', ['navish.yaml:1: there is no setting "prot": did you mean "port"?']],
    [
      '\n\ndata-dir: /x',
      ['navish.yaml:3: there is no setting "data-dir": did you mean "dataDir"?'],
    ],
    ['NAVISH_HOST: x', ['navish.yaml:1: there is no setting "NAVISH_HOST": did you mean "host"?']],
    ['colour: red', ['navish.yaml:1: there is no setting "colour"']],
    ['hostFile: /x', ['navish.yaml:1: there is no setting "hostFile"']],
    ['host: {a: b}', ['navish.yaml:1: host takes one text, or a list of them']],
    ['- host', ['navish.yaml: settings are lines like "port: 8077"']],
    ['host: a\nport: 1\nhost: b', ['navish.yaml:3: this name stands further up, too']],
    ['host', ['navish.yaml: settings are lines like "port: 8077"']],
  ])('says what is wrong with %j, and where', async (text, mistakes) => {
    expect(await mistakesIn(text)).toEqual(mistakes)
  })

  test.each(['host: a\nhost: b', 'host: [a', '\tport: 1', 'host: "a', 'host: *a'])(
    'is refused when it is no YAML, or says something twice: %j',
    async (text) => {
      const mistakes = await mistakesIn(text)

      expect(mistakes.length).toBeGreaterThan(0)
      for (const mistake of mistakes) expect(mistake).toMatch(/^navish\.yaml:\d+: ./)
    },
  )

  test('has its mistakes reported together with all others', async () => {
    const { file, path } = await read('prot: 1\nport: high\n')

    expect(() => readConfig({ logLevel: 'loud' }, {}, file)).toThrow(
      `${path}:1: there is no setting "prot": did you mean "port"?\n${path}:2: a port is a number from 0 to 65535, not "high"\n--log-level: one of`,
    )
  })

  test.each(['', '# nothing\n', '---\n', '~\n'])('may be empty: %j', async (text) => {
    const { file } = await read(text)

    expect([file.mistakes, file.entries.size]).toEqual([[], 0])
  })

  test('may name the file of a secret, seen from its own folder', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'navish.yaml')
    writeFileSync(path, 'secretKeyFile: keys/secret\n')
    chmodSync(path, 0o644)
    mkdirSync(join(folder.path, 'keys'))
    writeFileSync(join(folder.path, 'keys/secret'), `${'k'.repeat(40)}\n`)

    const file = await readConfigFile(path, {})

    expect(readConfig({}, {}, file).config.secretKey).toBe('k'.repeat(40))
    expect(file?.warnings).toEqual([])
  })

  test('with a secret in it should be readable for nobody else', async () => {
    const open = await read('metricsToken: abc\n', 0o644)
    const closed = await read('metricsToken: abc\n', 0o600)

    expect(open.file.warnings).toEqual([
      `${open.path} has a secret in it and can be read by others: chmod 600 ${open.path}`,
    ])
    expect(closed.file.warnings).toEqual([])
  })

  test.skipIf(isSkipped)('with a secret in it may be given to a group by root', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'navish.yaml')
    const warnings = async (mode: number, owner: number, group: number) => {
      writeFileSync(path, 'metricsToken: abc\n')
      chownSync(path, owner, group)
      chmodSync(path, mode)
      return (await readConfigFile(path, {}))?.warnings
    }

    expect(await warnings(0o640, 0, 54_321)).toEqual([])
    expect(await warnings(0o640, 54_321, 0)).toEqual([])
    // For its owner alone it would be of no use here.
    expect(await warnings(0o644, 54_321, 54_321)).toEqual([
      `${path} has a secret in it and can be read by others: chgrp 0 ${path} && chmod 640 ${path}`,
    ])
  })

  test('may name folders, seen from its own', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'navish.yaml')
    writeFileSync(path, 'dataDir: data\nbackupDir: /srv/backups\n')

    const { config } = readConfig({}, {}, await readConfigFile(path, {}))

    expect(config.dataDir).toBe(join(folder.path, 'data'))
    expect(config.backupDir).toBe('/srv/backups')
  })

  test('that was named must be there', async () => {
    const missing = async (flag: string | undefined, env: Record<string, string>) =>
      readConfigFile(flag, env).then(
        () => 'read',
        (error: unknown) =>
          error instanceof AppError ? `${error.code}: ${error.message}` : 'other',
      )

    expect(await missing('/nowhere/navish.yaml', {})).toStartWith(
      'configuration: --config: /nowhere/navish.yaml cannot be read',
    )
    expect(await missing(undefined, { NAVISH_CONFIG_FILE: '/nowhere/x.yaml' })).toStartWith(
      'configuration: NAVISH_CONFIG_FILE: /nowhere/x.yaml cannot be read',
    )
  })

  test('is looked for beside where one stands, then at home, then in /etc', () => {
    expect(configPlaces({ HOME: '/home/jane' }).slice(1)).toEqual([
      '/home/jane/.config/navish/navish.yaml',
      '/etc/navish/navish.yaml',
    ])
    expect(configPlaces({ HOME: '/home/jane', XDG_CONFIG_HOME: '/conf' })[1]).toBe(
      '/conf/navish/navish.yaml',
    )
    expect(configPlaces({})).toHaveLength(2)
  })

  test('that lies at home is found', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'navish'))
    const path = join(folder.path, 'navish/navish.yaml')
    writeFileSync(path, 'port: 9001\n')

    const file = await readConfigFile(undefined, { XDG_CONFIG_HOME: folder.path })

    expect(file?.path).toBe(path)
  })

  test('that is a link to nowhere is missed', () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'navish'))
    const path = join(folder.path, 'navish/navish.yaml')
    symlinkSync('/nowhere/navish.yaml', path)

    expect(readConfigFile(undefined, { XDG_CONFIG_HOME: folder.path })).rejects.toThrow(
      `${path} cannot be read`,
    )
  })
})

describe('the names of a setting', () => {
  test('follow from one another, and no two settings share one', () => {
    const { flag, env, credential } = settings.oidcClientSecret

    expect([flag, env, credential]).toEqual([
      '--oidc-client-secret',
      ['NAVISH_OIDC_CLIENT_SECRET'],
      'oidc-client-secret',
    ])
    const flags = settingNames.map((name) => settings[name].flag)
    const all = flags.concat(settingNames.flatMap((name) => settings[name].env))
    expect(new Set(all).size).toBe(all.length)
  })
})

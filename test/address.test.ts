import { describe, expect, test } from 'bun:test'
import { linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  addressOf,
  forgetAddress,
  localAddress,
  recordAddress,
  webhookUrl,
} from '../src/address.ts'
import { readConfig, type Flags } from '../src/config/config.ts'
import { temporaryFolder } from './support/folder.ts'

/** The address found from a data directory, with these flags and variables. */
function found(dataDir: string, flags: Flags = {}, env: Record<string, string> = {}): string {
  const { config, sources } = readConfig({ dataDir, ...flags }, env)
  return localAddress(config, sources)
}

describe('localAddress', () => {
  test('is the one that the running server recorded', () => {
    using folder = temporaryFolder()

    recordAddress(folder.path, 'http://127.0.0.1:40123')

    expect(found(folder.path)).toBe('http://127.0.0.1:40123')
  })

  test('is the recorded one even if the environment says another: the server may have been told by flags', () => {
    using folder = temporaryFolder()

    recordAddress(folder.path, 'http://127.0.0.1:40123')

    expect(found(folder.path, {}, { NAVISH_PORT: '9000' })).toBe('http://127.0.0.1:40123')
  })

  test.each<[Flags, string]>([
    [{ port: '9000' }, 'http://127.0.0.1:9000'],
    [{ host: '10.0.0.1' }, 'http://10.0.0.1:8077'],
    [{ host: '10.0.0.1', port: '9000' }, 'http://10.0.0.1:9000'],
  ])('with the flags %j is what they say', (flags, url) => {
    using folder = temporaryFolder()

    recordAddress(folder.path, 'http://127.0.0.1:40123')

    expect(found(folder.path, flags)).toBe(url)
  })

  test('with port 0 on the command line is the recorded one: which port it became is known only there', () => {
    using folder = temporaryFolder()

    recordAddress(folder.path, 'http://127.0.0.1:40123')

    expect(found(folder.path, { port: '0' })).toBe('http://127.0.0.1:40123')
  })

  test('is the configured one when nothing is recorded', () => {
    using folder = temporaryFolder()

    expect(found(folder.path)).toBe('http://127.0.0.1:8077')
    expect(found(join(folder.path, 'missing'), {}, { PORT: '9000' })).toBe('http://127.0.0.1:9000')
  })

  test('is the configured one again when the server forgot its own', () => {
    using folder = temporaryFolder()
    recordAddress(folder.path, 'http://127.0.0.1:40123')

    forgetAddress(folder.path)
    forgetAddress(folder.path)

    expect(found(folder.path)).toBe('http://127.0.0.1:8077')
    expect(readdirSync(folder.path)).toEqual([])
  })

  test.each(['', '{', 'null', '[]', '{"url":7}', '{}'])(
    'is the configured one when the record is %p',
    (record) => {
      using folder = temporaryFolder()

      writeFileSync(join(folder.path, 'server.json'), record)

      expect(found(folder.path)).toBe('http://127.0.0.1:8077')
    },
  )

  test('is recorded where only the owner can read it, and the newest counts', () => {
    using folder = temporaryFolder()

    recordAddress(folder.path, 'http://127.0.0.1:1')
    recordAddress(folder.path, 'http://127.0.0.1:2')

    expect(found(folder.path)).toBe('http://127.0.0.1:2')
    const files = readdirSync(folder.path)
    expect(files).toHaveLength(1)
    expect(files.map((file) => statSync(join(folder.path, file)).mode & 0o077)).toEqual([0])
  })

  test('is recorded in a file of its own: what another user left could not be written to', () => {
    using folder = temporaryFolder()
    const [left, kept] = ['server.json', 'kept'].map((name) => join(folder.path, name)) as [
      string,
      string,
    ]
    writeFileSync(left, 'of another')
    linkSync(left, kept)

    recordAddress(folder.path, 'http://127.0.0.1:1')

    expect(readFileSync(kept, 'utf8')).toBe('of another')
    expect(found(folder.path)).toBe('http://127.0.0.1:1')
  })
})

describe('addressOf', () => {
  test.each([
    ['127.0.0.1', 8077, 'http://127.0.0.1:8077'],
    ['0.0.0.0', 80, 'http://127.0.0.1:80'],
    ['::', 80, 'http://127.0.0.1:80'],
    ['::1', 8077, 'http://[::1]:8077'],
    ['navish.local', 8077, 'http://navish.local:8077'],
  ])('shows %s and %i as %s', (host, port, url) => {
    expect(addressOf(host, port)).toBe(url)
    expect(URL.canParse(url)).toBe(true)
  })
})

describe('webhookUrl', () => {
  test.each([
    ['http://127.0.0.1:8077', 'http://127.0.0.1:8077/v1/events/sentry/nvi_abc'],
    ['https://example.org/navish', 'https://example.org/navish/v1/events/sentry/nvi_abc'],
  ])('stands below %s', (base, url) => {
    expect(webhookUrl(base, 'nvi_abc')).toBe(url)
  })
})

import { describe, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../../src/config/settings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'

const unit = readFileSync(join(import.meta.dir, '../../docs/examples/navish.service'), 'utf8')
const analyze = Bun.which('systemd-analyze')
const isSkipped = without(analyze === null ? 'systemd-analyze is not here to check the unit' : null)

/** Asks systemd of the unit; the program that it starts is one that is there. */
function ask(...args: string[]): { code: number; said: string } {
  using folder = temporaryFolder()
  const file = join(folder.path, 'navish.service')
  writeFileSync(file, unit.replaceAll('/usr/local/bin/navish', process.execPath))
  const { exitCode, stdout, stderr } = Bun.spawnSync([analyze ?? '', ...args, file], {
    env: { PATH: process.env['PATH'] ?? '', SYSTEMD_COLORS: '0', SYSTEMD_EMOJI: '0' },
  })
  return { code: exitCode, said: `${stdout.toString()}${stderr.toString()}` }
}

describe('the unit for systemd', () => {
  test.skipIf(isSkipped)('is understood by systemd, without a word', () => {
    expect(ask('verify', '--man=no')).toEqual({ code: 0, said: '' })
  })

  test.skipIf(isSkipped)('leaves little open', () => {
    const { said } = ask('security', '--offline=true')
    const exposure = Number(/exposure level for navish\.service: ([\d.]+)/.exec(said)?.[1])

    expect(exposure).toBeLessThanOrEqual(1.5)
  })

  test('names a credential for every secret, as Navish knows it', () => {
    const secrets = Object.values(settings).flatMap(({ credential }) => credential ?? [])

    const named = [...unit.matchAll(/^#LoadCredential=([\w-]+):/gm)].map(([, name]) => name)

    expect(new Set(named)).toEqual(new Set(secrets))
  })

  test('names variables that there are', () => {
    const known = Object.values(settings).flatMap(({ env }) => env)

    const named = [...unit.matchAll(/^#Environment=(\w+)=/gm)].map(([, name = '']) => name)

    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(known).toContain(name)
  })
})

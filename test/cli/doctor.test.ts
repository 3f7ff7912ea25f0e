import { describe, expect, test } from 'bun:test'
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { issueHook } from '../support/requests.ts'

interface Report {
  status: string
  findings: Finding[]
}

const ask = async (dataDir: string, ...words: string[]) =>
  command(['doctor', ...words], { dataDir, env: { NAVISH_PORT: '1' } })

function findingIn(report: Report, code: string): Finding | undefined {
  return report.findings.find((finding) => finding.code === code)
}

describe('doctor', () => {
  test('says one line for each thing, and what to do; a problem is a failure', async () => {
    using dir = await dataDirWith(issueHook('created'))
    const before = readdirSync(dir.path)

    const { code, out, err } = await ask(dir.path)

    expect(code).toBe(1)
    expect(out).toMatch(/^ok       database +It opens; /m)
    expect(out).toMatch(/^problem  people +Nobody can administer it: .* → navish admin create /m)
    for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^(?:ok|warning|problem) /)
    expect(err).toBe('navish: 1 problem.\n')
    expect(readdirSync(dir.path)).toEqual(before)
  })

  test('ends well when nothing is a problem, whatever it warns of', async () => {
    using dir = await dataDirWith(issueHook('created'))
    const words = ['admin', 'create', 'jane@example.org', '--password-stdin']
    await command(words, { dataDir: dir.path, input: 'a long password 1' })

    const { code, err, json } = await ask(dir.path, '--full', '--json')

    expect([code, err]).toEqual([0, ''])
    const report = json<Report>()
    expect(report.status).toBe('ok')
    expect(findingIn(report, 'damage')?.text).toContain('integrity_check and foreign_key_check')
    expect(findingIn(report, 'server')).toMatchObject({
      level: 'warning',
      text: expect.stringContaining('No server runs'),
    })
  })

  test('finds a server that runs, and no fault in it', async () => {
    using dir = await dataDirWith(issueHook('created'))
    const { config } = readConfig({ dataDir: dir.path, host: '127.0.0.1', port: '0' }, {})
    const app = await startApp({ config, clock: systemClock, log: createTestLog().log })

    const { json } = await ask(dir.path, '--json')
    await app.stop()

    const report = json<Report>()
    expect(findingIn(report, 'server')).toMatchObject({ level: 'ok', text: `${app.url} is ready.` })
    expect(findingIn(report, 'version')?.level).toBe('ok')
    expect(findingIn(report, 'clock')?.level).toBe('ok')
  })

  test('makes nothing where nothing is', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'none')

    const { code, out } = await ask(path)

    expect(code).toBe(1)
    expect(out).toMatch(/^problem  data-dir +There is no data directory at /m)
    expect(existsSync(path)).toBe(false)
  })

  test('says what others can read', async () => {
    using dir = await dataDirWith()
    chmodSync(dir.path, 0o755)
    writeFileSync(join(dir.path, 'secret.key'), 'x')
    chmodSync(join(dir.path, 'secret.key'), 0o644)

    const { out } = await ask(dir.path)

    expect(out).toMatch(/^problem  modes .*secret\.key/m)
  })

  test('has mistakes of the configuration as a finding', async () => {
    const { code, json } = await command(['doctor', '--json', '--log-level', 'loud'])

    expect(code).toBe(1)
    expect(json<Report>().findings).toMatchObject([{ code: 'settings', level: 'problem' }])
  })

  test('works on this machine only', async () => {
    expect(await command(['doctor', '--server', 'http://127.0.0.1:1'])).toMatchObject({ code: 2 })
  })
})

import { describe, expect, test } from 'bun:test'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/config.ts'
import { createTestClock } from '../support/clock.ts'
import { command, type Ran } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { eventAlertHook, fromSentry, issueHook, metricHook } from '../support/requests.ts'

const publicUrl = 'https://navish.example.org'
const password = 'correct horse battery'

/** Two data directories that are alike: commands work on one of them, and a server on the other. */
async function twins() {
  const folder = temporaryFolder()
  const clock = createTestClock(Date.UTC(2026, 8, 1, 11))
  using made = await dataDirWith(
    issueHook('created'),
    metricHook('critical'),
    eventAlertHook({ issue_id: '5', level: 'warning', title: 'Grüße\u202e & <b>' }),
    issueHook('resolved'),
    fromSentry('comment', { action: 'created', data: {} }),
  )
  const here = join(folder.path, 'here')
  const there = join(folder.path, 'there')
  const token = await command(['token', 'create', '--role', 'admin', '--label', 'tester'], {
    dataDir: made.path,
    clock,
  })
  cpSync(made.path, here, { recursive: true })
  cpSync(made.path, there, { recursive: true })
  const secret = join(folder.path, 'secret')
  writeFileSync(secret, 'hush-hush')
  const flags = { dataDir: there, port: '0', publicUrl }
  const { config } = readConfig(flags, {})
  const app = await startApp({ config, clock, log: createTestLog().log })
  const env = { NAVISH_SERVER: app.url, NAVISH_TOKEN: token.out.trim() }
  return {
    secret,
    /** Runs a command on the data directory. */
    local: (words: string[], input: string | null = null) =>
      command(words, {
        dataDir: here,
        clock,
        input,
        env: { NAVISH_PUBLIC_URL: publicUrl },
      }),
    /** Runs a command on the server. */
    remote: (words: string[], input: string | null = null, other: Record<string, string> = {}) =>
      command(words, { clock, input, env: { ...env, ...other } }),
    async [Symbol.asyncDispose]() {
      await app.stop()
      folder[Symbol.dispose]()
    },
  }
}

// An address that is only looked at: nothing is told there.
const aChannel = 'channel create phones --kind gotify --set serverUrl=https://8.8.8.8'

/** What differs each time: secrets. */
function masked({ code, out, err }: Ran) {
  const [data, messages] = [out, err].map((text) =>
    text
      .replaceAll(/nv[ial]_[0-9a-f]{40}/g, 'nv_…')
      .replaceAll(/(?<="hint": ")\w{4}|(?<=…)\w{4}\b/g, '****'),
  )
  return { code, data, messages }
}

describe('a command on a server', () => {
  test('prints what it prints on the data directory', async () => {
    await using at = await twins()
    const lines: [string, string?][] = [
      ['alert list'],
      ['alert list --json'],
      ['alert list --status open,acknowledged --severity critical,warning --json'],
      ['alert list --limit 2'],
      ['alert list --limit 2 --after 2 --json'],
      ['alert list --after nothing'],
      ['alert list --text cart --json'],
      ['alert list --from 2026-09-01T10:00:01Z --before 2026-09-01T10:00:02Z --json'],
      ['alert list --project shop --integration 1 --unassigned --not-snoozed --json'],
      ['alert list --integration 77'],
      ['alert show 1'],
      ['alert show 3'],
      ['alert show 1 --json'],
      ['alert show 1 --limit 1 --json'],
      ['alert show 77'],
      ['alert show ../users'],
      ['alert ack 2 --json'],
      ['alert ack 2'],
      ['alert ack 1'],
      ['alert ack 1 2 3 77'],
      ['alert unack 2 3 --json'],
      ['alert snooze 2 --for 2h --reason deploy --json'],
      ['alert snooze 2 --until 2026-09-03T10:00Z'],
      ['alert list --snoozed --json'],
      ['alert unsnooze 2'],
      ['alert snooze 2 --until-worse'],
      ['alert show 2'],
      ['alert assign 2 3 jane'],
      ['alert assign 2 ali --json'],
      ['alert list --assignee ali --json'],
      ['alert note 2 ok --json'],
      ['alert resolve 2 --reason rolled-back --json'],
      ['alert resolve 2'],
      ['alert show 2 --json'],
      ['event list'],
      ['event list --json'],
      ['event list --outcome ignored --resource comment --state done --integration 1 --json'],
      ['event show 1'],
      ['event show 1 --json'],
      ['event show 77'],
      ['event replay --all-dead --json'],
      ['event replay 77'],
      ['stats'],
      ['stats --interval day --from 2026-08-30T00:00Z --json'],
      ['stats --interval hour --from 2020-08-30T00:00Z'],
      ['integration create acme --json'],
      ['integration create signed --client-secret-file SECRET'],
      ['integration list'],
      ['integration list --json'],
      ['integration show 2'],
      ['integration rename 2 acme-eu --json'],
      ['integration rename 77 acme-eu'],
      ['integration watch 2 --after 6h --json'],
      ['integration watch 2 --never'],
      ['integration watch 77 --never'],
      ['integration rotate 2 --overlap 1h'],
      ['integration rotate 2 --client-secret-file SECRET --overlap 1h'],
      ['integration rotate 2 --no-client-secret --json'],
      ['integration health 1 --json'],
      ['integration health 1'],
      ['integration revoke 3'],
      ['integration test 3'],
      ['integration delete 3'],
      ['user create jane@example.org --role operator --name Jane'],
      ['user create joe@example.org --role admin --password-stdin --json', password],
      ['user create joe@example.org --role admin --password-stdin', password],
      ['user create nobody --role admin'],
      ['user list'],
      ['user list --json'],
      ['user show 1'],
      ['user update 1 --role viewer --json'],
      ['user update 1 --disable'],
      ['user update 2 --disable'],
      ['user link 2'],
      ['user link 1 --json'],
      ['user delete 1'],
      ['user delete 2'],
      ['user show 1'],
      ['session list'],
      ['session list --own --json'],
      ['session revoke 1'],
      ['token create --role viewer --expires 90d --label ci'],
      ['token create --role admin --label deploy --json'],
      ['token revoke 2'],
      ['token revoke 2'],
      ['channel kinds --json'],
      ['channel kinds'],
      ['channel create phones --kind gotify --set serverUrl=https://8.8.8.8 --json'],
      [`${aChannel} --secret-file token=SECRET --json`],
      [`${aChannel} --secret-file token=- --fallback 1`, 'hush-hush'],
      [`${aChannel} --secret-file token=SECRET --set serverUrl=http://10.0.0.1`],
      ['channel create phones --kind pigeon'],
      ['channel list'],
      ['channel list --limit 1 --json'],
      ['channel show 2'],
      ['channel show 2 --json'],
      ['channel update 2 --name ops --set serverUrl=https://8.8.4.4 --no-fallback --json'],
      ['channel update 1 --set token=x'],
      ['channel disable 2'],
      ['channel enable 2 --json'],
      ['channel delete 77'],
      ['rule create all --channel 1,2 --json'],
      ['rule create worst --channel 2 --severity critical --project shop --integration 1 --last'],
      ['rule create none --channel 77'],
      ['rule list'],
      ['rule list --json'],
      ['rule show 2'],
      ['rule update 2 --no-project --change opened --disable --json'],
      ['rule update 77 --enable'],
      ['rule move 2 1'],
      ['rule preview'],
      ['rule preview --channel 1 --severity error --json'],
      ['rule delete 1'],
      ['channel delete 2'],
      ['rule show 2 --json'],
      ['silence create --project shop --for 2h --reason deploy'],
      [
        'silence create --integration 1 --title cart --from 2026-09-03T10:00Z --until 2026-09-04T10:00Z --reason x --json',
      ],
      ['silence create --integration 77 --for 2h --reason deploy'],
      ['silence create --project shop --for 400d --reason deploy'],
      ['silence list'],
      ['silence list --limit 1 --json'],
      ['silence end 1 --json'],
      ['silence end 2'],
      ['silence end 77'],
      ['delivery list'],
      ['delivery list --state dead --channel 1 --alert 1 --json'],
      ['delivery show 77'],
      ['delivery retry 77'],
    ]
    const local: object[] = []
    const remote: object[] = []

    for (const [line, input] of lines) {
      const words = line.split(' ').map((word) => word.replace('SECRET', at.secret))

      local.push({ line, ...masked(await at.local(words, input)) })
      remote.push({ line, ...masked(await at.remote(words, input)) })
    }

    expect(remote).toEqual(local)
  })

  test('sends a sample through the whole way', async () => {
    await using at = await twins()
    const sample = (...flags: string[]) => at.remote(['integration', 'test', '1', ...flags])

    const opened = await sample('--severity', 'critical', '--json')
    const resolved = await sample('--resolve')

    expect(opened).toMatchObject({ code: 0, err: '' })
    expect(opened.json()).toMatchObject({
      event: { state: 'done', outcome: 'opened' },
      alert: { status: 'open', severity: 'critical' },
      processed: true,
    })
    expect(resolved.out).toMatch(/^alert +\d+ \(resolved, critical\)$/m)
  })

  test('fails when the token is none, or may not do it', async () => {
    await using at = await twins()
    const create = ['token', 'create', '--role', 'viewer', '--label', 'eyes']
    const viewer = { NAVISH_TOKEN: (await at.remote(create)).out.trim() }
    const nobody = { NAVISH_TOKEN: `nva_${'0'.repeat(40)}` }

    const stranger = await at.remote(['alert', 'list'], null, nobody)
    const refused = await at.remote(['alert', 'ack', '3'], null, viewer)

    expect(stranger).toMatchObject({ code: 1, out: '' })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('operator')
    expect(await at.remote(['alert', 'list', '--json'], null, viewer)).toMatchObject({ code: 0 })
  })
})

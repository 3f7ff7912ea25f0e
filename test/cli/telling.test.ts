import { describe, expect, test } from 'bun:test'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aReceiver, json } from '../notify/receiver.ts'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { addRequests, dataDirWith } from '../support/data-dir.ts'
import { issueHook } from '../support/requests.ts'

const allowed = { NAVISH_OUTBOUND_ALLOW: '127.0.0.0/8' }

/** A data directory with an alert, and a file with a token. */
async function setup() {
  const dir = await dataDirWith(issueHook('created'), issueHook('resolved'))
  const token = join(dir.path, 'token')
  writeFileSync(token, ' Sekret-1 \n')
  // The alert opened an hour ago.
  const clock = createTestClock(Date.UTC(2026, 8, 1, 11))
  const run = (words: string[], more: { env?: Record<string, string>; input?: string } = {}) =>
    command(words, { clock, dataDir: dir.path, ...more, env: { ...allowed, ...more.env } })
  return {
    dir: dir.path,
    token,
    run,
    create: (...flags: string[]) =>
      run(['channel', 'create', 'phones', '--kind', 'gotify', ...flags]),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  }
}

const server = 'serverUrl=http://127.0.0.1:9'

describe('channel', () => {
  test('kinds lists what can be set, and what of it is secret', async () => {
    using at = await setup()

    const { out } = await at.run(['channel', 'kinds'])

    expect(out).toMatch(/^gotify +serverUrl +yes +no +a URL: /m)
    expect(out).toMatch(/^gotify +token +yes +yes +/m)
  })

  test('create takes a secret from a file, and nobody sees it again', async () => {
    using at = await setup()

    const created = await at.create('--set', server, '--secret-file', `token=${at.token}`, '--json')
    const shown = await at.run(['channel', 'show', '1', '--json'])
    const list = await at.run(['channel', 'list'])
    const log = await at.run(['audit', 'list', '--json'])

    expect(created.err).toBe('')
    expect(created.json()).toMatchObject({
      id: '1',
      kind: 'gotify',
      name: 'phones',
      enabled: true,
      settings: { serverUrl: 'http://127.0.0.1:9' },
      secrets: ['token'],
      warning: null,
      ruleId: '1',
    })
    expect(list.out).toMatch(/^1 +phones +gotify +enabled +0 +0 +- +-$/m)
    expect(created.out + shown.out + list.out + log.out).not.toContain('Sekret')
    expect(existsSync(join(at.dir, 'secret.key'))).toBe(true)
  })

  test('create brings a rule along while there is none, and says so', async () => {
    using at = await setup()
    const flags = ['--set', server, '--secret-file', `token=${at.token}`]

    const first = await at.create(...flags)
    const second = await at.create(...flags)

    expect(first.err).toEndWith(
      'Rule 1 was created with it: alerts of severity error and worse are told there.\n',
    )
    expect(second.err).toContain('Nothing is told there until a rule names it')
    expect((await at.run(['rule', 'list'])).out).toMatch(
      /^1 +1 +error and worse +yes +error or worse +1 +goes on$/m,
    )
  })

  test('create takes a secret from the standard input', async () => {
    using at = await setup()
    const words = ['channel', 'create', 'a', '--kind', 'gotify', '--set', server]

    const created = await at.run([...words, '--secret-file', 'token=-', '--json'], {
      input: 'Sekret-1',
    })

    expect(created.json()).toMatchObject({ secrets: ['token'] })
  })

  test.each([
    ['a secret on the command line', ['--set', 'token=Sekret-1'], 'token is secret'],
    ['a field that there is not', ['--set', 'color=red'], 'has no color, but serverUrl, token'],
    ['a file that there is not', ['--secret-file', 'token=/nowhere'], '/nowhere for token cannot'],
    ['an empty standard input', ['--secret-file', 'token=-'], 'The standard input is empty'],
    ['no secret where one is needed', [], 'token is missing'],
  ])('create refuses %s', async (_, flags, message) => {
    using at = await setup()

    const { code, out, err } = await at.create('--set', server, ...flags)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
    expect(err).not.toContain('Sekret')
    expect((await at.run(['channel', 'list', '--json'])).json()).toEqual([])
  })

  test('create refuses a kind that there is not, and names those that there are', async () => {
    using at = await setup()

    const { code, err } = await at.run(['channel', 'create', 'x', '--kind', 'pigeon'])

    expect(code).toBe(2)
    expect(err).toContain('There is no kind "pigeon", but alertmanager, apprise')
  })

  test('create refuses an address that is none', async () => {
    using at = await setup()

    const flags = ['--set', 'serverUrl=here', '--secret-file', `token=${at.token}`]

    expect((await at.create(...flags)).err).toContain('serverUrl should be a URL')
  })

  test('create refuses what may not be reached', async () => {
    using at = await setup()

    const flags = ['--set', 'serverUrl=http://10.0.0.1', '--secret-file', `token=${at.token}`]
    const { code, err } = await at.create(...flags)

    expect(code).toBe(2)
    expect(err).toContain('serverUrl: 10.0.0.1 is not on the public internet')
  })

  test('update changes what is said, and leaves the rest', async () => {
    using at = await setup()
    await at.create('--set', server, '--secret-file', `token=${at.token}`)
    await at.create('--set', server, '--secret-file', `token=${at.token}`, '--fallback', '1')

    const words = ['channel', 'update', '2', '--json']
    const moved = ['--set', 'serverUrl=http://127.0.0.2', '--secret-file', `token=${at.token}`]
    const renamed = await at.run([...words, '--name', 'ops', ...moved])
    const alone = await at.run([...words, '--no-fallback'])
    const without = await at.run([...words, '--unset', 'token'])

    expect(renamed.json()).toMatchObject({
      name: 'ops',
      settings: { serverUrl: 'http://127.0.0.2' },
      secrets: ['token'],
      fallbackChannelId: '1',
    })
    expect(alone.json()).toMatchObject({ name: 'ops', fallbackChannelId: null })
    expect(without).toMatchObject({ code: 2, out: '' })
    expect(without.err).toContain('token is missing')
  })

  test('disable and enable', async () => {
    using at = await setup()
    await at.create('--set', server, '--secret-file', `token=${at.token}`)

    expect((await at.run(['channel', 'disable', '1'])).err).toContain('(phones) is disabled')
    expect((await at.run(['channel', 'show', '1'])).out).toMatch(/^state +disabled$/m)
    expect((await at.run(['channel', 'enable', '1'])).err).toContain('(phones) is enabled')
  })

  test('with another key shows what is to be done, and takes the secrets anew', async () => {
    using at = await setup()
    await at.create('--set', server, '--secret-file', `token=${at.token}`)
    const env = { NAVISH_SECRET_KEY: 'another key, which is long enough' }
    const run = (...words: string[]) => at.run(['channel', ...words], { env })

    expect((await run('show', '1')).out).toMatch(/^secrets +sealed with another key: give them/m)
    expect(await run('test', '1')).toMatchObject({ code: 3 })
    expect((await run('update', '1', '--set', server)).err).toContain('sealed with another key')
    const again = await run('update', '1', '--secret-file', `token=${at.token}`, '--json')
    expect(again.json()).toMatchObject({ secrets: ['token'] })
  })

  test('test tells a test there, and says how it went', async () => {
    using at = await setup()
    await using receiver = aReceiver(json({ id: 1 }), json({ error: 'Unauthorized' }, 401))
    const set = ['--set', `serverUrl=${receiver.url}`]
    await at.create(...set, '--secret-file', `token=${at.token}`)

    const sent = await at.run(['channel', 'test', '1', '--json'])
    const refused = await at.run(['channel', 'test', '1'])

    expect(sent.json()).toMatchObject({ result: 'sent', status: 200, why: null })
    expect(receiver.received[0]?.body).toMatchObject({
      title: expect.stringContaining('A test from Navish') as string,
    })
    expect(refused.code).toBe(1)
    expect(refused.out).toMatch(/^status +401$/m)
    expect(refused.err).toContain('The test was not told.')
  })

  test('delete', async () => {
    using at = await setup()
    await at.create('--set', server, '--secret-file', `token=${at.token}`)

    expect((await at.run(['channel', 'delete', '1'])).err).toBe('Channel 1 is deleted.\n')
    expect(await at.run(['channel', 'show', '1'])).toMatchObject({ code: 1, out: '' })
  })
})

describe('rule', () => {
  async function withChannel() {
    const at = await setup()
    await at.create('--set', server, '--secret-file', `token=${at.token}`)
    return at
  }

  test('create, list, update, move and delete', async () => {
    using at = await withChannel()
    const rule = (...words: string[]) => at.run(['rule', ...words])

    const first = await rule('create', 'all', '--channel', '1')
    const worst = ['--severity', 'critical', '--project', 'shop,blog', '--change', 'opened,worse']
    await rule('create', 'worst', '--channel', '1', '--last', ...worst)
    await rule('delete', '1')
    const moved = await rule('move', '3', '1')
    const list = await rule('list')
    const updated = await rule('update', '3', '--no-project', '--no-last', '--disable', '--json')
    await rule('delete', '2')

    expect(first.err).toBe('Rule 2 (all) tells everything on channel 1.\n')
    expect(moved.err).toBe('Rule 3 (worst) is number 1.\n')
    expect(list.out).toMatch(
      /^1 +3 +worst +yes +critical or worse; opened, worse; of shop, blog +1 +ends\n2 +2 +all +yes +everything +1 +goes on$/m,
    )
    expect(updated.json()).toMatchObject({
      enabled: false,
      last: false,
      match: {
        leastSeverity: 'critical',
        projects: [],
        integrationIds: [],
        changes: ['opened', 'worse'],
      },
    })
    expect((await rule('list', '--json')).json()).toMatchObject([{ id: '3', position: 1 }])
  })

  test('create refuses a channel or an integration that there is not', async () => {
    using at = await withChannel()
    const create = (...flags: string[]) => at.run(['rule', 'create', 'x', ...flags])

    expect((await create('--channel', '7')).err).toContain('There is no channel "7"')
    expect((await create('--channel', '1', '--integration', '7')).err).toContain(
      'There is no integration "7"',
    )
    expect((await at.run(['rule', 'list', '--json'])).json()).toHaveLength(1)
  })

  test('preview tells what would have been sent', async () => {
    using at = await withChannel()

    await at.run(['rule', 'delete', '1'])
    const none = await at.run(['rule', 'preview', '--json'])
    const one = await at.run(['rule', 'preview', '--channel', '1'])
    const worst = ['--channel', '1', '--severity', 'critical', '--json']
    const nothing = await at.run(['rule', 'preview', ...worst])

    expect(none.json()).toMatchObject({
      alerts: 1,
      untold: { opened: 1, resolved: 1 },
      channels: [],
    })
    expect(one.out).toMatch(/^channel 1 +1 +0 +1\nthis rule +1 +0 +1$/m)
    expect(one.out).toMatch(/resolved +1 +error +1 +/)
    expect(nothing.json()).toMatchObject({ untold: { opened: 1, resolved: 1 }, examples: [] })
  })
})

describe('silence', () => {
  test('create, list and end', async () => {
    using at = await setup()
    const silence = (...words: string[]) => at.run(['silence', ...words])
    const why = ['--reason', 'deploy']

    const first = await silence('create', '--project', 'shop, blog', '--for', '2h', ...why)
    const from = ['--from', '2026-09-02T10:00Z', '--for', '1d']
    const words = ['create', '--title', 'cart', '--integration', '1', ...from, ...why]
    const later = await silence(...words, '--json')
    const list = await silence('list')
    const ended = await silence('end', '2')
    const unknown = await silence('end', '7')

    expect(first.err).toBe(
      'Silence 1: nobody is told of alerts of shop, blog until 2026-09-01T13:00:00.000Z.\n',
    )
    expect(later.json()).toMatchObject({
      id: '2',
      state: 'waiting',
      match: { integrationIds: ['1'], projects: [], title: 'cart' },
      startsAt: '2026-09-02T10:00:00.000Z',
      endsAt: '2026-09-03T10:00:00.000Z',
      reason: 'deploy',
      by: 'tester',
    })
    expect(list.out).toMatch(/^1 +active +\S+ +\S+ +of shop, blog +tester +deploy$/m)
    expect(ended.err).toBe('Silence 2 is over since 2026-09-01T11:00:00.000Z.\n')
    expect(unknown).toMatchObject({ code: 1, out: '' })
  })

  test('create refuses what ends before it begins, and what lasts for years', async () => {
    using at = await setup()
    const create = (...words: string[]) =>
      at.run(['silence', 'create', '--project', 'shop', '--reason', 'x', ...words])

    expect(await create('--until', '2026-09-01T10:00Z')).toMatchObject({ code: 2, out: '' })
    expect(await create('--for', '1h', '--until', '2026-09-02T10:00Z')).toMatchObject({ code: 2 })
    expect(await create('--for', '53w')).toMatchObject({ code: 2, out: '' })
    expect((await at.run(['silence', 'list', '--json'])).json()).toEqual([])
  })
})

describe('delivery', () => {
  test('list, show and retry', async () => {
    using at = await setup()
    await at.create('--set', server, '--secret-file', `token=${at.token}`)
    await addRequests(at.dir, [issueHook('created', { id: '5' })])
    await at.run(['channel', 'disable', '1'])
    await addRequests(at.dir, [issueHook('created', { id: '6' })])

    const list = await at.run(['delivery', 'list'])
    const quiet = await at.run(['delivery', 'list', '--state', 'quiet', '--channel', '1', '--json'])
    const shown = await at.run(['delivery', 'show', '1'])
    const retried = await at.run(['delivery', 'retry', '1'])

    expect(list.out).toMatch(/^1 +\S+ +2 +opened +1 +pending +0 +-$/m)
    expect(quiet.json()).toMatchObject([
      { id: '2', alertId: '3', reason: 'The channel was switched off.', dueAt: null },
    ])
    expect(shown.out).toMatch(/^state +pending$/m)
    expect(shown.out).toMatch(/^because +New issue in Sentry/m)
    expect(retried.err).toStartWith('Delivery 1 is pending again')
    expect(await at.run(['delivery', 'retry', '2'])).toMatchObject({ code: 1, out: '' })
    expect(await at.run(['delivery', 'show', '7'])).toMatchObject({ code: 1, out: '' })
  })
})

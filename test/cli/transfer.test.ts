import { describe, expect, test } from 'bun:test'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook, metricHook } from '../support/requests.ts'

type Line = Record<string, unknown>

const allowed = { NAVISH_OUTBOUND_ALLOW: '127.0.0.0/8' }

/** A data directory with a bit of everything, a folder for files, and another directory that is yet to be made. */
async function setup() {
  const dir = await dataDirWith(issueHook('created'), issueHook('resolved'), metricHook('critical'))
  const folder = temporaryFolder()
  const target = join(folder.path, 'elsewhere')
  const path = (name: string) => join(folder.path, name)
  const run = (dataDir: string, words: string[], input: string | null = null) =>
    command(words, { dataDir, env: allowed, input })
  const token = path('token')
  writeFileSync(token, 'Sekret-1')
  const channel = ['channel', 'create', 'phones', '--kind', 'gotify']
  const settings = ['--set', 'serverUrl=http://127.0.0.1:9', '--secret-file', `token=${token}`]
  await run(dir.path, [...channel, ...settings])
  await run(
    dir.path,
    ['admin', 'create', 'jane@example.org', '--password-stdin'],
    'a long password 1',
  )
  writeFileSync(path('client'), 'the-client-secret')
  await run(dir.path, [
    'integration',
    'rotate',
    '1',
    '--client-secret-file',
    path('client'),
    '--overlap',
    '0s',
  ])
  return {
    path,
    here: (...words: string[]) => run(dir.path, words),
    there: (...words: string[]) => run(target, words),
    target,
    async exported(...options: string[]): Promise<string> {
      const file = path(`export-${options.join('')}.jsonl`)
      const { code, err } = await run(dir.path, ['export', '--output', file, ...options])
      if (code !== 0) throw new Error(err)
      return file
    },
    [Symbol.dispose]() {
      dir[Symbol.dispose]()
      folder[Symbol.dispose]()
    },
  }
}

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

/** Without when it was made. */
const bare = (text: string) => linesOf(text.replace(/"exportedAt":"[^"]*"/, '"exportedAt":""'))

describe('export', () => {
  test('prints what it is, what is kept, and its end, with times that people can read', async () => {
    using at = await setup()

    const { code, out, err } = await at.here('export')

    const lines = linesOf(out)
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({ navish: 'export', format: 1, settings: true, secrets: false })
    expect(lines.at(-1)).toEqual({ record: 'end', records: lines.length - 2 })
    const alert = lines.find(({ record }) => record === 'alert')
    expect(alert).toMatchObject({
      status: 'resolved',
      openedAt: expect.stringMatching(/^2026-.*Z$/),
    })
    expect(err).toMatch(
      /^Exported: settings 1, person 1, integration 1, channel 1, rule 1, key 2, alert 2, /,
    )
  })

  test('keeps secrets to itself, and says which there are', async () => {
    using at = await setup()

    const { out, err } = await at.here('export')

    for (const secret of ['Sekret-1', 'the-client-secret', 'argon2id', 'v1.']) {
      expect(out).not.toContain(secret)
    }
    const lines = linesOf(out)
    expect(lines.find(({ record }) => record === 'channel')).toMatchObject({
      secretNames: ['token'],
    })
    expect(lines.find(({ record }) => record === 'integration')).toMatchObject({ signed: true })
    expect(err).not.toContain('holds secrets')
  })

  test('gives secrets to whoever asks for them, in a file that nobody else can read', async () => {
    using at = await setup()
    const file = at.path('secret.jsonl')

    const { code, out, err } = await at.here('export', '--secrets', '--output', file)

    expect([code, out]).toEqual([0, ''])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(err).toContain(`${file} (mode 0600) holds secrets`)
    const text = readFileSync(file, 'utf8')
    for (const secret of ['Sekret-1', 'the-client-secret', '$argon2id$']) {
      expect(text).toContain(secret)
    }
    expect(existsSync(`${file}.part`)).toBe(false)
  })

  test('has payloads only when asked, word by word', async () => {
    using at = await setup()

    const { out } = await at.here('export', '--payloads', '--only', 'alerts')

    const events = linesOf(out).filter(({ record }) => record === 'event')
    expect(events.map(({ outcome }) => outcome)).toEqual(['opened', 'resolved', 'opened'])
    expect(JSON.parse(String(events[0]?.['payload']))).toMatchObject({ action: 'created' })
    expect(linesOf(out).some(({ record }) => record === 'channel')).toBe(false)
  })

  test('writes over no file, and needs a database', async () => {
    using at = await setup()
    const file = await at.exported()

    expect(await at.here('export', '--output', file)).toMatchObject({ code: 1 })
    expect(await at.there('export')).toMatchObject({ code: 1, out: '' })
    expect(existsSync(at.target)).toBe(false)
  })

  test('says which file could not be written where no file can be', async () => {
    using at = await setup()
    const below = join(await at.exported(), 'x.jsonl')

    const { code, err } = await at.here('export', '--output', below)

    expect(code).toBe(1)
    expect(err).toStartWith(`navish: ${below} could not be written: ENOTDIR`)
  })

  test.each([
    ['payloads of settings', ['export', '--payloads', '--only', 'settings']],
    ['a part that is none', ['export', '--only', 'people']],
    ['another server', ['export', '--server', 'http://127.0.0.1:1']],
    ['no file to import', ['import']],
    ['another server to import to', ['import', 'x', '--server', 'http://127.0.0.1:1']],
  ])('of %s is a mistake of usage', async (_, words) => {
    expect(await command(words)).toMatchObject({ code: 2, out: '' })
  })
})

describe('import', () => {
  test('with secrets makes another directory the same', async () => {
    using at = await setup()
    const file = await at.exported('--secrets')

    const { code, out, err } = await at.there('import', file)

    expect([code, err]).toEqual([0, `Began a new database in ${at.target}.\n`])
    expect(out).toMatch(/^people +1 +0 +0$/m)
    expect(out).toMatch(/^alerts +2 +0 +0$/m)
    const there = await at.there('export', '--secrets')
    const without = (text: string) => bare(text.replaceAll(/"eventId":"\d+"/g, '"eventId":null'))
    expect(without(there.out)).toEqual(without(readFileSync(file, 'utf8')))
    expect((await at.there('channel', 'show', '1', '--json')).json()).toMatchObject({
      enabled: true,
      secrets: ['token'],
    })
    expect((await at.there('integration', 'show', '1', '--json')).json()).toMatchObject({ id: '1' })
    expect((await at.there('audit', 'list')).out).toContain('Imported 2 alerts.')
  })

  test('without secrets says what is missing, and switches off what cannot work', async () => {
    using at = await setup()
    const file = await at.exported()

    const { code, err } = await at.there('import', file)

    expect(code).toBe(0)
    expect(err).toContain('Channel phones is switched off until it has its secrets again')
    expect(err).toContain('--secret-file token=FILE')
    expect(err).toContain('Integration sentry takes requests without a signature')
    expect((await at.there('channel', 'list', '--json')).json()).toMatchObject([
      { name: 'phones', enabled: false, secrets: [] },
    ])
  })

  test('twice changes nothing, and takes no secret away', async () => {
    using at = await setup()
    await at.there('import', await at.exported('--secrets'))

    const again = await at.there('import', await at.exported(), '--json')

    expect(again.json()).toMatchObject({
      dryRun: false,
      people: { created: 0, updated: 0, skipped: 1 },
      integrations: { created: 0, updated: 0, skipped: 1 },
      channels: { created: 0, updated: 0, skipped: 1 },
      rules: { created: 0, updated: 0, skipped: 1 },
      alerts: { created: 0, updated: 0, skipped: 2 },
      warnings: [],
    })
    expect((await at.there('channel', 'show', '1', '--json')).json()).toMatchObject({
      enabled: true,
      secrets: ['token'],
    })
  })

  test('that is only tried makes nothing at all', async () => {
    using at = await setup()

    const { code, out, err } = await at.there('import', await at.exported('--secrets'), '--dry-run')

    expect(code).toBe(0)
    expect(out).toMatch(/^channels +1 +0 +0$/m)
    expect(err).toEndWith('Nothing was changed: leave --dry-run out to do it.\n')
    expect(existsSync(at.target)).toBe(false)
  })

  test('does not send the secret of a channel to another place', async () => {
    using at = await setup()
    await at.there('import', await at.exported('--secrets'))
    const file = at.path('moved.jsonl')
    const text = readFileSync(await at.exported(), 'utf8')
    writeFileSync(file, text.replace('http://127.0.0.1:9', 'http://127.0.0.1:66'))

    const { code, err } = await at.there('import', file)

    expect(code).toBe(2)
    expect(err).toContain('Channel phones: serverUrl is another place')
  })

  test('leaves events in the file', async () => {
    using at = await setup()

    const { err } = await at.there('import', await at.exported('--payloads'))

    expect(err).toContain('3 events stay in the file')
  })

  test.each([
    ['is empty', () => '', 'is empty'],
    ['is something else', () => 'hello\n', 'line 1: It is no export of Navish'],
    ['is JSON of something else', () => '{}\n', 'line 1: It is no export of Navish'],
    [
      'is of a newer version',
      (text: string) => text.replace('"format":1', '"format":2'),
      'line 1: It was written by a newer Navish 0.1.0 (format 2, here 1): upgrade this one first.',
    ],
    [
      'was cut off',
      (text: string) => text.split('\n').slice(0, -2).join('\n'),
      'is not whole: its end is missing',
    ],
    [
      'was cut off in the middle of a line',
      (text: string) => text.slice(0, text.indexOf('"record":"alert"') + 20),
      'is not whole: its end is missing',
    ],
    [
      'misses a line',
      (text: string) => text.split('\n').toSpliced(2, 1).join('\n'),
      'is not whole: it should have',
    ],
    ['goes on after its end', (text: string) => `${text}{}\n`, 'Something follows after the end.'],
    [
      'has a record that there is not',
      (text: string) => text.replace('"record":"person"', '"record":"robot"'),
      'line 3: There is no record "robot" here.',
    ],
    [
      'has a field that there is not',
      (text: string) => text.replace('"role":', '"wings":true,"role":'),
      'line 3: person: wings is not known here.',
    ],
    [
      'has a time that is none',
      (text: string) => text.replace(/"openedAt":"[^"]*"/, '"openedAt":"yesterday"'),
      'alert: openedAt should be a time.',
    ],
    [
      'contradicts itself',
      (text: string) => text.replace('"resolvedBy":"sentry"', '"resolvedBy":null'),
      'alert: status, resolvedAt and resolvedBy contradict each other.',
    ],
    [
      'refers to what is not there',
      (text: string) => text.replace('"integrationId":"1"', '"integrationId":"7"'),
      'It refers to the integration 7, which is not there.',
    ],
    [
      'has an address that is none',
      (text: string) => text.replace('"email":"jane', '"email":"Jane'),
      'person: email should be an address in small letters.',
    ],
    [
      'has half a line',
      (text: string) => text.replace('"role":"admin"', '"role":'),
      'It is no JSON.',
    ],
  ])('of a file that %s is refused, and nothing is done', async (_, change, words) => {
    using at = await setup()
    const file = at.path('changed.jsonl')
    writeFileSync(file, change(readFileSync(await at.exported(), 'utf8')))

    const { code, out, err } = await at.there('import', file)

    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(words)
    expect(existsSync(at.target)).toBe(false)
  })

  test('of a file that is not there says so', async () => {
    using at = await setup()

    const { code, out, err } = await at.there('import', at.path('nothing'))

    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(`navish: There is no file ${at.path('nothing')}.\n`)
  })

  test('takes no text that a terminal would obey, and no link that leads astray', async () => {
    using at = await setup()
    const file = at.path('hostile.jsonl')
    const text = readFileSync(await at.exported(), 'utf8')
      .replace(/"title":"[^"]*"/, '"title":"\\u001b[31mred"')
      .replace(/"url":"[^"]*"/, '"url":"javascript:alert(1)"')
    writeFileSync(file, text)

    await at.there('import', file)

    const [, alert] = (await at.there('alert', 'list', '--json')).json<Line[]>()
    expect(alert).toMatchObject({ title: '[31mred', url: null })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { history, nextMigration, opened } from './store/history.ts'
import { buildBinary, endAll, eventually, runToEnd, serve, type Serving } from './support/binary.ts'
import { temporaryFolder } from './support/folder.ts'
import { startCollector } from './traces/collector.ts'
import { handMade, issueHook, metricHook, type Sent } from './support/requests.ts'

// The program as people run it: one file, in a folder where somebody else's configuration lies about.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await endAll()
  folder[Symbol.dispose]()
})

/** A place to run in: with a preload and a .env that must both be left alone. */
function place(name: string): { cwd: string } {
  const cwd = join(folder.path, name)
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'bunfig.toml'), 'preload = ["./evil.ts"]\n')
  writeFileSync(join(cwd, 'evil.ts'), 'process.exit(66)\n')
  writeFileSync(join(cwd, '.env'), 'NAVISH_DATA_DIR=/nowhere/at/all\nNAVISH_LOG_LEVEL=nonsense\n')
  return { cwd }
}

function tokenIn({ printed }: Serving): string {
  const token = /nvi_[0-9a-f]{40}/.exec(printed)?.[0]
  if (token === undefined) throw new Error(`no token in: ${printed}`)
  return token
}

async function post(url: string, sent: Sent): Promise<Response> {
  return fetch(url, { method: 'POST', ...sent, redirect: 'manual' })
}

async function json(cwd: string, ...args: string[]): Promise<unknown> {
  const { out, code, err } = await runToEnd([binary, ...args, '--json'], { cwd })
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

describe('the binary', () => {
  test('serves from an empty folder, and the first start shows a URL and a line to try it', async () => {
    const { cwd } = place('first')
    const server = await serve([binary], { cwd })
    const token = tokenIn(server)

    expect(server.printed).toContain(`${server.url}/v1/events/sentry/${token}`)
    const line = server.printed.split('\n').find((one) => one.trim().startsWith('curl '))
    const tried = await runToEnd(['/bin/sh', '-c', `${line?.trim()}`], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '' },
    })
    expect(JSON.parse(tried.out)).toEqual({ id: '1', status: 'accepted' })
    const alerts = await eventually(async () => {
      const found = (await json(cwd, 'alert', 'list')) as { title: string }[]
      return found.length > 0 ? found : undefined
    })
    expect(alerts).toMatchObject([{ title: 'It works: my first alert', status: 'open' }])

    expect(await server.end('SIGTERM')).toBe(0)
    const again = await serve([binary], { cwd })
    expect(again.printed).not.toContain('nvi_')
    expect(await again.end('SIGINT')).toBe(0)
    expect(readdirSync(join(cwd, 'navish-data')).toSorted()).toEqual(['navish.db', 'navish.lock'])
    expect(statSync(join(cwd, 'navish-data')).mode & 0o777).toBe(0o700)
    expect(statSync(join(cwd, 'navish-data/navish.db')).mode & 0o777).toBe(0o600)
  })

  test('tells Prometheus, and sends traces to who asked for them before it ends', async () => {
    const { cwd } = place('watched')
    await using collector = startCollector()
    const env = { NAVISH_OTLP_ENDPOINT: collector.endpoint, NAVISH_METRICS_TOKEN: 'm3trics' }
    const server = await serve([binary], { cwd, env })
    await post(`${server.url}/v1/events/sentry/${tokenIn(server)}`, issueHook('created'))

    const stranger = await fetch(`${server.url}/metrics`)
    const headers = { authorization: 'Bearer m3trics' }
    const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text()
    expect(await server.end('SIGTERM')).toBe(0)

    expect(stranger.status).toBe(401)
    expect(metrics).toContain('\nnavish_intake_requests_total{status="202",code="accepted"} 1\n')
    expect(metrics).toMatch(/\nnavish_build_info\{version="[\d.]+",commit="\w+",bun="[\d.]+"\} 1\n/)
    expect(collector.of('POST /v1/events/sentry/{token}')).toHaveLength(1)
  })

  test('answers as documented over a real socket', async () => {
    const { cwd } = place('answers')
    const server = await serve([binary], { cwd, env: { NAVISH_MAX_BODY: '10KiB' } })
    const url = `${server.url}/v1/events/sentry/${tokenIn(server)}`
    const of = async (response: Promise<Response>) => {
      const { status, headers } = await response
      return [status, headers.get('content-type')?.split(';')[0]]
    }
    const problem = 'application/problem+json'

    expect(await of(post(url, issueHook('created')))).toEqual([202, 'application/json'])
    expect(await of(post(`${url}/`, issueHook('created')))).toEqual([202, 'application/json'])
    expect(await of(post(url, handMade('{')))).toEqual([400, problem])
    expect(await of(post(url, handMade('{}', { 'Content-Type': 'text/plain' })))).toEqual([
      400,
      problem,
    ])
    expect(await of(post(`${url}x`, handMade('{')))).toEqual([401, problem])
    expect(await of(fetch(url))).toEqual([405, problem])
    expect((await fetch(url)).headers.get('allow')).toBe('POST')
    expect(await of(post(url, handMade(`{"a":"${'b'.repeat(20_000)}"}`)))).toEqual([413, problem])
    expect(await of(post(url, handMade('{}', { 'Content-Encoding': 'gzip' })))).toEqual([
      415,
      problem,
    ])
    expect(await of(fetch(`${server.url}/nothing`))).toEqual([404, problem])
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
      status: 'ready',
      checks: { database: { ok: true }, disk: { ok: true }, drain: { ok: true } },
    })
    expect((await runToEnd([binary, 'healthcheck'], { cwd })).code).toBe(0)

    expect(await server.end('SIGTERM')).toBe(0)
    const gone = await runToEnd([binary, 'healthcheck', '--url', server.url], { cwd })
    expect(gone.code).toBe(4)
  })

  test('keeps every event that it accepted when it is killed, and makes no alert twice', async () => {
    const { cwd } = place('killed')
    let server = await serve([binary], { cwd })
    const token = tokenIn(server)
    const accepted: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const url = `${server.url}/v1/events/sentry/${token}`
      const answers = Array.from({ length: 200 }, (_, index) =>
        // Those that the kill cuts off were never answered, and may be stored or not.
        post(url, metricHook('critical', { id: String(index) }))
          .then((response) => response.json() as Promise<{ id: string }>)
          .then(({ id }) => accepted.push(id))
          .catch(() => undefined),
      )
      await Promise.all(answers.slice(0, 50))
      expect(await server.end('SIGKILL')).toBeNull()
      await Promise.all(answers)
      server = await serve([binary], { cwd })
    }

    expect(accepted.length).toBeGreaterThanOrEqual(150)
    await eventually(async () => {
      const pending = (await json(cwd, 'event', 'list', '--state', 'pending')) as unknown[]
      return pending.length === 0 ? true : undefined
    })
    const events = (await json(cwd, 'event', 'list')) as { id: string; state: string }[]
    const stored = new Set(events.filter(({ state }) => state === 'done').map(({ id }) => id))
    expect(accepted.filter((id) => !stored.has(id))).toEqual([])
    const alerts = (await json(cwd, 'alert', 'list')) as { dedupKey: string }[]
    const keys = alerts.map(({ dedupKey }) => dedupKey)
    expect(new Set(keys).size).toBe(keys.length)

    expect(await server.end('SIGTERM')).toBe(0)
  }, 30_000)

  test('notices within a second what a command changed beside it', async () => {
    const { cwd } = place('beside')
    const server = await serve([binary], { cwd })
    const made = (await json(cwd, 'integration', 'create', 'second')) as {
      id: string
      token: string
      url: string
    }

    expect(Object.keys(made)).toEqual(['id', 'name', 'source', 'token', 'url'] as never)
    expect(made.url).toBe(`${server.url}/v1/events/sentry/${made.token}`)
    expect((await post(made.url, issueHook('created'))).status).toBe(202)
    const rotated = (await json(cwd, 'integration', 'rotate', made.id)) as { url: string }
    expect((await post(made.url, issueHook('created'))).status).toBe(401)
    expect((await post(rotated.url, issueHook('created'))).status).toBe(202)
    await json(cwd, 'integration', 'revoke', made.id)
    expect((await post(rotated.url, issueHook('created'))).status).toBe(401)

    await eventually(async () => {
      const done = (await json(cwd, 'event', 'list', '--state', 'done')) as unknown[]
      return done.length === 2 ? done : undefined
    })
    await json(cwd, 'event', 'replay', '1')
    const replayed = await eventually(async () => {
      const event = (await json(cwd, 'event', 'show', '1')) as { state: string }
      return event.state === 'done' ? event : undefined
    })
    expect(replayed).toMatchObject({ outcome: 'replayed', alertId: '1' })
    expect(await json(cwd, 'alert', 'show', '1')).toMatchObject({ eventCount: 2 })

    expect(await server.end('SIGTERM')).toBe(0)
  })

  test('makes backups by itself, says so when one fails, and when it is over', async () => {
    const { cwd } = place('backups')
    const server = await serve([binary], { cwd, env: { NAVISH_BACKUP_EVERY: '1s' } })
    const url = `${server.url}/v1/events/sentry/${tokenIn(server)}`
    await post(url, issueHook('created'))
    const backups = join(cwd, 'navish-data/backups')
    const list = () => json(cwd, 'backup', 'list') as Promise<{ file: string }[]>
    const warnings = async () =>
      ((await (await fetch(`${server.url}/readyz`)).json()) as { warnings: string[] }).warnings
    const alert = async () =>
      ((await json(cwd, 'alert', 'list')) as { dedupKey: string; status: string }[]).find(
        ({ dedupKey }) => dedupKey === 'navish-backup',
      )

    const [made] = await eventually(async () => {
      const found = await list()
      return found.length > 0 ? found : undefined
    })
    expect(await json(cwd, 'backup', 'verify', made?.file ?? '')).toMatchObject({
      checked: 'whole',
      events: 1,
      use: 'as it is',
    })
    rmSync(backups, { recursive: true })
    writeFileSync(backups, 'in the way')
    const failed = await eventually(async () =>
      (await warnings()).includes('The backup failed') ? alert() : undefined,
    )
    expect(failed).toMatchObject({ status: 'open' })
    rmSync(backups)
    await eventually(async () => ((await warnings()).length === 0 ? true : undefined))
    expect(await alert()).toMatchObject({ status: 'resolved' })
    expect(await server.end('SIGTERM')).toBe(0)
    expect(readdirSync(backups).filter((name) => name.includes('.part'))).toEqual([])
  }, 30_000)

  test('refuses a database of a newer version, and changes nothing of it', async () => {
    const { cwd } = place('newer')
    const dataDir = join(cwd, 'navish-data')
    opened(dataDir, [...history, nextMigration])[Symbol.dispose]()
    mkdirSync(join(dataDir, 'backups'))
    const before = readFileSync(join(dataDir, 'navish.db')).toString('latin1')

    const { code, out, err } = await runToEnd([binary, 'serve', '--port', '0'], { cwd })

    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err.split('\n').filter((line) => line.startsWith('navish: '))).toEqual([
      'navish: This database was made by a newer version of Navish (it has "9999_colour"). Use that version, or restore a backup made before the upgrade.',
    ])
    expect(readFileSync(join(dataDir, 'navish.db')).toString('latin1')).toBe(before)
    expect(readdirSync(join(dataDir, 'backups'))).toEqual([])
    expect(readdirSync(dataDir).filter((name) => name.startsWith('navish-'))).toEqual([])
  })

  test('does not share a data directory with another server', async () => {
    const { cwd } = place('shared')
    const server = await serve([binary], { cwd })

    const second = await runToEnd([binary, 'serve', '--port', '0'], { cwd })

    expect(second).toMatchObject({ code: 1, out: '' })
    expect(second.err).toContain('Another Navish serves')
    expect(await server.end('SIGTERM')).toBe(0)
  })

  test('a long list arrives whole, also in a slow pipe, and a short reader is no failure', async () => {
    const { cwd } = place('pipes')
    const server = await serve([binary], { cwd })
    const url = `${server.url}/v1/events/sentry/${tokenIn(server)}`
    const ids = Array.from({ length: 900 }, (_, index) => index)
    await Promise.all(ids.map((id) => post(url, metricHook('critical', { id: String(id) }))))
    expect(await server.end('SIGTERM')).toBe(0)
    const shell = (line: string) =>
      runToEnd(['/bin/sh', '-c', line], { cwd, env: { PATH: process.env['PATH'] ?? '' } })

    const slow = await shell(`${binary} event list --json | (sleep 0.3; cat)`)
    expect(JSON.parse(slow.out)).toHaveLength(900)
    const short = await shell(`${binary} event list | head -1`)
    expect(short).toMatchObject({ code: 0, err: '' })
    expect(short.out).toStartWith('ID ')
    const full = await shell(`${binary} event list >/dev/full`)
    expect(full.code).toBe(1)
    expect(full.err).toContain('the output could not be written')
  })

  test('moves to another folder, looks whether all is well there, and completes in a shell', async () => {
    const { cwd } = place('moving')
    const server = await serve([binary], { cwd })
    await post(`${server.url}/v1/events/sentry/${tokenIn(server)}`, issueHook('created'))
    await eventually(async () => ((await json(cwd, 'alert', 'list')) as unknown[])[0])
    const run = (...args: string[]) => runToEnd([binary, ...args], { cwd })

    const exported = await run('export', '--secrets', '--output', 'moving.jsonl')
    const looked = (await json(cwd, 'config', 'print')) as { dataDir: string }
    expect(await server.end('SIGTERM')).toBe(0)

    expect(exported).toMatchObject({ code: 0, out: '' })
    expect(looked.dataDir).toStartWith(cwd)
    const imported = await run('import', 'moving.jsonl', '--data-dir', 'elsewhere')
    expect(imported.out).toMatch(/^alerts +1 +0 +0$/m)
    const doctor = await run('doctor', '--data-dir', 'elsewhere')
    expect(doctor.out).toMatch(/^ok +damage /m)
    expect((await run('completion', 'bash')).out).toEndWith('complete -F _navish navish\n')
  })

  test('says what it is', async () => {
    const { cwd } = place('version')

    expect(await json(cwd, 'version')).toMatchObject({ version: '0.1.0', bun: Bun.version })
  })
})

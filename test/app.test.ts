import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { startApp } from '../src/app.ts'
import { systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config/config.ts'
import { createKeys } from '../src/secrets/key.ts'
import { openSqliteStore } from '../src/store/sqlite/store.ts'
import { history, opened } from './store/history.ts'
import { temporaryFolder } from './support/folder.ts'
import { createTestLog } from './support/log.ts'
import { issueHook, metricHook } from './support/requests.ts'

function start(dataDir: string, secretKey?: string) {
  const flags = secretKey === undefined ? {} : { secretKey }
  const { config } = readConfig({ dataDir, port: '0', ...flags }, {})
  const { log, lines, text } = createTestLog()
  return startApp({ config, clock: systemClock, log }).then((app) =>
    Object.assign(app, { lines, logText: text }),
  )
}

/** Lets everything run that is due now, timers apart. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
}

test('an accepted event is drained within milliseconds, not at the next look at the outbox', async () => {
  using folder = temporaryFolder()
  const app = await start(folder.path)
  const url = `${app.url}/v1/events/sentry/${app.firstToken}`

  await fetch(url, { method: 'POST', ...issueHook('created') })
  const taken = () => app.lines.some(({ msg }) => msg === 'alert opened')
  const until = performance.now() + 250
  while (!taken() && performance.now() < until) await turns(10)

  expect(app.lines).toContainEqual(expect.objectContaining({ msg: 'alert opened', alertId: '1' }))
  await app.stop()
})

test('says which steps an upgrade of the database took, and nothing of a new one', async () => {
  using folder = temporaryFolder()
  opened(folder.path, history.slice(0, -2))[Symbol.dispose]()

  for (const steps of [[history.slice(-2).map(({ name }) => name)], []]) {
    const app = await start(folder.path)
    const said = app.lines.filter(({ msg }) => msg === 'database upgraded')
    expect(said.map((line) => line['steps'])).toEqual(steps.map((names) => names.join(' ')))
    await app.stop()
  }
})

test('what a crash left in the outbox is taken up at the next start', async () => {
  using folder = temporaryFolder()
  const before = await start(folder.path)
  await before.stop()
  // As a server leaves it that was killed between its answer and the drain.
  const store = openSqliteStore({ dataDir: folder.path, prepare: false, now: 0 })
  const { headers, body } = metricHook('critical')
  await store.append([
    {
      integrationId: '1',
      receivedAt: 5000,
      resource: 'metric_alert',
      action: 'critical',
      headers: { 'sentry-hook-resource': headers['Sentry-Hook-Resource'] ?? '' },
      payload: Buffer.from(body),
      replayKey: null,
    },
  ])
  await store.close()

  const app = await start(folder.path)
  await turns(10)
  await app.stop()

  const after = openSqliteStore({ dataDir: folder.path, prepare: false, now: 0 })
  expect((await after.listAlerts({}, { limit: 10 })).items).toMatchObject([
    { dedupKey: 'sentry-metric-31', openedAt: 5000 },
  ])
  expect(await after.countPending()).toBe(0)
  await after.close()
})

test('a stop drains what is short, and leaves nothing behind but the database', async () => {
  using folder = temporaryFolder()
  const app = await start(folder.path)
  const url = `${app.url}/v1/events/sentry/${app.firstToken}`

  const answers = await Promise.all(
    Array.from({ length: 150 }, (_, index) =>
      fetch(url, { method: 'POST', ...metricHook('critical', { id: String(index) }) }),
    ),
  )
  await app.stop()

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
  const store = openSqliteStore({ dataDir: folder.path, prepare: false, now: 0 })
  expect(await store.countPending()).toBe(0)
  expect((await store.listAlerts({}, { limit: 1000 })).items).toHaveLength(150)
  await store.close()
  expect(existsSync(join(folder.path, 'server.json'))).toBe(false)
})

test('the logs of a day hold no token', async () => {
  using folder = temporaryFolder()
  const app = await start(folder.path)
  const url = `${app.url}/v1/events/sentry/${app.firstToken}`

  await fetch(url, { method: 'POST', ...issueHook('created') })
  await fetch(url, { method: 'POST', body: '{' })
  await fetch(`${url}/deeper`)
  await app.stop()

  expect(app.logText()).toContain('event refused')
  expect(app.logText()).not.toContain('nvi_')
  expect(app.logText()).not.toContain('cart is undefined')
})

test('a port that is taken is said in a sentence, and uses up no token', async () => {
  using folder = temporaryFolder()
  using other = temporaryFolder()
  const app = await start(folder.path)
  const { config } = readConfig({ dataDir: other.path, port: new URL(app.url).port }, {})
  const { log } = createTestLog()

  const second = startApp({ config, clock: systemClock, log })

  expect(second).rejects.toThrow(`Cannot listen on 127.0.0.1:${config.port}`)
  await second.catch(() => undefined)
  await app.stop()
  const again = await start(other.path)
  expect(again.firstToken).toStartWith('nvi_')
  await again.stop()
})

test('a start that fails after it listens lets go of the port, and uses up no token', async () => {
  using folder = temporaryFolder()
  mkdirSync(join(folder.path, 'server.json'))

  await start(folder.path).then(
    () => expect.unreachable(),
    (error: unknown) => expect(String(error)).toContain('EISDIR'),
  )

  rmdirSync(join(folder.path, 'server.json'))
  const again = await start(folder.path)
  expect(again.firstToken).toStartWith('nvi_')
  await again.stop()
})

test('a server that was given a secret key says so to the commands beside it', async () => {
  using folder = temporaryFolder()
  const app = await start(folder.path, 'a passphrase of more than 32 characters')
  await app.stop()

  const keys = createKeys({ configured: null, dataDir: folder.path })
  expect(() => keys.toSeal()).toThrow('The server was given a secret key')
})

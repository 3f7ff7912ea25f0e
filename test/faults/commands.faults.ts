import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary, runToEnd } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { processFacts, spread, startServer, until } from './hostile-server.ts'
import { startLoad } from './signals-load.ts'

// A person works beside a server that is busy: both write to one file.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
})

afterAll(() => folder[Symbol.dispose]())

/** A command waits this long (ms) for its turn to write, and then fails. */
const busyLimit = 5_000

interface Ran {
  what: string
  code: number
  ms: number
  err: string
}

/** Gives back a function that runs a command in this directory, notes how it went, and parses what it printed. */
function commandsIn(cwd: string, ran: Ran[]) {
  return async <T>(...args: string[]): Promise<T> => {
    const started = performance.now()
    const { code, out, err } = await runToEnd([binary, ...args, '--json'], { cwd })
    const what = args.slice(0, 2).join(' ')
    ran.push({ what, code, ms: performance.now() - started, err })
    return (code === 0 ? JSON.parse(out) : {}) as T
  }
}

type Run = ReturnType<typeof commandsIn>
type Task = (run: Run, alertId: string, eventId: string) => Promise<unknown>

/** What people do at the same time; each gets an alert and an event that nobody else touches. */
const tasks: Task[] = [
  (run) => run('alert', 'list', '--limit', '100'),
  (run) => run('event', 'list', '--limit', '100'),
  async (run, alertId) => {
    await run('alert', 'ack', alertId)
    await run('alert', 'snooze', alertId, '--for', '1h')
    await run('alert', 'note', alertId, 'seen')
    await run('alert', 'resolve', alertId, '--reason', 'done')
  },
  async (run, _, eventId) => {
    await run('event', 'show', eventId)
    await run('event', 'replay', eventId)
  },
  async (run) => {
    const { id } = await run<{ id: string }>('integration', 'create', 'beside')
    await run('integration', 'list')
    await run('integration', 'rotate', id, '--overlap', '1h')
    await run('integration', 'revoke', id)
  },
]

test('no command waits its limit out beside a full load, and none of them costs an event', async () => {
  const cwd = join(folder.path, 'load')
  mkdirSync(cwd)
  await using server = await startServer({ binary, cwd })
  const ran: Ran[] = []
  const run = commandsIn(cwd, ran)
  // The alerts and events that the commands work on are there before.
  const first = startLoad(server.port, server.path, 32)
  await until(() => first.sendings.length > 500)
  await first.stop()
  await until(
    async () => (await run<unknown[]>('event', 'list', '--state', 'pending')).length === 0,
  )
  const alertIds = (await run<{ id: string }[]>('alert', 'list')).map(({ id }) => id)
  const eventIds = (await run<{ id: string }[]>('event', 'list')).map(({ id }) => id)
  ran.length = 0

  const load = startLoad(server.port, server.path, 32)
  const from = performance.now()
  const length = rounds(5_000, 120_000)
  const people = tasks.map(async (task) => {
    while (performance.now() - from < length) {
      await task(run, alertIds.pop() ?? '', eventIds.pop() ?? '')
    }
  })
  await Promise.all(people)
  const seconds = (performance.now() - from) / 1000
  await load.stop()

  for (const [what, runs] of Map.groupBy(ran, (one) => one.what)) {
    tell(what, { runs: runs.length, ...spread(runs.map(({ ms }) => ms)) })
  }
  const { p50, max } = spread(load.sendings.map(({ ms }) => ms))
  const rate = Math.round(load.sendings.length / seconds)
  tell('intake meanwhile', { rate, p50, max, ...processFacts(server.pid) })
  expect(ran.filter(({ code }) => code !== 0)).toEqual([])
  expect(ran.filter(({ ms }) => ms >= busyLimit)).toEqual([])
  expect(new Set(ran.map(({ what }) => what)).size).toBe(12)
  expect(load.sendings.filter(({ status }) => status !== 202)).toEqual([])
  expect(load.sendings.length).toBeGreaterThan(500)
})

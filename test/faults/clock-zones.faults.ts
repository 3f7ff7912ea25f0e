import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary, runToEnd } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook } from '../support/requests.ts'
import { isLong, tell } from './case.ts'
import { buildShim, createShimClock, hasShim } from './clock-shim.ts'
import { startServer, until } from './hostile-server.ts'

// The compiled program in the zones of the world: what it prints for other programs is UTC in all of them.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
})

afterAll(() => folder[Symbol.dispose]())

/** Zones, each with local noon of 1 January 2030 in UTC: that it differs shows that the zone is in force. */
const zones = [
  ['UTC', '2030-01-01T12:00:00.000Z'],
  ['Pacific/Kiritimati', '2029-12-31T22:00:00.000Z'],
  ['America/St_Johns', '2030-01-01T15:30:00.000Z'],
  ['Asia/Kathmandu', '2030-01-01T06:15:00.000Z'],
  ['Etc/GMT+12', '2030-01-02T00:00:00.000Z'],
] as const

/** Everything in a printed document that looks like a time, however deep. */
function timesIn(document: string): string[] {
  return document.match(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"\\ ]*/g) ?? []
}

const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** What a person or a program asks for, in this zone. */
async function printed(cwd: string, env: Record<string, string>): Promise<string> {
  const asked = ['alert list', 'alert show 1', 'event list', 'integration list']
  const answers: string[] = []
  for (const words of asked) {
    const { out, err, code } = await runToEnd([binary, ...words.split(' '), '--json'], { cwd, env })
    if (code !== 0) throw new Error(err)
    answers.push(out)
  }
  return answers.join('')
}

function place(name: string): string {
  const cwd = join(folder.path, name.replaceAll(/\W+/g, '-'))
  mkdirSync(cwd)
  return cwd
}

async function send(url: string, action: string, lastSeen: string): Promise<void> {
  const { headers, body } = issueHook(action, { lastSeen })
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(202)
}

async function drained(cwd: string, events: number): Promise<void> {
  const list = ['event', 'list', '--state', 'done', '--json']
  const done = async () => {
    const { out } = await runToEnd([binary, ...list], { cwd })
    return (JSON.parse(out) as unknown[]).length === events
  }
  await until(done, 5_000)
}

test.each(zones)('in %s times are UTC, and the same as everywhere', async (zone, noon) => {
  const cwd = place(zone)
  const env = { TZ: zone }
  const before = new Date().toISOString()
  {
    await using server = await startServer({ binary, cwd, env })
    const url = `${server.url}${server.path}`
    // Without an offset it is meant as UTC, also where the local clock has no such time.
    await send(url, 'created', '2026-03-08T02:15:00')
    await send(url, 'resolved', '2026-03-08T02:30:00.000000Z')
    await send(url, 'created', '2026-03-08T02:20:00')
    await send(url, 'created', '2026-03-08T04:45:00+02:00')
    await drained(cwd, 4)
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  }
  const { err, code } = await runToEnd(
    [binary, 'alert', 'snooze', '2', '--until', '2030-01-01T12:00', '--by', 'jane'],
    { cwd, env },
  )
  expect({ code, err }).toEqual({ code: 0, err: `Alert 2: Snoozed until ${noon}\n` })

  const here = await printed(cwd, env)
  const times = timesIn(here)
  expect(times.length).toBeGreaterThan(15)
  expect(times.filter((time) => !utc.test(time))).toEqual([])
  const after = new Date().toISOString()
  expect(times.filter((time) => time !== noon && (time < before || time > after))).toEqual([])
  expect(await printed(cwd, { TZ: 'UTC' })).toBe(here)
  if (isLong) for (const [other] of zones) expect(await printed(cwd, { TZ: other })).toBe(here)
  const events = JSON.parse(
    (await runToEnd([binary, 'event', 'list', '--json'], { cwd, env })).out,
  ) as { outcome: string }[]
  expect(events.map(({ outcome }) => outcome).toReversed()).toEqual([
    'opened',
    'resolved',
    'late',
    'opened',
  ])
  tell('zone', { zone, times: times.length })
})

if (!hasShim) tell('SKIPPED', { 'changes of summer time': 'no C compiler here, or no Linux' })

describe.skipIf(!hasShim)('while summer time', () => {
  test.each([
    ['begins', 'America/St_Johns', Date.UTC(2026, 2, 8, 5, 30)],
    ['ends', 'America/St_Johns', Date.UTC(2026, 10, 1, 4, 30)],
    ['ends, by half an hour,', 'Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15)],
  ])('%s in %s, events are taken and times go on', async (what, zone, change) => {
    const cwd = place(`${what} ${zone}`)
    using clock = createShimClock(await buildShim(cwd), join(cwd, 'clock'))
    const env = { ...clock.env, TZ: zone }
    clock.offBy(change - 60_000 - Date.now())
    await using server = await startServer({ binary, cwd, env })
    clock.offBy(change - 500 - Date.now())
    const answered: number[] = []
    while (clock.now() < change + 500) {
      await send(`${server.url}${server.path}`, 'created', new Date(clock.now()).toISOString())
      answered.push(clock.now())
      await Bun.sleep(50)
    }
    await drained(cwd, answered.length)
    const { out } = await runToEnd([binary, 'event', 'list', '--json'], { cwd, env })
    const events = (JSON.parse(out) as { receivedAt: string }[]).toReversed()
    const received = events.map(({ receivedAt }) => Date.parse(receivedAt))

    expect(events.every(({ receivedAt }) => utc.test(receivedAt))).toBe(true)
    expect(received).toEqual(received.toSorted((a, b) => a - b))
    expect(received.filter((at) => at < change).length).toBeGreaterThan(0)
    expect(received.filter((at) => at >= change).length).toBeGreaterThan(0)
    // Each at the moment at which it was answered: no hour was added or taken.
    expect(received.filter((at, index) => Math.abs(at - (answered[index] ?? 0)) > 500)).toEqual([])
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    tell('summer time', { what, zone, events: events.length })
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  })
})

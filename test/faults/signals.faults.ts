import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary, runToEnd } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { startServer, until, type FaultServer } from './hostile-server.ts'
import { answersOf, open, requestOf, startLoad, type Sending } from './signals-load.ts'

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
})

afterAll(() => folder[Symbol.dispose]())

/** So long (ms) may an orderly end take, whatever connections are open. */
const longestStop = 5_000

function place(name: string): string {
  const cwd = join(folder.path, name)
  mkdirSync(cwd)
  return cwd
}

/** Ends the server and tells its exit code and how long that took. */
async function end(server: FaultServer, signal: NodeJS.Signals) {
  const started = performance.now()
  server.kill(signal)
  const code = await server.exited
  return { code, ms: Math.round(performance.now() - started) }
}

/** The ids of all incidents that have an alert, once a server has worked off what is left. */
async function keptIn(cwd: string, token: string): Promise<Set<string>> {
  await using server = await startServer({ binary, cwd, token })
  const json = async (...args: string[]) => {
    const { out, code, err } = await runToEnd([binary, ...args, '--json'], { cwd })
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as { dedupKey: string }[]
  }
  await until(async () => (await json('event', 'list', '--state', 'pending')).length === 0)
  const alerts = await json('alert', 'list', '--limit', '100000')
  expect(await end(server, 'SIGTERM')).toMatchObject({ code: 0 })
  return new Set(alerts.map(({ dedupKey }) => dedupKey.replace('sentry-metric-', '')))
}

/**
 * What was promised of these requests. One that is stored was read, so it must be answered; one that was sent long before the
 * signal was read, too. What meets a connection that the server closes at that moment was never read: nothing can be promised
 * for it but that nothing of it is kept, so that its sender is right to send it again.
 */
function judge(sendings: readonly Sending[], kept: Set<string>, signalAt: number) {
  const unanswered = sendings.filter(({ status }) => status === null)
  return {
    answered: sendings.filter(({ status }) => status === 202).length,
    otherwise: sendings.filter(({ status }) => status !== null && status !== 202).length,
    lost: sendings.filter(({ id, status }) => status === 202 && !kept.has(id)).length,
    keptInSilence: unanswered.filter(({ id }) => kept.has(id)).length,
    unansweredFromBefore: unanswered.filter(
      ({ sentAt }) => sentAt !== null && sentAt < signalAt - 50,
    ).length,
    metTheClose: unanswered.length,
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s under load: what was read is answered, what was answered is kept, and it ends with 0',
  async (signal) => {
    for (let round = 0; round < rounds(1, 25); round += 1) {
      const cwd = place(`${signal}-${round}`)
      await using server = await startServer({ binary, cwd })
      const load = startLoad(server.port, server.path, 100)
      await until(() => load.sendings.length > 500)
      await Bun.sleep(50 + Math.random() * 300)

      const signalAt = performance.now()
      const { code, ms } = await end(server, signal)
      await load.stop()
      const found = judge(load.sendings, await keptIn(cwd, server.token), signalAt)
      tell(`${signal} under load`, { ms, ...found })

      expect(code).toBe(0)
      expect(ms).toBeLessThan(longestStop)
      expect(found).toMatchObject({
        otherwise: 0,
        lost: 0,
        keptInSilence: 0,
        unansweredFromBefore: 0,
      })
      expect(found.answered).toBeGreaterThan(400)
    }
  },
)

/** Connections as they lie about: never used, used and kept, and with a half-sent head or body. */
async function looseConnections(server: FaultServer) {
  const whole = requestOf(server.path, 'loose')
  const opened = await Promise.all(Array.from({ length: 40 }, () => open(server.port)))
  const sockets = opened.filter((socket) => socket !== null)
  expect(sockets).toHaveLength(40)
  for (const [index, socket] of sockets.entries()) {
    const answer = answersOf(socket)
    if (index % 4 === 1) {
      socket.write(whole)
      expect(await answer()).toBe(202)
    }
    if (index % 4 === 2) socket.write(whole.slice(0, 40))
    if (index % 4 === 3) socket.write(whole.slice(0, -20))
  }
  await Bun.sleep(100)
  return {
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

test('idle connections and half-sent requests do not hold up its end', async () => {
  await using server = await startServer({ binary, cwd: place('loose') })
  using _ = await looseConnections(server)

  const { code, ms } = await end(server, 'SIGTERM')
  tell('SIGTERM with 20 idle and 20 half-sent', { ms })

  expect(code).toBe(0)
  expect(ms).toBeLessThan(longestStop)
})

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'a second %s ends it at once with %d, and nothing that was answered is lost',
  async (signal, expected) => {
    const cwd = place(`twice-${signal}`)
    await using server = await startServer({ binary, cwd })
    // Something that it waits for, so that the second signal finds it on its way.
    using _ = await looseConnections(server)
    const load = startLoad(server.port, server.path, 100)
    await until(() => load.sendings.length > 500)

    server.kill(signal)
    await Bun.sleep(200)
    const { code, ms } = await end(server, signal)
    await load.stop()
    const { answered, lost } = judge(load.sendings, await keptIn(cwd, server.token), 0)
    tell(`${signal} twice`, { ms, code: code ?? -1, answered, lost })

    expect(code).toBe(expected)
    expect(ms).toBeLessThan(500)
    expect(answered).toBeGreaterThan(400)
    expect(lost).toBe(0)
  },
)

test('a second server on a directory in use says so and ends with 1; after the first it starts', async () => {
  const cwd = place('shared')
  await using first = await startServer({ binary, cwd })

  const second = await runToEnd([binary, 'serve', '--port', '0'], { cwd })
  const answer = await fetch(`${first.url}/readyz`)

  expect(second).toMatchObject({ code: 1, out: '' })
  expect(second.err).toContain('Another Navish serves')
  expect(answer.status).toBe(200)
  expect(await end(first, 'SIGTERM')).toMatchObject({ code: 0 })
  await using third = await startServer({ binary, cwd, token: first.token })
  expect((await fetch(`${third.url}/readyz`)).status).toBe(200)
  expect(await end(third, 'SIGTERM')).toMatchObject({ code: 0 })
})

import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientSecret } from '../support/requests.ts'
import { runToEnd, type Finished } from '../support/binary.ts'

/** Where one server lives: its program, its data, and a folder for what it logs. */
export interface Place {
  binary: string
  dataDir: string
  /** A folder beside the data, for logs and secrets. */
  beside: string
  env?: Record<string, string>
}

/** A server that says where it listens. */
export interface Killable {
  pid: number
  url: string
  /** The token that it showed, on the first start. */
  token: string | undefined
  /** Like a crash: nothing in it runs any more. */
  kill(): Promise<void>
  /** Asks it to end, and gives its exit code. */
  end(): Promise<number | null>
  /** What it logged, as text. */
  log(): string
}

/** It ended instead of serving. */
export interface Refusal {
  code: number | null
  err: string
}

const running = new Set<Bun.Subprocess>()
let starts = 0

/** Ends what a failed case left running. */
export async function killAll(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL')
    await child.exited
  }
}

/** Starts the program without waiting for anything. What it logs goes to a file: a pipe that nobody reads would hold it up. */
export function spawnServer({ binary, dataDir, beside, env = {} }: Place) {
  mkdirSync(beside, { recursive: true })
  starts += 1
  const logFile = join(beside, `${starts}.log`)
  const file = openSync(logFile, 'a')
  const child = Bun.spawn([binary, 'serve', '--port', '0', '--data-dir', dataDir], {
    cwd: beside,
    env: { PATH: '', ...env },
    stdout: 'pipe',
    stderr: file,
  })
  closeSync(file)
  running.add(child)
  void child.exited.then(() => running.delete(child))
  return { child, log: () => readFileSync(logFile, 'utf8') }
}

/** Starts a server and waits until it says where it listens, or ended. */
export async function tryStart(place: Place): Promise<Killable | Refusal> {
  const { child, log } = spawnServer(place)
  // A start that hangs is killed, and seen as one that ended by a signal.
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 20_000)
  let printed = ''
  let url: string | undefined
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  while (url === undefined) {
    const { value, done } = await reader.read()
    if (done) {
      await child.exited
      clearTimeout(tooLong)
      return { code: child.exitCode, err: log() }
    }
    printed += value
    url = /http:\/\/127\.0\.0\.1:\d+(?= )/.exec(printed)?.[0]
  }
  clearTimeout(tooLong)
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await child.exited
    return child.exitCode
  }
  return {
    pid: child.pid,
    url,
    token: tokenIn(printed),
    kill: async () => void (await stop('SIGKILL')),
    end: () => stop('SIGTERM'),
    log,
  }
}

/** Starts a server that must start. */
export async function start(place: Place): Promise<Killable> {
  const found = await tryStart(place)
  if ('url' in found) return found
  throw new Error(`it ended with ${found.code}: ${found.err}`)
}

export function tokenIn(printed: string): string | undefined {
  return /nvi_[0-9a-f]{40}/.exec(printed)?.[0]
}

/** Runs one command on the data of the place. */
export async function navish(
  { binary, dataDir, beside, env = {} }: Place,
  ...args: string[]
): Promise<Finished> {
  return runToEnd([binary, ...args, '--data-dir', dataDir], { cwd: beside, env })
}

/** What a command prints with `--json`. */
export async function ask<T>(place: Place, ...args: string[]): Promise<T> {
  const { code, out, err } = await navish(place, ...args, '--json')
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out) as T
}

/** Makes an integration whose requests must be signed, and gives the path that they are posted to. */
export async function signedPath(place: Place): Promise<string> {
  const file = join(place.beside, 'secret')
  await Bun.write(file, clientSecret)
  const { token } = await ask<{ token: string }>(
    place,
    'integration',
    'create',
    'signed',
    '--client-secret-file',
    file,
  )
  return pathOf(token)
}

export function pathOf(token: string): string {
  return `/v1/events/sentry/${token}`
}

import { join } from 'node:path'
import { readdirSync, readFileSync } from 'node:fs'

// The compiled program as the cases meet it: by its port, its commands, its signals, and what the system says of its process.

/** A server that runs until its end, or until the case is over. */
export interface FaultServer extends AsyncDisposable {
  pid: number
  url: string
  port: number
  token: string
  /** Path of the webhook URL. */
  path: string
  /** Resolves with the exit code, or null when a signal ended it. */
  exited: Promise<number | null>
  kill(signal: NodeJS.Signals): void
  /** What it logged so far. */
  log(): string
}

export interface ServerOptions {
  binary: string
  cwd: string
  env?: Record<string, string>
  /** The token of a start before this one: it is printed only once. */
  token?: string
}

let starts = 0

/** Starts the binary and waits until it says where it listens. Its log goes to a file, so that no full pipe holds it up. */
export async function startServer(options: ServerOptions): Promise<FaultServer> {
  const { binary, cwd, env = {} } = options
  starts += 1
  const logFile = join(cwd, `server-${starts}.log`)
  const child = Bun.spawn([binary, 'serve', '--port', '0'], {
    cwd,
    env: { PATH: '', ...env },
    stdout: 'pipe',
    stderr: Bun.file(logFile),
  })
  const log = () => readFileSync(logFile, 'utf8')
  let printed = ''
  let url: string | undefined
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  while (url === undefined) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the server ended: ${log()}`)
    printed += value
    url = /http:\/\/127\.0\.0\.1:\d+(?= )/.exec(printed)?.[0]
  }
  const token = /nvi_[0-9a-f]{40}/.exec(printed)?.[0] ?? options.token
  if (token === undefined) throw new Error(`no token in: ${printed}`)
  const exited = child.exited.then(() => child.exitCode)
  return {
    pid: child.pid,
    url,
    port: Number(new URL(url).port),
    token,
    path: `/v1/events/sentry/${token}`,
    exited,
    kill: (signal) => child.kill(signal),
    log,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** The most memory (MB) that the process ever had, and how many file descriptors it has open. */
export function processFacts(pid: number): { peakMb: number; descriptors: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])
  return {
    peakMb: Math.round(peakKb / 1024),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  }
}

/** The middle and the largest of some lengths of time, in whole ms. */
export function spread(times: readonly number[]): { p50: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b)
  return {
    p50: Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN),
    max: Math.round(sorted.at(-1) ?? Number.NaN),
  }
}

/** Asks again until it is so; says in the end that it never was. */
export async function until(ask: () => boolean | Promise<boolean>, patience = 10_000) {
  const end = performance.now() + patience
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`it was not so within ${patience} ms`)
    await Bun.sleep(20)
  }
}

import { closeSync, openSync } from 'node:fs'

// Every process of a run is started here, so that none is left behind however the run ends.

const running = new Set<Bun.Subprocess>()

/** Ends what still runs, each by its own process id. At once, so that nothing can be started meanwhile. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** Ends what a case that failed left running, and waits until it is gone. */
export async function endAll(): Promise<void> {
  killAll()
  await Promise.all(Array.from(running, ({ exited }) => exited))
}

function keep(child: Bun.Subprocess): void {
  running.add(child)
  void child.exited.then(() => running.delete(child))
}

export interface Surroundings {
  cwd: string
  env?: Record<string, string>
  /** Asks it to end early, as Ctrl-C would. */
  cut?: AbortSignal
  /** What it reads. */
  input?: string
}

/** Runs a program to its end and gives what it printed; throws what it complained about when it failed. */
export async function run(
  command: string[],
  { cwd, env = {}, cut, input = '' }: Surroundings,
): Promise<string> {
  const child = Bun.spawn(command, {
    cwd,
    env,
    stdin: new Blob([input]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  keep(child)
  cut?.addEventListener('abort', () => child.kill('SIGINT'))
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${err || out}`)
  return out
}

export interface Ran {
  out: string
  /** From the start of the process to its end. */
  ms: number
  /** MB (10^6 bytes) that were resident at most. */
  peak: number
}

/** The same, and what it took. */
export async function runMeasured(command: string[], cwd: string): Promise<Ran> {
  const began = performance.now()
  const child = Bun.spawn(command, { cwd, env: {}, stdout: 'pipe', stderr: 'pipe' })
  keep(child)
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${err || out}`)
  const peak = (child.resourceUsage()?.maxRSS ?? Number.NaN) / 1e6
  return { out, ms: performance.now() - began, peak }
}

export interface Listening {
  pid: number
  url: string
  /** What was printed up to the line that tells the URL. */
  printed: string
  /** Asks it to end and waits for that; throws when it ends with an error, or not at all. */
  end(): Promise<void>
}

export interface Starting {
  pid: number
  /** Resolves when it has said where it listens. */
  listening: Promise<Listening>
  end(): Promise<void>
}

/** Starts a server, whose standard error goes to a file: a pipe that nobody reads would become part of what is measured. */
export function start(command: string[], { cwd, log }: { cwd: string; log: string }): Starting {
  const file = openSync(log, 'a')
  const child = Bun.spawn(command, { cwd, env: {}, stdout: 'pipe', stderr: file })
  closeSync(file)
  keep(child)
  const { pid } = child

  async function end(): Promise<void> {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
    const code = await child.exited
    clearTimeout(late)
    if (code !== 0) throw new Error(`the server ended with ${child.signalCode ?? code}`)
  }

  async function listen(): Promise<Listening> {
    let printed = ''
    const decoder = new TextDecoder()
    for await (const chunk of child.stdout) {
      printed += decoder.decode(chunk)
      const url = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(printed)?.[0]
      // Everything that is printed at the start is printed at once.
      if (url !== undefined) return { pid, url, printed, end }
    }
    throw new Error(`the server did not start: ${await Bun.file(log).text()}`)
  }

  const listening = listen()
  // Whoever waits for it is told; who does not must not be ended by it.
  listening.catch(() => {})
  return { pid, listening, end }
}

import { join } from 'node:path'

const root = join(import.meta.dir, '../..')

/** Builds the binary into a folder, with the flags of the build script, and gives its path. */
export async function buildBinary(folder: string): Promise<string> {
  const { scripts } = (await Bun.file(join(root, 'package.json')).json()) as {
    scripts: { build: string }
  }
  const outfile = join(folder, 'navish')
  // Only this step of the script: everything is installed when tests run.
  const step = scripts.build.split('&&').find((one) => one.includes('bun build')) ?? ''
  const command = step.replace('dist/navish', outfile)
  const [, ...words] = command.trim().split(/\s+/)
  const build = Bun.spawn([process.execPath, ...words], {
    cwd: root,
    stdout: 'pipe',
    stderr: 'pipe',
  })
  if ((await build.exited) !== 0) throw new Error(await new Response(build.stderr).text())
  return outfile
}

export interface Finished {
  code: number
  out: string
  err: string
}

/** Runs a program to its end. */
export async function runToEnd(
  command: string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<Finished> {
  const child = Bun.spawn(command, {
    cwd,
    env: { PATH: '', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, out, err }
}

export interface Serving {
  url: string
  /** What was printed with the line that tells the URL. */
  printed: string
  /** Ends it with this signal and gives its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

const running = new Set<Bun.Subprocess>()

/** Ends what a test that failed left running. */
export async function endAll(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL')
    await child.exited
  }
}

/** Starts a server and waits until it says where it listens. */
export async function serve(
  command: string[],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string> },
): Promise<Serving> {
  const child = Bun.spawn([...command, 'serve', '--port', '0'], {
    cwd,
    env: { PATH: '', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  running.add(child)
  void child.exited.then(() => running.delete(child))
  let printed = ''
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  let url: string | undefined
  while (url === undefined) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`it ended: ${await new Response(child.stderr).text()}`)
    printed += value
    url = /http:\/\/127\.0\.0\.1:\d+(?= )/.exec(printed)?.[0]
  }
  return {
    url,
    printed,
    async end(signal) {
      child.kill(signal)
      await child.exited
      return child.exitCode
    },
  }
}

/** Asks again until the answer is there; fails after five seconds. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 5000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > until) throw new Error('it did not happen within five seconds')
    await Bun.sleep(20)
  }
}

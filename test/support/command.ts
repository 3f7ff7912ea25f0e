import { run } from '../../src/cli/program.ts'
import type { Clock } from '../../src/clock.ts'
import { systemClock } from '../../src/clock.ts'

export interface Ran {
  code: number
  out: string
  err: string
  /** What was printed, parsed. */
  json<T = unknown>(): T
}

/** Runs one command line in this process. */
export async function command(
  args: string[],
  {
    dataDir,
    env = {},
    clock = systemClock,
    input = null,
    typed,
  }: {
    dataDir?: string
    env?: Record<string, string>
    clock?: Clock
    /** The first line of the standard input. */
    input?: string | null
    /** What a person types, when asked; then the standard input is a terminal. */
    typed?: string[]
  } = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const code = await run(args, {
    terminal: {
      out(text) {
        out += text
      },
      err(text) {
        err += text
      },
    },
    keyboard: {
      isTerminal: typed !== undefined,
      line: () => Promise.resolve(input?.split('\n')[0] ?? null),
      all: () => Promise.resolve(input),
      hidden(question) {
        err += question
        return Promise.resolve(typed?.shift() ?? '')
      },
    },
    env: { ...(dataDir !== undefined && { NAVISH_DATA_DIR: dataDir }), ...env },
    clock,
    user: 'tester',
    isTerminal: false,
    written: () => Promise.resolve(true),
    pause: () => Promise.resolve(),
    // Only a server waits for that.
    untilStopped: () => (args.includes('serve') ? Promise.resolve() : new Promise(() => {})),
  })
  return { code, out, err, json: <T>() => JSON.parse(out) as T }
}

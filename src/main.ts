import { userInfo } from 'node:os'
import { run } from './cli/program.ts'
import { systemClock } from './clock.ts'

const code = await run(process.argv.slice(2), {
  terminal: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  },
  env: process.env,
  clock: systemClock,
  user: userName(),
  isTerminal: process.stderr.isTTY,
  untilStopped,
})
await Promise.all([flushed(process.stdout), flushed(process.stderr)])
process.exit(code)

/** The first signal asks to end in good order, the second ends at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(signal === 'SIGINT' ? 130 : 143)
      asked = true
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}

function userName(): string {
  const { SUDO_USER, USER, LOGNAME } = process.env
  try {
    // An empty one counts as none.
    return SUDO_USER || USER || LOGNAME || userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return 'unknown'
  }
}

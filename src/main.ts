import { userInfo } from 'node:os'
import { run } from './cli/program.ts'
import { systemClock } from './clock.ts'
import { createKeyboard } from './keyboard.ts'

const out = writerTo(process.stdout)
const err = writerTo(process.stderr)
const code = await run(process.argv.slice(2), {
  terminal: { out: out.write, err: err.write },
  keyboard: createKeyboard(err.write),
  env: process.env,
  clock: systemClock,
  user: userName(),
  isTerminal: process.stderr.isTTY,
  written: async () => (await out.flushed()) === null,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  untilStopped,
})
const failure = await out.flushed()
// A reader that has seen enough, such as head, is no failure.
const lost = failure !== null && failure.code !== 'EPIPE'
if (lost) err.write(`navish: the output could not be written: ${failure.message}\n`)
await err.flushed()
process.exit(lost && code === 0 ? 1 : code)

/** Writes to a stream, and tells when everything has left the process: what has not is lost when it exits. */
function writerTo(stream: NodeJS.WriteStream) {
  let last = Promise.resolve<NodeJS.ErrnoException | null>(null)
  // Told through the callback of the write; without a listener it would end the process.
  stream.on('error', () => {})
  return {
    write(text: string): void {
      const before = last
      const written = new Promise<NodeJS.ErrnoException | null>((resolve) => {
        stream.write(text, (error) => resolve(error ?? null))
      })
      last = before.then(async (failed) => failed ?? (await written))
    },
    flushed: () => last,
  }
}

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

function userName(): string {
  const { SUDO_USER, USER, LOGNAME } = process.env
  try {
    // An empty one counts as none, and so does the word that stands for none.
    const name = SUDO_USER || USER || LOGNAME || userInfo().username
    return name === 'unknown' ? `user ${process.getuid?.()}` : name
  } catch {
    // A container may run under a number that has no name.
    return 'unknown'
  }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runToEnd } from '../support/binary.ts'
import { processFacts, spread, startServer, until, type FaultServer } from './hostile-server.ts'
import { tell } from './case.ts'

/** What the honest sender met while others did their worst. */
export interface Honest {
  sent: number
  /** Statuses other than 202; 0 for no answer at all. */
  refused: number[]
  p50: number
  max: number
}

export interface Siege {
  honest: Honest
  /** The most memory (MB) that the server ever had. */
  peakMb: number
  /** How many more file descriptors it has open than before, when all others have gone. */
  left: number
}

/** The alerts that there are, as JSON text. */
type Alerts = () => Promise<string>

/** Lets `attack` happen to a server, while an honest sender posts every 100 ms, and tells how that went. */
export async function besiege(
  place: { binary: string; folder: string; name: string },
  attack: (server: FaultServer, alerts: Alerts) => Promise<Record<string, number | string>>,
): Promise<Siege> {
  const cwd = join(place.folder, place.name.replaceAll(/\W+/g, '-'))
  mkdirSync(cwd)
  await using server = await startServer({ binary: place.binary, cwd })
  await using honest = await startHonest(`${server.url}${server.path}`)
  await honest.answered(3)
  const before = processFacts(server.pid).descriptors

  const list = [place.binary, 'alert', 'list', '--limit', '100000', '--json']
  const alerts: Alerts = async () => (await runToEnd(list, { cwd })).out

  const found = await attack(server, alerts)

  const met = await honest.stop()
  const more = () => processFacts(server.pid).descriptors - before
  // Now and then Bun notices only by its idle timeout, after ten seconds, that somebody has gone.
  await until(() => more() <= 3, 15_000).catch(() => undefined)
  const { peakMb } = processFacts(server.pid)
  const { p50, max } = met
  tell(place.name, { ...found, honest: met.sent, p50, max, peakMb, left: more() })
  return { honest: met, peakMb, left: more() }
}

async function startHonest(url: string) {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'hostile-honest.ts'), url], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const answers: { status: number; ms: number }[] = []
  const reading = (async () => {
    let text = ''
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) answers.push(JSON.parse(line) as { status: number; ms: number })
    }
  })()
  return {
    answered: (count: number) => until(() => answers.length >= count),
    /** What it met from the fourth on: the first ones warm up both sides. */
    async stop(): Promise<Honest> {
      await child.stdin.end()
      await child.exited
      await reading
      const counted = answers.slice(3)
      return {
        sent: counted.length,
        refused: counted.filter(({ status }) => status !== 202).map(({ status }) => status),
        ...spread(counted.map(({ ms }) => ms)),
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientSecret } from './bodies.ts'
import type { Bench } from './case.ts'
import { run, start } from './children.ts'
import { pinned, serverCore } from './pinning.ts'
import type { Workspace } from './workspace.ts'

/** A running server that is measured. */
export interface Navish {
  pid: number
  /** Where loads are sent. */
  webhook: string
  dataDir: string
  pending(): Promise<number>
  /** Resolves when the outbox is empty, with the moment at which that was seen, in ms of the monotonic clock. */
  drained(): Promise<number>
  stop(): Promise<void>
}

export interface Existing {
  dataDir: string
  token: string
}

export const webhookPath = (token: string) => `/v1/events/sentry/${token}`

interface Serving {
  port?: number
  /** Of `serve`, besides port and data directory. */
  flags?: readonly string[]
}

/** The command that serves a data directory. */
export function serveCommand(
  bench: Bench,
  dataDir: string,
  { port = 0, flags = [] }: Serving = {},
): string[] {
  const args = ['serve', '--port', String(port), '--data-dir', dataDir, ...flags]
  return pinned(serverCore, [bench.binary, ...args])
}

/** Starts a server on a new data directory that takes only what is signed with the client secret, or on an existing one. */
export async function startNavish(
  bench: Bench,
  existing?: Existing,
  flags: readonly string[] = [],
): Promise<Navish> {
  const dataDir = existing?.dataDir ?? bench.workspace.folder('data-dir')
  const { listening } = startServing(bench, dataDir, { flags })
  const { pid, url, end } = await listening
  const token = existing?.token ?? (await createIntegration(bench, dataDir))
  return { ...navishAt(url), pid, webhook: url + webhookPath(token), dataDir, stop: end }
}

/** Starts the process only. */
export function startServing(bench: Bench, dataDir: string, serving: Serving = {}) {
  const logs = logsOf(bench.workspace)
  mkdirSync(logs, { recursive: true })
  return start(serveCommand(bench, dataDir, serving), {
    cwd: bench.workspace.path,
    log: join(logs, `${dataDir.split('/').at(-1)}.log`),
  })
}

const logsOf = ({ path }: Workspace) => join(path, 'logs')

/** What servers have complained of so far, the newest: it says more than a request that failed. */
export function complaints(workspace: Workspace): string[] {
  const logs = logsOf(workspace)
  if (!existsSync(logs)) return []
  return readdirSync(logs)
    .flatMap((file) => readFileSync(join(logs, file), 'utf8').split('\n'))
    .filter((line) => line !== '' && !line.includes('"level":"info"'))
    .slice(-5)
}

async function createIntegration({ binary, workspace }: Bench, dataDir: string): Promise<string> {
  const file = join(workspace.path, 'client-secret')
  writeFileSync(file, clientSecret)
  const args = ['--client-secret-file', file, '--data-dir', dataDir, '--json']
  const out = await run([binary, 'integration', 'create', 'bench', ...args], {
    cwd: workspace.path,
  })
  return (JSON.parse(out) as { token: string }).token
}

/** How long (ms) the outbox may stay as full as it is before that counts as broken. */
const patience = 60_000

/** What can be asked of the server at a URL. */
export function navishAt(url: string): Pick<Navish, 'pending' | 'drained'> {
  async function pending(): Promise<number> {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(30_000) })
    const { checks } = (await answer.json()) as { checks: { drain: { pending?: number } } }
    // Only when the outbox cannot be read: then it is asked again.
    return checks.drain.pending ?? Number.POSITIVE_INFINITY
  }
  return {
    pending,
    async drained() {
      let fewest = Number.POSITIVE_INFINITY
      let progress = performance.now()
      for (;;) {
        const left = await pending()
        const now = performance.now()
        if (left === 0) return now
        if (left < fewest) progress = now
        fewest = Math.min(fewest, left)
        if (now - progress > patience) throw new Error(`the drain stands still at ${left} events`)
        // To ask is work for the server, too, and the more the more there is to count: ten times a second only near the end.
        await Bun.sleep(Math.min(1000, Math.max(100, left / 100)))
      }
    },
  }
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { settings } from '../config/config.ts'

/** A command of this program that runs beside it. */
export interface OwnProcess {
  ended: Promise<{ code: number | null; out: string; err: string }>
  /** Asks it to end, and after a while ends it. */
  end(): void
}

export type Run = (args: readonly string[]) => OwnProcess

/** ms between asking it to end and ending it. */
const patience = 1_000
/** Characters of what it says: more than any command of ours prints that is run like this. */
const most = 100_000

/**
 * Runs this program again with these arguments, whether it is the binary or the source, and lets everything else go first. What is not said
 * there is as by default: it reads no variable and no file with settings, so it does what this process has decided.
 */
export const runOwn: Run = (args) => {
  const isCompiled = import.meta.dir.startsWith('/$bunfs')
  const self = isCompiled ? [] : [join(import.meta.dir, '../main.ts')]
  const child = spawn(running(), [...self, ...args], {
    env: { ...withoutSettings(process.env), NAVISH_CONFIG_FILE: '/dev/null' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  } catch {
    // It has ended already, or the system does not allow it.
  }
  const said = { out: '', err: '' }
  const keep = (name: 'out' | 'err') => (chunk: string) => {
    said[name] = (said[name] + chunk).slice(0, most)
  }
  child.stdout.setEncoding('utf8').on('data', keep('out'))
  child.stderr.setEncoding('utf8').on('data', keep('err'))
  const ended = new Promise<Awaited<OwnProcess['ended']>>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...said }))
  })
  return {
    ended,
    end() {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), patience).unref()
    },
  }
}

/**
 * What runs here is there as long as it runs, also when another version took its place or it was removed: its name is then another program,
 * or none.
 */
function running(): string {
  const own = '/proc/self/exe'
  return existsSync(own) ? own : process.execPath
}

/** Others that settings are read from, like `PORT`: what this process was told in another way may be said wrongly there. */
const others = [
  'CREDENTIALS_DIRECTORY',
  ...Object.values(settings).flatMap(({ env, systemd = [] }) =>
    [env, systemd].flat().flatMap((name) => [name, `${name}_FILE`]),
  ),
]

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('NAVISH_') && !others.includes(name)),
  )
}

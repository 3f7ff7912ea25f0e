import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tell } from './case.ts'

/** The library of shim.c, built: it stands between a server and its disk. */
export interface Shim {
  /** The environment of a program whose disk it is to be. */
  env(dataDir: string): Record<string, string>
  /** Where it notes each change to the data, one record after the other. */
  log: string
  /** From now on these calls fail. */
  fail(fault: Fault): void
  /** Nothing fails any more. */
  heal(): void
}

/** The calls that can fail: opens, writes, truncations, syncs, unlinks and renames. */
export type Call = 'o' | 'w' | 't' | 's' | 'u'

export interface Fault {
  calls: Call[]
  error: keyof typeof numbers
  /** So many of these calls go well before. */
  skip?: number
  /** So many fail; without it, all that follow. */
  times?: number
}

/** Linux's numbers; none stands for the death of the process. */
const numbers = { EIO: 5, ENOSPC: 28, EROFS: 30, death: 0 }

const compiler = Bun.which('cc') ?? Bun.which('gcc') ?? Bun.which('clang')

/** Whether there can be a shim here. Without it the cases that need one say so and are skipped. */
export const hasShim = compiler !== null && process.platform === 'linux'
if (!hasShim) {
  tell('NO C COMPILER', { skipped: 'power loss and failing disks; install gcc to have them' })
}

/** Builds the shim into a folder. */
export async function buildShim(folder: string): Promise<Shim> {
  const library = join(folder, 'shim.so')
  const log = join(folder, 'shim.log')
  const faults = join(folder, 'shim.faults')
  const source = join(import.meta.dir, 'shim.c')
  const command = [
    `${compiler}`,
    '-shared',
    '-fPIC',
    '-O1',
    '-o',
    library,
    source,
    '-ldl',
    '-pthread',
  ]
  const build = Bun.spawn(command, { stderr: 'pipe' })
  if ((await build.exited) !== 0) throw new Error(await new Response(build.stderr).text())
  return {
    log,
    env: (dataDir) => ({
      LD_PRELOAD: library,
      NAVISH_SHIM_DIR: dataDir,
      NAVISH_SHIM_LOG: log,
      NAVISH_SHIM_FAULTS: faults,
    }),
    fail({ calls, error, skip = 0, times = 0 }) {
      writeFileSync(faults, `${calls.join('')} ${numbers[error]} ${skip} ${times}`)
    },
    heal: () => rmSync(faults, { force: true }),
  }
}

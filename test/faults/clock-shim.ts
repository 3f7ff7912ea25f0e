import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The wall clock of the programs that are started with `env`. */
export interface ShimClock extends Disposable {
  env: Record<string, string>
  /** Lets it be so many ms off from now on. */
  offBy(ms: number): void
  /** What those programs are told now, Unix ms. */
  now(): number
}

const compiler = Bun.which('cc') ?? Bun.which('gcc')

/** Whether this machine can build the shim: the cases that need it say so and are skipped where it cannot. */
export const hasShim = compiler !== null && process.platform === 'linux'

/** Compiles the shim into a folder, whose path must have no spaces in it, and gives its path. */
export async function buildShim(folder: string): Promise<string> {
  const library = join(folder, 'clock-shim.so')
  const source = join(import.meta.dir, 'clock-shim.c')
  const words = ['-O2', '-Wall', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl']
  const built = Bun.spawnSync([compiler ?? 'cc', ...words])
  if (!built.success) throw new Error(built.stderr.toString())
  return library
}

/** A clock that goes right until it is told otherwise. */
export function createShimClock(library: string, file: string): ShimClock {
  const descriptor = openSync(file, 'w')
  let off = 0
  const write = () =>
    writeSync(descriptor, new BigInt64Array([BigInt(Math.round(off)) * 1_000_000n]), 0, 8, 0)
  write()
  return {
    env: { LD_PRELOAD: library, FAULT_CLOCK: file },
    offBy(ms) {
      off = ms
      write()
    },
    now: () => Date.now() + off,
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

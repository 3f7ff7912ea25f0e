import { join } from 'node:path'
import { root } from '../root.ts'

/** Asked once: every package has the same. */
const known = new Map<string, string>()

/** What the program prints, asked from its source: a binary for another machine cannot be run. Throws when it fails. */
export function saidBy(...args: string[]): string {
  return known.getOrInsertComputed(args.join(' '), () => ask(args))
}

function ask(args: readonly string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync(
    [process.execPath, join(root, 'src/main.ts'), ...args],
    // As wide as a page; nothing of who builds this.
    { env: { COLUMNS: '100', NO_COLOR: '1', PATH: process.env['PATH'] ?? '' } },
  )
  if (exitCode !== 0) throw new Error(`navish ${args.join(' ')}: ${stderr.toString().trim()}`)
  return stdout.toString()
}

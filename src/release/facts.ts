import { join } from 'node:path'
import { root } from './root.ts'

/** What a release is made of. */
export interface Facts {
  version: string
  /** Seconds, of the commit: what is made of the same commit is the same, whenever it is made. */
  epoch: number
  /** Whether files differ from the commit: then nobody can build the same again. */
  isChanged: boolean
}

export async function readFacts(): Promise<Facts> {
  const { version } = (await Bun.file(join(root, 'package.json')).json()) as { version: string }
  // Said where there is no git, as in a container.
  const epoch = Number(process.env['SOURCE_DATE_EPOCH'] || git('log', '-1', '--format=%ct'))
  if (!(epoch > 0)) throw new Error('git knows no commit here, and SOURCE_DATE_EPOCH says no time')
  return { version, epoch, isChanged: git('status', '--porcelain') !== '' }
}

function git(...args: string[]): string {
  if (Bun.which('git') === null) return ''
  return Bun.spawnSync(['git', ...args], { cwd: root })
    .stdout.toString()
    .trim()
}

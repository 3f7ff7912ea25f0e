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
  const epoch = Number(git('log', '-1', '--format=%ct'))
  if (!(epoch > 0)) throw new Error('a release is made from a checkout: git knows no commit here')
  return { version, epoch, isChanged: git('status', '--porcelain') !== '' }
}

function git(...args: string[]): string {
  return Bun.spawnSync(['git', ...args], { cwd: root })
    .stdout.toString()
    .trim()
}

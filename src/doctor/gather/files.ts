import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { FileFacts, FilesFacts } from '../facts.ts'
import { tried } from './tried.ts'

/** So many files are looked at: there are a few dozens. */
const mostFiles = 2_000

export function gatherFiles(dataDir: string): FilesFacts {
  // It may be a link to another disk.
  const dir = factsOf(dataDir, dataDir, statSync)
  return {
    dataDir,
    dir,
    isWritable: dir !== null && canWrite(dataDir),
    files: dir === null ? [] : filesIn(dataDir),
    fileSystem: dir === null ? null : fileSystemOf(realpathSync(dataDir), mounts()),
    isContainer: ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path)),
  }
}

/** None for whoever may not look into it: they are told that they cannot write there. */
function filesIn(dataDir: string): FileFacts[] {
  const names = tried(() => readdirSync(dataDir, { recursive: true }) as string[], [])
  return names.slice(0, mostFiles).flatMap((name) => factsOf(join(dataDir, name), dataDir) ?? [])
}

function factsOf(path: string, dataDir: string, look = lstatSync): FileFacts | null {
  const found = tried(() => look(path, { throwIfNoEntry: false }), undefined)
  if (found === undefined) return null
  const { mode, uid: owner, size, mtimeMs: changedAt } = found
  return { name: relative(dataDir, path), mode, owner, size, changedAt, isFolder: !found.isFile() }
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What the system has mounted; empty where it does not say so in the way of Linux. */
function mounts(): string {
  return tried(() => readFileSync('/proc/self/mountinfo', 'utf8'), '')
}

/**
 * The kind of the file system that a path is on; null when that is not known. The last of several on one place counts. The lines are as
 * in proc_pid_mountinfo(5): the fifth field is the place, and the kind follows on a lone hyphen.
 */
export function fileSystemOf(path: string, mountinfo: string): string | null {
  let found: { place: string; kind: string } | null = null
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ')
    const place = unescaped(left.split(' ')[4] ?? '')
    const [kind = ''] = right.split(' ')
    const isOn = place === path || path.startsWith(place.endsWith(sep) ? place : `${place}${sep}`)
    if (place === '' || kind === '' || !isOn) continue
    if (found === null || place.length >= found.place.length) found = { place, kind }
  }
  return found?.kind ?? null
}

/** A space in a name is written as `\040`. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  )
}

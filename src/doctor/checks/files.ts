import type { FileFacts, Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'
import { bytesText, counted, listed } from '../words.ts'

type Part = Pick<Facts, 'files' | 'user' | 'now'>

export function dataDirCheck({ files: { dataDir, dir, isWritable }, user }: Part): Finding {
  if (dir === null) {
    return problem(
      'data-dir',
      `There is no data directory at ${dataDir}.`,
      'Say where it is with --data-dir or NAVISH_DATA_DIR; "navish serve" makes a new one.',
    )
  }
  if (!isWritable) {
    const who =
      dir.owner === user.id ? 'its disk may be read-only' : `it belongs to user ${dir.owner}`
    return problem(
      'data-dir',
      `${user.name} cannot write into ${dataDir}: ${who}.`,
      dir.owner === user.id
        ? 'Look for the mount with "findmnt -T" and why it is read-only.'
        : `Run Navish and its commands as that user: sudo -u '#${dir.owner}' navish doctor.`,
    )
  }
  return ok('data-dir', `${dataDir} is there and can be written.`)
}

/** What others can read though it is for one user alone. */
export function modesCheck({ files: { dataDir, dir, files } }: Part): Finding | null {
  if (dir === null) return null
  const isPassable = (dir.mode & 0o011) !== 0
  const open = files.filter(({ mode, isFolder }) => !isFolder && (mode & 0o077) !== 0)
  const cure = `chmod 700 '${dataDir}' && find '${dataDir}' -type f -exec chmod 600 {} +`
  const names = listed(open.map(({ name }) => name))
  if (isPassable && open.length > 0) {
    return problem('modes', `Others on this machine can get at ${names} in ${dataDir}.`, cure)
  }
  if ((dir.mode & 0o077) !== 0) {
    return warning(
      'modes',
      `Others on this machine can look into ${dataDir} (mode ${octal(dir)}).`,
      cure,
    )
  }
  if (open.length > 0) {
    return warning('modes', `Only the mode of ${dataDir} keeps others from ${names}.`, cure)
  }
  return ok('modes', 'Only its owner can read what is in it.')
}

/** A command that root ran may leave files that the server cannot write. */
export function ownersCheck({ files: { dataDir, dir, files } }: Part): Finding | null {
  if (dir === null) return null
  const strange = files.filter(
    // The note of a server is made anew by each: that of root's is in nobody's way.
    ({ name, owner }) => owner !== dir.owner && name !== 'server.json',
  )
  if (strange.length === 0) return ok('owners', `Everything in it belongs to user ${dir.owner}.`)
  return problem(
    'owners',
    `${listed(strange.map(({ name, owner }) => `${name} (user ${owner})`))}: not of user ${dir.owner}, as ${dataDir} is.`,
    `A command was run as somebody else: chown -R ${dir.owner} '${dataDir}'`,
  )
}

const overNetwork =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|lustre|ncpfs|fuse\.(?:sshfs|glusterfs|s3fs|rclone|davfs\w*|ceph-fuse))$/

/** See https://www.sqlite.org/howtocorrupt.html, "File locking problems", and https://www.sqlite.org/wal.html. */
export function fileSystemCheck({
  files: { dataDir, dir, fileSystem, isContainer },
}: Part): Finding | null {
  if (dir === null || fileSystem === null) return null
  if (overNetwork.test(fileSystem)) {
    return problem(
      'file-system',
      `${dataDir} is on ${fileSystem}, a file system over the network: locks may not hold there, and the database can be damaged.`,
      'Move the data directory to a disk of this machine.',
    )
  }
  if (fileSystem.startsWith('fuse')) {
    return warning(
      'file-system',
      `${dataDir} is on ${fileSystem}: not every one of these keeps locks and what was synced.`,
      'Move the data directory to a disk of this machine, if you can.',
    )
  }
  if (fileSystem === 'tmpfs' || fileSystem === 'ramfs') {
    return warning(
      'file-system',
      `${dataDir} is in memory (${fileSystem}): everything is gone when this machine restarts.`,
      'Move the data directory to a disk.',
    )
  }
  if (isContainer && fileSystem === 'overlay') {
    return warning(
      'file-system',
      `${dataDir} is in the container itself: everything is gone when it is made anew.`,
      'Mount a volume there.',
    )
  }
  return ok('file-system', `It is on ${fileSystem}.`)
}

const hour = 3_600_000
const month = 30 * 24 * hour

/** Of copies, of what is packed anew beside them, and of "storage compact". */
const unfinished = /\.part(?:-packed)?$|\.compact$/

/** What upgrades and work that was cut off leave behind. */
export function leftoversCheck({ files: { files }, now }: Part): Finding {
  const parts = files.filter(
    ({ name, changedAt }) => unfinished.test(name) && now - changedAt > hour,
  )
  const before = files.filter(
    ({ name, changedAt }) => /^navish-before-.*\.db$/.test(name) && now - changedAt > month,
  )
  const all = [...parts, ...before]
  if (all.length === 0) return ok('leftovers', 'Nothing was left behind.')
  const kinds = [
    ...(parts.length > 0 ? [counted(parts.length, 'unfinished file')] : []),
    ...(before.length > 0
      ? [`${counted(before.length, 'database')} from before an upgrade or a restore`]
      : []),
  ]
  return warning(
    'leftovers',
    `${kinds.join(' and ')}, ${bytesText(sizeOf(all))} together: ${listed(all.map(({ name }) => name))}.`,
    'Remove them when nobody needs them: what has run well for a month is not gone back on.',
  )
}

function sizeOf(files: readonly FileFacts[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

function octal({ mode }: FileFacts): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}

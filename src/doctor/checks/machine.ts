import type { Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'
import { bytesText, counted } from '../words.ts'

type Part = Pick<Facts, 'machine' | 'database'>

const mib = 1024 * 1024

export function diskCheck({ machine: { disk }, database: { size } }: Part): Finding | null {
  if (disk === null) return null
  const { freeBytes, freeFiles } = disk
  const cure = 'Make room, or keep less: NAVISH_KEEP_PAYLOADS, NAVISH_MAX_PAYLOADS.'
  if (freeBytes < 64 * mib) {
    return problem(
      'disk',
      `Only ${bytesText(freeBytes)} are free: /readyz fails, and without any, webhooks are refused.`,
      cure,
    )
  }
  if (freeFiles !== null && freeFiles < 100) {
    return problem(
      'disk',
      `Only ${counted(freeFiles, 'file')} can be made (df -i).`,
      'Remove files that nobody needs.',
    )
  }
  if (freeBytes < 512 * mib) return warning('disk', `Only ${bytesText(freeBytes)} are free.`, cure)
  if (freeBytes < size * 1.2) {
    return warning(
      'disk',
      `${bytesText(freeBytes)} are free, less than the database has: an upgrade or a backup here needs as much.`,
      cure,
    )
  }
  return ok('disk', `${bytesText(freeBytes)} are free.`)
}

export function openFilesCheck({ machine: { openFiles } }: Part): Finding | null {
  if (openFiles === null) return null
  const { limit, used } = openFiles
  const cure =
    'Raise it: LimitNOFILE=65536 in the unit of systemd, --ulimit nofile=65536 for a container.'
  if (used !== null && used > limit * 0.8) {
    return problem(
      'open-files',
      `${used} files and connections are open, of ${limit} that may be.`,
      cure,
    )
  }
  if (limit < 1024) {
    return warning('open-files', `Only ${limit} files and connections may be open at once.`, cure)
  }
  return ok('open-files', `${limit} files and connections may be open at once.`)
}

export function memoryCheck({ machine: { memory } }: Part): Finding | null {
  if (memory === null) return null
  const { limit, used, kills } = memory
  const cure =
    'Give it 256 MiB or more: MemoryMax= in the unit of systemd, --memory for a container.'
  if (kills > 0) {
    return warning(
      'memory',
      `It was ended ${kills} times because it reached its limit of ${bytesText(limit)}.`,
      cure,
    )
  }
  if (limit < 128 * mib) return problem('memory', `It may use only ${bytesText(limit)}.`, cure)
  if (limit < 256 * mib) return warning('memory', `It may use only ${bytesText(limit)}.`, cure)
  const now = used === null ? '' : `, and uses ${bytesText(used)}`
  return ok('memory', `It may use ${bytesText(limit)}${now}.`)
}

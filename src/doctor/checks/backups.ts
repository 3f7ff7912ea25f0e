import type { Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'
import { bytesText, counted, lengthText } from '../words.ts'

type Part = Pick<Facts, 'backups' | 'settings' | 'work' | 'now'>

const hour = 3_600_000

export function backupsCheck({
  backups: { dir, files },
  settings: { backupEvery },
  work,
  now,
}: Part): Finding | null {
  if (work === null) return null
  const [newest] = files
  const cure =
    backupEvery === null
      ? 'Make one now: navish backup; or have it made: NAVISH_BACKUP_EVERY=24h'
      : `Make one now: navish backup. While the server runs it makes one every ${lengthText(backupEvery).replace(/^1 /, '')}; else its log says why not.`
  if (newest === undefined) {
    return work.accepted === 0
      ? ok('backups', 'There is none yet, and nothing to lose.')
      : warning('backups', `There is no backup in ${dir}.`, cure)
  }
  const age = now - newest.changedAt
  const text = `The newest of ${counted(files.length, 'backup')} is ${newest.name} (${bytesText(newest.size)}), ${lengthText(age)} old.`
  if (backupEvery === null) {
    return age > 30 * 24 * hour
      ? warning('backups', `${text} None is made by itself.`, cure)
      : ok('backups', text)
  }
  if (age > backupEvery * 7 + hour) return problem('backups', text, cure)
  if (age > backupEvery * 2 + hour) return warning('backups', text, cure)
  return ok('backups', text)
}

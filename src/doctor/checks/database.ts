import type { Facts } from '../facts.ts'
import { ok, problem, warning, type Finding } from '../finding.ts'
import { bytesText, lengthText, listed } from '../words.ts'

type Part = Pick<Facts, 'database' | 'files' | 'server' | 'now'>

/** So much (bytes) is worth a word. */
const much = 256 * 1024 * 1024

const restore = 'Stop the server, keep a copy of the data directory, and restore the newest backup.'

export function databaseCheck({
  database: { isThere, fault, size, logSize, freeBytes },
  files,
  server,
}: Part): Finding {
  if (!isThere) {
    return server.process === null && files.files.length === 0
      ? warning('database', 'There is no database yet.', 'The first "navish serve" makes one.')
      : problem('database', `${files.dataDir}/navish.db is missing.`, restore)
  }
  if (fault !== null) {
    // Nobody is to restore a backup because they are the wrong user.
    const cure = files.isWritable ? restore : 'First see data-dir above.'
    return problem('database', `The database cannot be opened: ${fault}`, cure)
  }
  if (freeBytes > much && freeBytes > size / 2) {
    return warning(
      'database',
      `Of the ${bytesText(size)} of the database ${bytesText(freeBytes)} are free: it was larger once.`,
      'They are used again. To have them back: stop the server, and navish storage compact',
    )
  }
  const room = freeBytes > 0 ? `, of which ${bytesText(freeBytes)} are free and used again` : ''
  return ok('database', `It opens; ${bytesText(size)}${room}, and a log of ${bytesText(logSize)}.`)
}

export function damageCheck({ database: { damage, isFullCheck } }: Part): Finding | null {
  if (damage === null) return null
  const what = isFullCheck ? 'integrity_check and foreign_key_check' : 'quick_check'
  if (damage.length === 0) {
    return ok(
      'damage',
      isFullCheck ? `${what} find nothing.` : `${what} finds nothing; --full looks at everything.`,
    )
  }
  return problem('damage', `The database is damaged, says ${what}: ${listed(damage, 3)}`, restore)
}

export function historyCheck({ database: { history } }: Part): Finding | null {
  switch (history) {
    case null:
      return null
    case 'same':
      return ok('migrations', 'The database is of this version.')
    case 'older':
      return warning(
        'migrations',
        'The database is of an older version than this program.',
        'The next start of "navish serve" upgrades it, with a copy beside it. Until then commands refuse it.',
      )
    case 'newer or another':
      return problem(
        'migrations',
        'The database is of a newer version than this program, or of another history.',
        'Use the version that made it, or restore a backup that was made before the upgrade.',
      )
  }
}

/** SQLite moves what is in the log to the database as far as nobody reads what was before. */
export function logCheck({ database: { isThere, logSize } }: Part): Finding | null {
  if (!isThere) return null
  if (logSize <= much) return ok('log', `The log is ${bytesText(logSize)}.`)
  return warning(
    'log',
    `The log navish.db-wal is ${bytesText(logSize)} and does not shrink.`,
    'Something reads the database for very long, such as a slow "navish export" or a forgotten sqlite3: end it. A restart of the server empties the log.',
  )
}

const minute = 60_000
const year = 366 * 24 * 60 * minute

export function clockCheck({ database: { newestAt }, server, now }: Part): Finding {
  const date = server.answer?.date ?? null
  if (date !== null && Math.abs(date.its - date.ours) > 5_000) {
    return problem(
      'clock',
      `The clock of the server differs from the one here by ${lengthText(Math.abs(date.its - date.ours))}.`,
      'Have both set by NTP: timedatectl set-ntp true',
    )
  }
  if (newestAt !== null && newestAt - now > 2 * minute) {
    return problem(
      'clock',
      `The clock is ${lengthText(newestAt - now)} behind what the database was told last.`,
      'Have it set by NTP: timedatectl set-ntp true. Snoozes and silences wait until it is right.',
    )
  }
  if (newestAt !== null && now - newestAt > year) {
    return warning(
      'clock',
      `The clock is ${lengthText(now - newestAt)} ahead of what the database was told last.`,
      'If that was not so long ago, have it set by NTP: timedatectl set-ntp true',
    )
  }
  return ok('clock', `It is ${new Date(now).toISOString()}.`)
}

import { execFileSync } from 'node:child_process'

/** Imported as a macro: what the source was when this program was built; outside a checkout what SOURCE_COMMIT says, or null. */
export function commit(): string | null {
  const said = process.env['SOURCE_COMMIT'] ?? ''
  if (/^[0-9a-f]{12,64}$/.test(said)) return said.slice(0, 12)
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: import.meta.dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}

/**
 * Imported as a macro: the day of the build, ISO 8601. A release says the day of its commit in SOURCE_DATE_EPOCH (s), so that whoever
 * builds it again gets the same bytes: https://reproducible-builds.org/docs/source-date-epoch/
 */
export function builtOn(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH'] ?? ''
  const date = /^\d+$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date()
  return date.toISOString().slice(0, 10)
}

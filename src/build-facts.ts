import { execFileSync } from 'node:child_process'

/** Imported as a macro: what the source was when this program was built, or null outside a checkout. */
export function commit(): string | null {
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

/** Imported as a macro: the day of the build, ISO 8601. */
export function builtOn(): string {
  return new Date().toISOString().slice(0, 10)
}

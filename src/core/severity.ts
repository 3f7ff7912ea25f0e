/** How bad an alert is, worst first. */
export const severities = ['critical', 'error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** Maps a Sentry level to a severity. Unknown, missing and non-text levels are `info`; letter case does not matter. */
export function severityOf(level: unknown): Severity {
  if (typeof level !== 'string') return 'info'
  switch (level.trim().toLowerCase()) {
    case 'fatal':
    case 'critical':
      return 'critical'
    case 'error':
      return 'error'
    case 'warning':
      return 'warning'
    default:
      return 'info'
  }
}

export function isWorse(a: Severity, than: Severity): boolean {
  return severities.indexOf(a) < severities.indexOf(than)
}

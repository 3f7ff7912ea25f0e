import type { Digest, Notice } from './notice.ts'
import { severities, type Severity } from './severity.ts'

/** So many are named; of the others there are the counts. */
const named = 20

/** What several notices say together. @param notices the oldest first, one at least */
export function digestOf(notices: readonly Notice[]): Digest {
  const counts = { opened: 0, worse: 0, reopened: 0, resolved: 0 }
  const latest = new Map<string, Notice>()
  for (const notice of notices) {
    counts[notice.change] += 1
    latest.set(notice.alert.id, notice)
  }
  const found: Record<Severity, number> = { critical: 0, error: 0, warning: 0, info: 0 }
  const standing = [...latest.values()]
  for (const { change, alert } of standing) if (change !== 'resolved') found[alert.severity] += 1
  const times = notices.map(({ at }) => at)
  return {
    from: Math.min(...times),
    to: Math.max(...times),
    counts,
    severities: found,
    notices: standing.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, named),
  }
}

/** What is over comes last. */
function rankOf({ change, alert }: Notice): number {
  return severities.indexOf(alert.severity) + (change === 'resolved' ? severities.length : 0)
}

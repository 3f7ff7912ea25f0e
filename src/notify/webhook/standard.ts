import type { Digest, Notice } from '../../core/notice.ts'
import { cleanLine, cleanLink } from '../../core/text.ts'
import { descriptionOf, reasonOf, titleOf } from '../notice-texts.ts'
import type { Sending } from '../notifier.ts'

/**
 * The body of a webhook, in the form that https://github.com/standard-webhooks/standard-webhooks recommends. It is stable: what is here keeps
 * its name and its meaning, more may be added. Times are ISO 8601 in UTC.
 *
 * ```json
 * { "type": "alert.opened", "timestamp": "2026-11-24T08:00:00.000Z",
 *   "data": { "pageUrl": "…", "change": "opened", "at": "…", "reason": "…", "alert": { "id": "12", "title": "…", … } } }
 * ```
 *
 * `type` is `alert.opened`, `alert.worse`, `alert.reopened` or `alert.resolved`; or `alert.digest`, whose data has `counts` of each change,
 * `severities` of what is not resolved, and some of the changes in `notices`, each like the data of a single one.
 */
export function standardBody({ notice, pageUrl }: Pick<Sending<unknown>, 'notice' | 'pageUrl'>) {
  if (!('digest' in notice))
    return {
      type: `alert.${notice.change}`,
      timestamp: isoOf(notice.at),
      data: { pageUrl, ...dataOf(notice) },
    }
  const { digest } = notice
  return {
    type: 'alert.digest',
    timestamp: isoOf(digest.to),
    data: { pageUrl, ...digestData(digest) },
  }
}

function dataOf(notice: Notice) {
  const { alert } = notice
  const { project } = alert
  return {
    change: notice.change,
    at: isoOf(notice.at),
    reason: reasonOf(notice),
    alert: {
      id: alert.id,
      kind: alert.kind,
      dedupKey: cleanLine(alert.dedupKey, 500),
      title: titleOf(notice),
      description: descriptionOf(notice),
      severity: alert.severity,
      severityBefore: alert.severityBefore,
      project:
        project === null
          ? null
          : { slug: cleanLine(project.slug, 200), name: cleanLine(project.name, 200) },
      integration: cleanLine(alert.integration, 200),
      eventCount: alert.eventCount,
      assignee: alert.assignee === null ? null : cleanLine(alert.assignee, 200),
      url: cleanLink(alert.url),
      openedAt: isoOf(alert.openedAt),
      resolvedAt: alert.resolvedAt === null ? null : isoOf(alert.resolvedAt),
      resolvedBy: alert.resolvedBy,
    },
  }
}

function digestData({ from, to, counts, severities, notices }: Digest) {
  return { from: isoOf(from), to: isoOf(to), counts, severities, notices: notices.map(dataOf) }
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}

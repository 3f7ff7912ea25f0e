import type { Notice } from '../../core/notice.ts'
import { cleanLine, cleanLink } from '../../core/text.ts'
import { descriptionOf, projectOf, reasonOf, titleOf } from '../notice-texts.ts'

/** What Alertmanager calls a postable alert: https://prometheus.io/docs/alerting/latest/alerts_api */
export interface PostableAlert {
  /** Which alert it is: another value of any label makes it another alert. */
  labels: Record<string, string>
  annotations: Record<string, string>
  startsAt: string
  endsAt: string
  generatorURL: string
}

/** The alert of a notice, as it is to be in Alertmanager from now on. */
export function alertOf(notice: Notice, pageUrl: string): PostableAlert {
  const { alert, at, change } = notice
  // After a resolve it is a new time of firing; the one before must not become longer by it.
  const startsAt = change === 'reopened' ? at : alert.openedAt
  const endsAt = change === 'resolved' ? Math.max(alert.resolvedAt ?? at, startsAt) : at + farMs
  return {
    labels: labelsOf(notice),
    annotations: annotationsOf(notice),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    generatorURL: pageUrl,
  }
}

/** The dedup key as it stands in the annotations: with the id it tells our alerts from those of another Navish. */
export function dedupKeyOf({ alert }: Notice): string {
  return cleanLine(alert.dedupKey, longestLabel)
}

function labelsOf(notice: Notice): Record<string, string> {
  const { alert } = notice
  const project = projectOf(notice)
  return {
    alertname: cleanLine(titleOf(notice), longestLabel),
    severity: alert.severity,
    ...(project !== null && { project }),
    integration: cleanLine(alert.integration, longestLabel) || 'unnamed',
    navish_alert: alert.id,
  }
}

function annotationsOf(notice: Notice): Record<string, string> {
  const description = descriptionOf(notice)
  const url = cleanLink(notice.alert.url)
  return {
    summary: titleOf(notice),
    reason: reasonOf(notice),
    dedup_key: dedupKeyOf(notice),
    ...(description !== null && { description }),
    ...(url !== null && { sentry_url: url }),
  }
}

const longestLabel = 200

/**
 * How far off the end of an open alert is said to be: ten years. Without an end, Alertmanager takes its `resolve_timeout`, five minutes, and
 * would call resolved what is not, unless it is told again all the time (https://prometheus.io/docs/alerting/latest/clients).
 */
const farMs = 10 * 365 * 24 * 60 * 60_000

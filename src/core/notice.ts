import type { AlertKind, Project } from './signal.ts'
import type { Resolver } from './alert.ts'
import type { Severity } from './severity.ts'

/** Why people are told of an alert. */
export const changes = ['opened', 'worse', 'reopened', 'resolved'] as const
export type Change = (typeof changes)[number]

/** One change of one alert, as it is told: what the alert was at that moment. Whatever comes from a sender is untrusted text. */
export interface Notice {
  change: Change
  /** Unix ms. */
  at: number
  /** In words, from the timeline: what happened and why. */
  reason: string
  alert: {
    id: string
    kind: AlertKind
    dedupKey: string
    title: string
    description: string | null
    severity: Severity
    /** Before it got worse; null: this change did not touch it. */
    severityBefore: Severity | null
    project: Project | null
    /** Name of the integration. */
    integration: string
    eventCount: number
    assignee: string | null
    /** In Sentry; `http:` or `https:`, or null. */
    url: string | null
    openedAt: number
    resolvedAt: number | null
    resolvedBy: Resolver | null
  }
}

/** Several notices that are told together, because there were too many to tell each. */
export interface Digest {
  /** Unix ms of the first and the last change. */
  from: number
  to: number
  /** Exactly how many of each. */
  counts: { opened: number; worse: number; reopened: number; resolved: number }
  /** How many of those that are not resolved have which severity. */
  severities: Record<Severity, number>
  /** The worst first; only some of them when there are many. */
  notices: readonly Notice[]
}

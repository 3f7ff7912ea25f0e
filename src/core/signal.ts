import type { Position } from './position.ts'
import type { Severity } from './severity.ts'

export const signalKinds = ['fire', 'resolve', 'reopen', 'assign', 'archive'] as const
export type SignalKind = (typeof signalKinds)[number]

export const alertKinds = ['issue', 'metric'] as const
export type AlertKind = (typeof alertKinds)[number]

export interface Project {
  slug: string
  name: string
}

/** What an alert shows. A null is "this sender did not say" and never overwrites what is known. */
export interface Content {
  title: string | null
  description: string | null
  url: string | null
  project: Project | null
  severity: Severity
  /** Where the severity was taken from, in words: `level "fatal"`. */
  severityFrom: string
}

/** What one event says about one alert. */
export interface Signal {
  kind: SignalKind
  /** Unique within its integration: `sentry-issue-<id>` or `sentry-metric-<id>`. */
  dedupKey: string
  alertKind: AlertKind
  position: Position
  /** What the sender reported, in words, for the reason that people read. */
  said: string
  content: Content
  /** For `assign`: who has it now. */
  assignee: string | null
  /** For `archive`: why Sentry keeps quiet about it, and until when (Unix ms) where it says so. */
  archive: { reason: string; until: number | null } | null
  /** For `reopen`: what Sentry itself calls it, if anything. */
  reopening: 'regressed' | 'escalated' | null
}

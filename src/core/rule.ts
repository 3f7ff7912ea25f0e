import type { Change } from './notice.ts'
import { isWorse, type Severity } from './severity.ts'

/** Which changes of which alerts are told where. */
export interface Rule {
  id: string
  isEnabled: boolean
  match: Match
  channelIds: readonly string[]
  /** Whether the rules after it are not looked at when this one matches. */
  isLast: boolean
}

/** What is left out, or empty, is no condition. */
export interface Match {
  integrationIds: readonly string[]
  /** Slugs. */
  projects: readonly string[]
  /** This severity or a worse one. */
  leastSeverity: Severity
  changes: readonly Change[]
}

/** What a rule looks at. */
export interface Subject {
  change: Change
  integrationId: string
  projectSlug: string | null
  severity: Severity
}

/** One channel that is told, and because of which rule. */
export interface Way {
  channelId: string
  ruleId: string
}

/** Where a change is told: each channel once, because of the first rule that names it. Rules are looked at in their order. */
export function waysOf(rules: readonly Rule[], subject: Subject): Way[] {
  const ways = new Map<string, Way>()
  for (const { id, isEnabled, match, channelIds, isLast } of rules) {
    if (!isEnabled || !matches(match, subject)) continue
    for (const channelId of channelIds) {
      if (!ways.has(channelId)) ways.set(channelId, { channelId, ruleId: id })
    }
    if (isLast) break
  }
  return [...ways.values()]
}

export function matches(match: Match, subject: Subject): boolean {
  const { integrationIds, projects, leastSeverity, changes } = match
  return (
    !isWorse(leastSeverity, subject.severity) &&
    isAmong(changes, subject.change) &&
    isAmong(integrationIds, subject.integrationId) &&
    isAmong(projects, subject.projectSlug)
  )
}

function isAmong<T>(wanted: readonly T[], value: T | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value))
}

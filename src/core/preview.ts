import type { Change } from './notice.ts'
import type { Project } from './signal.ts'
import type { Severity } from './severity.ts'
import { waysOf, type Rule, type Way } from './rule.ts'

/** What is known of an alert afterwards: how it began and ended. How often it got worse in between is not. */
export interface Past {
  id: string
  integrationId: string
  project: Project | null
  title: string
  severity: Severity
  openedAt: number
  resolvedAt: number | null
  regressed: boolean
}

export type PastChange = Exclude<Change, 'worse'>
export type Counts = Record<PastChange, number>

/** One change that is told. */
export interface Example {
  at: number
  change: PastChange
  alert: Past
  ways: readonly Way[]
}

export interface Preview {
  /** How many changes are told nowhere. */
  untold: Counts
  /** By channel and by rule: of how many each is told; those that come up first, first. */
  channels: ReadonlyMap<string, Counts>
  rules: ReadonlyMap<string, Counts>
  /** The newest first. */
  examples: readonly Example[]
}

/**
 * What rules would have told of alerts that there were. A resolve goes where the opening was told, because nobody else waits for it,
 * unless the rule that told it there leaves resolves out.
 * @param most how many examples to give
 */
export function previewOf(rules: readonly Rule[], pasts: readonly Past[], most: number): Preview {
  const untold = none()
  const channels = new Map<string, Counts>()
  const byRule = new Map<string, Counts>()
  const told: Example[] = []
  for (const example of pasts.flatMap((past) => changesOf(rules, past))) {
    const { change, ways } = example
    if (ways.length === 0) untold[change] += 1
    else told.push(example)
    for (const { channelId, ruleId } of ways) {
      countsOf(channels, channelId)[change] += 1
      countsOf(byRule, ruleId)[change] += 1
    }
  }
  const examples = told.toSorted((a, b) => b.at - a.at).slice(0, most)
  return { untold, channels, rules: byRule, examples }
}

function changesOf(rules: readonly Rule[], alert: Past): Example[] {
  const { integrationId, severity, project, openedAt, resolvedAt, regressed } = alert
  const change = regressed ? 'reopened' : 'opened'
  const projectSlug = project?.slug ?? null
  const ways = waysOf(rules, { change, integrationId, severity, projectSlug })
  const opening: Example = { at: openedAt, change, alert, ways }
  if (resolvedAt === null) return [opening]
  const back = ways.filter(({ ruleId }) => tellsResolves(rules, ruleId))
  return [opening, { at: resolvedAt, change: 'resolved', alert, ways: back }]
}

function tellsResolves(rules: readonly Rule[], ruleId: string): boolean {
  const changes = rules.find(({ id }) => id === ruleId)?.match.changes ?? []
  return changes.length === 0 || changes.includes('resolved')
}

function countsOf(all: Map<string, Counts>, id: string): Counts {
  const known = all.get(id)
  if (known !== undefined) return known
  const counts = none()
  all.set(id, counts)
  return counts
}

function none(): Counts {
  return { opened: 0, reopened: 0, resolved: 0 }
}

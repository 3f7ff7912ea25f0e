import type { RuleView } from '../../contract/rules.ts'
import { changes, type Change } from '../../core/notice.ts'
import { severities, type Severity } from '../../core/severity.ts'

/** What happened to an alert. */
export const changeWords: Record<Change, string> = {
  opened: 'opened',
  worse: 'got worse',
  reopened: 'came back',
  resolved: 'resolved',
}

/** This severity and those that are worse. */
export function severityInWords(least: Severity): string {
  if (least === severities.at(-1)) return 'every severity'
  return least === severities[0] ? `${least} only` : `${least} and worse`
}

interface Names {
  integration: (id: string) => string
}

/** What a rule is about: `error and worse, of project shop, when it opened`. */
export function matchInWords(
  { integrationIds, projects, leastSeverity, changes: wanted }: RuleView['match'],
  { integration }: Names,
): string {
  const isEverything = leastSeverity === severities.at(-1)
  const narrow = [
    ...(projects.length > 0
      ? [`of ${plural('project', projects.length)} ${either(projects)}`]
      : []),
    ...(integrationIds.length > 0 ? [`from ${either(integrationIds.map(integration))}`] : []),
    ...(wanted.length > 0 && wanted.length < changes.length
      ? [`when it ${either(changes.filter((each) => wanted.includes(each)).map(verb))}`]
      : []),
  ]
  const what = isEverything ? 'every alert' : severityInWords(leastSeverity)
  return [what, ...narrow].join(', ')
}

const verb = (change: Change) => (change === 'resolved' ? 'is resolved' : verbs[change])
const verbs = { opened: 'opens', worse: 'gets worse', reopened: 'comes back' }

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}

import type { AlertView } from '../../contract/alerts.ts'
import { severities, type Severity } from '../../core/severity.ts'
import { hasTerms, termsOf } from '../../core/words.ts'

// Which alerts a list shows. Pure: it stands in the address of the page, and can be sent to somebody else.

export const views = ['open', 'snoozed', 'resolved', 'all'] as const
export type View = (typeof views)[number]

export interface AlertFilter {
  view: View
  /** None: all of them. */
  severities: readonly Severity[]
  project: string | null
  integrationId: string | null
  /** Empty for nobody. */
  assignee: string | null
  text: string
}

/** How an address says that nobody has an alert: what is empty there would be left out. */
export const nobody = '-'

/** The filter that an address says. What is no filter there is left out. */
export function filterIn(query: URLSearchParams): AlertFilter {
  const said = (query.get('severity') ?? '').split(',')
  const view = query.get('view')
  return {
    view: views.find((each) => each === view) ?? 'open',
    severities: severities.filter((each) => said.includes(each)),
    project: query.get('project'),
    integrationId: query.get('integration'),
    assignee: query.get('assignee') === nobody ? '' : query.get('assignee'),
    text: (query.get('q') ?? '').slice(0, 200),
  }
}

/** Whether it leaves anything out of its view. */
export function isNarrow(filter: AlertFilter): boolean {
  const { severities: some, project, integrationId, assignee, text } = filter
  return (
    some.length > 0 ||
    project !== null ||
    integrationId !== null ||
    assignee !== null ||
    text.trim() !== ''
  )
}

/** The same as the API is asked for it. */
export function askedFor(filter: AlertFilter): Record<string, string> {
  const { view, severities: some, project, integrationId, assignee, text } = filter
  return {
    ...(view === 'open' && { status: 'open,acknowledged', snoozed: 'false' }),
    ...(view === 'snoozed' && { status: 'open,acknowledged', snoozed: 'true' }),
    ...(view === 'resolved' && { status: 'resolved' }),
    ...(some.length > 0 && { severity: some.join(',') }),
    ...(project !== null && { project }),
    ...(integrationId !== null && { integrationId }),
    ...(assignee !== null && { assignee }),
    ...(text.trim() !== '' && { text }),
  }
}

/** Whether an alert is snoozed at a time, Unix ms. */
export function isSnoozed({ snooze }: Pick<AlertView, 'snooze'>, now: number): boolean {
  return snooze !== null && (snooze.until === null || Date.parse(snooze.until) > now)
}

/** Whether an alert that was told of belongs into the list, as the API would say. */
export function fits(filter: AlertFilter, alert: AlertView, now: number): boolean {
  const { severities: some, project, integrationId, assignee, text } = filter
  return (
    isInView(filter.view, alert, now) &&
    (some.length === 0 || some.includes(alert.severity)) &&
    (project === null || alert.project?.slug === project) &&
    (integrationId === null || alert.integrationId === integrationId) &&
    (assignee === null || (alert.assignee ?? '') === assignee) &&
    hasTerms(searchedIn(alert), termsOf(text))
  )
}

function isInView(view: View, alert: AlertView, now: number): boolean {
  switch (view) {
    case 'all':
      return true
    case 'resolved':
      return alert.status === 'resolved'
    case 'snoozed':
      return alert.status !== 'resolved' && isSnoozed(alert, now)
    case 'open':
      return alert.status !== 'resolved' && !isSnoozed(alert, now)
  }
}

function searchedIn({ title, description, project, dedupKey }: AlertView): string {
  return [title, description, project?.slug, project?.name, dedupKey].join('\n')
}

/**
 * What comes first in a list. Of what is not over: what nobody has taken yet, and of that the worst; else the newest.
 */
export function orderOf(view: View): (a: AlertView, b: AlertView) => number {
  const newest = (a: AlertView, b: AlertView) => Number(b.id) - Number(a.id)
  if (view === 'all' || view === 'resolved') return newest
  return (a, b) =>
    Number(a.status === 'acknowledged') - Number(b.status === 'acknowledged') ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    newest(a, b)
}

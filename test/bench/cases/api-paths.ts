import { known, shares } from '../past.ts'

const day = 86_400_000

/** Everything that is asked for: a path for each name. What is deep begins in the middle. */
export function pathsOf(size: { alerts: number; events: number }, now: number) {
  const asking = (path: string) => (query: Record<string, string>) =>
    `${path}?${new URLSearchParams(query).toString()}`
  const alerts = asking('/v1/alerts')
  const events = asking('/v1/events')
  const statistics = asking('/v1/statistics')
  const ago = (days: number) => new Date(now - days * day).toISOString()
  const middle = String(Math.floor(size.alerts / 2))
  const middleEvent = String(Math.floor(size.events / 2))
  const rareIntegration = String(shares.length)
  const open = { status: 'open' }
  return {
    alertsFirstPage: '/v1/alerts',
    alertsDeepPage: alerts({ cursor: middle }),
    alertsLastPage: alerts({ cursor: '40' }),
    statusOpen: alerts(open),
    statusOpenDeep: alerts({ ...open, cursor: middle }),
    statusOpenOrAcknowledged: alerts({ status: 'open,acknowledged' }),
    statusResolvedDeep: alerts({ status: 'resolved', cursor: middle }),
    severityCritical: alerts({ severity: 'critical' }),
    severityCriticalDeep: alerts({ severity: 'critical', cursor: middle }),
    openAndCritical: alerts({ ...open, severity: 'critical' }),
    integration: alerts({ integrationId: '1' }),
    rareIntegration: alerts({ integrationId: rareIntegration }),
    project: alerts({ project: known.project }),
    rareProject: alerts({ project: known.rareProject }),
    projectOfNone: alerts({ project: 'nothing-like-it' }),
    openInRareProject: alerts({ ...open, project: known.rareProject }),
    textFrequent: alerts({ text: known.frequentWord }),
    textFrequentDeep: alerts({ text: known.frequentWord, cursor: middle }),
    textRare: alerts({ text: known.rareWord }),
    textOfNone: alerts({ text: known.noWord }),
    textOfOneLetter: alerts({ text: 't' }),
    textTwoWordsNeverTogether: alerts({ text: known.neverTogether.join(' ') }),
    textFrequentOpen: alerts({ ...open, text: known.frequentWord }),
    textFrequentRareProject: alerts({ text: known.frequentWord, project: known.rareProject }),
    timeADay: alerts({ openedFrom: ago(45), openedBefore: ago(44) }),
    timeFromLongAgo: alerts({ openedBefore: ago(known.days - 1) }),
    timeAndCritical: alerts({
      openedFrom: ago(45),
      openedBefore: ago(44),
      severity: 'critical',
    }),
    snoozed: alerts({ snoozed: 'true' }),
    notSnoozed: alerts({ snoozed: 'false' }),
    notSnoozedAndOpen: alerts({ ...open, snoozed: 'false' }),
    assignee: alerts({ assignee: known.assignee }),
    rareAssignee: alerts({ assignee: known.rareAssignee }),
    assigneeNobody: alerts({ assignee: '' }),
    assigneeAndResolvedDeep: alerts({
      assignee: known.assignee,
      status: 'resolved',
      cursor: middle,
    }),
    showAlert: `/v1/alerts/${middle}`,
    eventsFirstPage: '/v1/events',
    eventsDeepPage: events({ cursor: middleEvent }),
    eventsDead: events({ state: 'dead' }),
    eventsPending: events({ state: 'pending' }),
    eventsIgnored: events({ outcome: 'ignored' }),
    eventsOfNoOutcome: events({ outcome: 'reopened' }),
    eventsOfRareIntegration: events({ integrationId: rareIntegration }),
    eventsOfRareResource: events({ resource: known.rareResource }),
    eventsOfNoResource: events({ resource: 'nothing-like-it' }),
    showEvent: `/v1/events/${middleEvent}`,
    statisticsByTheHour: statistics({ interval: 'hour' }),
    statisticsByTheDay: statistics({ interval: 'day' }),
    statistics40DaysByTheHour: statistics({ interval: 'hour', from: ago(40), to: ago(0) }),
    integrations: '/v1/integrations',
    integrationHealth: '/v1/integrations/1/health',
  }
}

import { lengthOfTime } from '../time.ts'
import {
  isAboutSignature,
  latest,
  seenIn,
  senderOf,
  unsignedIn,
  type Known,
  type Seen,
} from './sightings.ts'

export interface Step {
  name: string
  state: 'done' | 'waiting' | 'failed' | 'optional'
  /** What is known, or what to do next. */
  text: string
}

type State = Omit<Step, 'name'>

/** The legacy plugin sends only when an alert rule fires. */
const isRule = ({ resource }: Seen) => /^(?:event_alert|metric_alert|legacy)$/.test(resource)
const isResolve = ({ action }: Seen) => action !== null && /^(?:status_)?resolved/.test(action)

/** How far the connection is, from the first request to the first resolve. */
export function stepsOf(known: Known): Step[] {
  const seen = seenIn(known.health)
  const { issues, rule, resolved } = expected[senderOf(seen)](seen)
  return [
    { name: 'Reached Navish', ...reached(known, seen) },
    { name: 'Signature is right', ...signature(known, seen) },
    { name: 'Issue events seen', ...issues },
    { name: 'Alert rule seen', ...rule },
    { name: 'A resolve seen', ...resolved },
  ]
}

/** What each kind of sender can be expected to send. */
const expected: Record<
  ReturnType<typeof senderOf>,
  (seen: readonly Seen[]) => { issues: State; rule: State; resolved: State }
> = {
  sentry: (seen) => ({
    issues: seen.some(({ resource }) => resource === 'issue')
      ? done(actionsIn(seen))
      : waiting(
          'Tick “issue” under Webhooks in the internal integration. Then resolve or create an issue.',
        ),
    rule: seen.some(isRule)
      ? done('An issue alert or a metric alert has fired.')
      : waiting(
          'Switch Alert Rule Action on, and choose the integration as an action of an alert rule. “Send Test Notification” there tries it.',
        ),
    resolved: seen.some(isResolve)
      ? done('Alerts close when Sentry says so.')
      : waiting('Resolve an issue in Sentry: its alert must close here.'),
  }),
  legacy: () => ({
    issues: optional('The legacy plugin sends none. An internal integration does.'),
    rule: done('The legacy plugin sends when an alert rule fires.'),
    resolved: optional(
      'The legacy plugin never says it. Close such alerts here, or add an internal integration.',
    ),
  }),
  glitchtip: () => ({
    issues: optional('GlitchTip sends none, only alerts.'),
    rule: done('An alert of GlitchTip has arrived.'),
    resolved: optional('GlitchTip says it only of uptime monitors. Close other alerts here.'),
  }),
}

function reached({ health, now }: Known, seen: readonly Seen[]): State {
  const last = latest(seen)
  const [refused] = health.refusals
  if (last !== null) return done(`Last ${ago(last, now)}.`)
  return refused === undefined
    ? waiting(
        'Nothing has come from Sentry yet. Saving the integration there is not enough: something must happen.',
      )
    : failed(`Something reached it, but was refused: ${refused.reason}`)
}

function signature({ integration, health }: Known, seen: readonly Seen[]): State {
  const { signed, refusals } = health
  const { clientSecrets } = integration
  const last = latest(seen)
  const unsigned = unsignedIn(seen)
  if (!signed && unsigned !== null) return optional(`Not checked. ${unsigned} signs nothing.`)
  if (!signed) {
    return optional(
      'Not checked. Give Navish the Client Secret, and only Sentry can send, even if the URL leaks.',
    )
  }
  const since = Math.min(...clientSecrets.map(({ createdAt }) => Date.parse(createdAt)))
  const wrong = refusals.find(isAboutSignature)
  if (wrong !== undefined && Date.parse(wrong.lastAt) > (last ?? -Infinity))
    return failed(wrong.reason)
  if (last !== null && last >= since) return done('Every request is checked.')
  return waiting('It is checked with the next request.')
}

function actionsIn(seen: readonly Seen[]): string {
  const actions = seen.filter(({ resource }) => resource === 'issue').map(({ action }) => action)
  return `Seen: ${[...new Set(actions)].join(', ')}.`
}

function ago(at: number, now: number): string {
  return now - at < 3_000 ? 'just now' : `${lengthOfTime(now - at)} ago`
}

const done = (text: string): State => ({ state: 'done', text })
const waiting = (text: string): State => ({ state: 'waiting', text })
const failed = (text: string): State => ({ state: 'failed', text })
const optional = (text: string): State => ({ state: 'optional', text })

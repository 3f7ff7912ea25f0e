import type { HealthView, IntegrationView, RefusalView } from '../../contract/integrations.ts'
import { sampleResource } from '../../core/event.ts'
import { lengthOfTime } from '../time.ts'

// What one can tell of an integration from what it sent. Pure.

export interface Step {
  name: string
  state: 'done' | 'waiting' | 'failed' | 'optional'
  /** What is known, or what to do next. */
  text: string
}

export interface Mistake {
  title: string
  /** What to do about it. */
  advice: string
}

export interface Known {
  integration: IntegrationView
  health: HealthView
  /** What was refused because its token never was one. */
  strays: readonly RefusalView[]
  /** Unix ms. */
  now: number
}

type Seen = HealthView['resources'][number]

const hour = 60 * 60_000

const isRule = ({ resource }: Seen) => resource === 'event_alert' || resource === 'metric_alert'
const isResolve = ({ action, resource }: Seen) =>
  resource !== sampleResource && action !== null && /^(?:status_)?resolved/.test(action)

/** What Sentry has sent, without samples. */
function seenIn({ resources }: HealthView): readonly Seen[] {
  return resources.filter(({ resource }) => resource !== sampleResource)
}

/** How far the connection to Sentry is, from the first request to the first resolve. */
export function stepsOf({ integration, health, now }: Known): Step[] {
  const seen = seenIn(health)
  const last = latest(seen)
  const refused = health.refusals[0]
  return [
    {
      name: 'Reached Navish',
      ...(last !== null
        ? done(`Last ${ago(last, now)}.`)
        : refused !== undefined
          ? failed(`Something reached it, but was refused: ${refused.reason}`)
          : waiting(
              'Nothing has come from Sentry yet. Saving the integration there is not enough: something must happen.',
            )),
    },
    { name: 'Signature is right', ...signature(integration, health, last) },
    {
      name: 'Issue events seen',
      ...(seen.some(({ resource }) => resource === 'issue')
        ? done(actionsIn(seen))
        : waiting(
            'Tick “issue” under Webhooks in the internal integration. Then resolve or create an issue.',
          )),
    },
    {
      name: 'Alert rule seen',
      ...(seen.some(isRule)
        ? done('An issue alert or a metric alert has fired.')
        : waiting(
            'Switch Alert Rule Action on, and choose the integration as an action of an alert rule. “Send Test Notification” there tries it.',
          )),
    },
    {
      name: 'A resolve seen',
      ...(seen.some(isResolve)
        ? done('Alerts close when Sentry says so.')
        : waiting('Resolve an issue in Sentry: its alert must close here.')),
    },
  ]
}

function signature(
  { clientSecrets }: IntegrationView,
  { signed, refusals }: HealthView,
  last: number | null,
): Omit<Step, 'name'> {
  if (!signed) {
    return {
      state: 'optional',
      text: 'Not checked. Give Navish the Client Secret, and only Sentry can send, even if the URL leaks.',
    }
  }
  const since = Math.min(...clientSecrets.map(({ createdAt }) => Date.parse(createdAt)))
  const wrong = refusals.find(isAboutSignature)
  if (wrong !== undefined && Date.parse(wrong.lastAt) > (last ?? -Infinity))
    return failed(wrong.reason)
  if (last !== null && last >= since) return done('Every request is checked.')
  return waiting('It is checked with the next request.')
}

/** What goes wrong, with what to do, most telling first. Empty when nothing that one could name does. */
export function mistakesOf({ integration, health, strays, now }: Known): Mistake[] {
  const seen = seenIn(health)
  const recent = health.refusals.filter(({ lastAt }) => now - Date.parse(lastAt) < hour)
  const mistakes: Mistake[] = []

  if (integration.revokedAt !== null) {
    mistakes.push({
      title: 'This integration is revoked',
      advice: 'It takes nothing any more. Create another one, and give Sentry its URL.',
    })
  }
  for (const { reason, code, count } of recent) {
    mistakes.push({ ...refusalInWords(code, reason), title: titleOf(code, reason, count) })
  }
  const stray = strays.find(({ lastAt }) => now - Date.parse(lastAt) < hour)
  if (stray !== undefined && latest(seen) === null) {
    mistakes.push({
      title: `Wrong token: ${times(stray.count)} in the last day`,
      advice:
        'Somebody sends to a webhook URL of this server whose token does not exist. If that is your Sentry, copy the URL again, or make a new one below.',
    })
  }
  const isLegacyOnly = seen.length > 0 && seen.every(({ resource }) => resource === 'legacy')
  if (isLegacyOnly) {
    mistakes.push({
      title: 'Only the legacy webhook plugin sends here',
      advice:
        'It never says that something was resolved, so alerts stay open until somebody closes them here. Add an internal integration: it speaks of the same issues, and closes them.',
    })
  }
  const issues = seen.filter(({ resource }) => resource === 'issue')
  const created = issues.find(({ action }) => action === 'created')
  const isCreatedOnly = issues.length > 0 && issues.every(({ action }) => action === 'created')
  if (isCreatedOnly && created !== undefined && created.count >= 5) {
    mistakes.push({
      title: 'Only “created” arrives',
      advice:
        'Issues are never resolved here. In the internal integration, under Webhooks, tick the whole of “issue”, or at least created, resolved, ignored and unresolved.',
    })
  }
  const silence = silenceOf(health, now)
  if (silence !== null) mistakes.push(silence)
  return mistakes
}

/** Says that nothing came for longer than usual, which may be good or bad: nobody else would say it. */
function silenceOf(health: HealthView, now: number): Mistake | null {
  const { longestPauseMs } = health
  const last = latest(seenIn(health))
  if (longestPauseMs === null || last === null) return null
  const quiet = now - last
  if (quiet < Math.max(hour, 1.5 * longestPauseMs)) return null
  return {
    title: `Nothing for ${lengthOfTime(quiet)}, which is longer than usual`,
    advice: `In the last two weeks the longest pause was ${lengthOfTime(longestPauseMs)}. Look at the request log of the integration in Sentry; it may have been switched off, or not reach this address any more.`,
  }
}

function titleOf(code: string, reason: string, count: number): string {
  const many = `${times(count)} in the last day`
  if (/carries no Sentry-Hook-Signature/.test(reason)) return `Unsigned requests: refused ${many}`
  if (isAboutSignature({ reason })) return `Wrong client secret: refused ${many}`
  if (code === 'unauthorized') return `An old webhook URL: refused ${many}`
  return `Refused ${many}: ${code.replaceAll('_', ' ')}`
}

function refusalInWords(code: string, reason: string): { advice: string } {
  if (/carries no Sentry-Hook-Signature/.test(reason)) {
    return {
      advice:
        'With a client secret, only signed requests are taken, and the legacy plugin cannot sign. Give that sender an integration of its own, or remove the secret here.',
    }
  }
  if (isAboutSignature({ reason })) {
    return {
      advice:
        'Copy the Client Secret of the internal integration in Sentry again, and replace it below. Each internal integration has its own.',
    }
  }
  if (code === 'unauthorized') {
    return { advice: 'Its token was replaced or revoked: put the newest URL into Sentry.' }
  }
  return { advice: reason }
}

function isAboutSignature({ reason }: { reason: string }): boolean {
  return /signature/i.test(reason)
}

function actionsIn(seen: readonly Seen[]): string {
  const actions = seen.filter(({ resource }) => resource === 'issue').map(({ action }) => action)
  return `Seen: ${[...new Set(actions)].join(', ')}.`
}

function latest(seen: readonly Seen[]): number | null {
  return seen.length === 0
    ? null
    : Math.max(...seen.map(({ lastSeenAt }) => Date.parse(lastSeenAt)))
}

function ago(at: number, now: number): string {
  return now - at < 3_000 ? 'just now' : `${lengthOfTime(now - at)} ago`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en')} times`
}

const done = (text: string) => ({ state: 'done', text }) as const
const waiting = (text: string) => ({ state: 'waiting', text }) as const
const failed = (text: string) => ({ state: 'failed', text }) as const

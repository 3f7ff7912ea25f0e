import type { HealthView } from '../../contract/integrations.ts'
import { lengthOfTime } from '../time.ts'
import { isAboutSignature, latest, seenIn, senderOf, type Known } from './sightings.ts'

export interface Mistake {
  title: string
  /** What to do about it. */
  advice: string
}

const hour = 60 * 60_000

/** What goes wrong, with what to do, most telling first. Empty when nothing that one could name does. */
export function mistakesOf({ integration, health, strays, now }: Known): Mistake[] {
  const seen = seenIn(health)
  const isRecent = (at: string) => now - Date.parse(at) < hour
  const recent = health.refusals.filter(({ lastAt }) => isRecent(lastAt))
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
  const stray = strays.find(({ lastAt }) => isRecent(lastAt) && lastAt > integration.createdAt)
  if (stray !== undefined && latest(seen) === null) {
    mistakes.push({
      title: `Wrong token: ${times(stray.count)} in the last day`,
      advice:
        'Somebody sends to a webhook URL of this server whose token does not exist. If that is your Sentry, copy the URL again, or make a new one below.',
    })
  }
  if (senderOf(seen) === 'legacy') {
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

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en')} times`
}

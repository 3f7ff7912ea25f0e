import type { NewAlert } from '../../src/core/alert.ts'
import type { Severity } from '../../src/core/severity.ts'

// What a Navish has that has run for ninety days: the same in every run, so that it can be asked for what is rare in it.

/** What the lists are asked for: some of it is often there, some hardly ever, some never. */
export const known = {
  /** In one of three titles. */
  frequentWord: 'timeout',
  /** In one of ten titles each, never in the same. */
  neverTogether: ['gateway', 'migration'],
  rareWord: 'quokka',
  noWord: 'zyzzyva',
  assignee: 'jane@example.org',
  rareAssignee: 'new@example.org',
  project: 'shop-1',
  rareProject: 'attic',
  rareResource: 'seer',
  days: 90,
} as const

/** Parts of what the integrations send; the last one sends hardly anything. */
export const shares = [0.6, 0.25, 0.1, 0.0499, 0.0001]

const day = 86_400_000
const rares = 5

/** A number from 0 to 1 that stands for this one, the same whenever it is asked for. */
function chance(index: number, salt: number): number {
  let mixed = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x45d9f3b)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}

/** The first part that reaches this far, where all parts together are 1. */
function among(parts: readonly number[], point: number): number {
  let left = point
  const found = parts.findIndex((part) => (left -= part) < 0)
  return found === -1 ? 0 : found
}

/** Small numbers far more often than large ones, as projects and words are. */
const skewed = (point: number, most: number) => Math.floor(most ** point) - 1

const levels: readonly (readonly [Severity, number])[] = [
  ['critical', 0.02],
  ['error', 0.6],
  ['warning', 0.25],
  ['info', 0.13],
]
const errors = ['TypeError', 'ValueError', 'KeyError', 'OperationalError', 'IntegrityError']

export interface PastOptions {
  alerts: number
  events: number
  now: number
}

export interface PastAlert extends NewAlert {
  /** From 0. */
  integration: number
}

export interface PastEvent {
  /** Of its alert, from 0; null: it means nothing. */
  alert: number | null
  opens: boolean
  integration: number
  receivedAt: number
  resource: string
  action: string
  dead: boolean
}

/** All of it, each by its number from 0: what is later has the greater one. */
export function createPast({ alerts, events, now }: PastOptions) {
  const perAlert = events / alerts
  const openedAt = (index: number) => Math.floor(now - day * known.days * (1 - index / alerts))
  /** Whether it is one of the few, spread over all. */
  const isRare = (index: number, of: number, offset: number) =>
    index % Math.ceil(of / rares) === Math.floor(of / rares / 2) + offset
  const integrationOf = (index: number) => among(shares, chance(index, 1))

  function title(index: number): string {
    const words = Array.from(
      { length: 4 },
      (_, place) => `w${skewed(chance(index, 10 + place), 5000)}`,
    )
    const tenth = Math.floor(chance(index, 20) * 10)
    if (chance(index, 21) < 1 / 3) words.push(known.frequentWord)
    if (tenth < 2) words.push(known.neverTogether[tenth] ?? '')
    if (isRare(index, alerts, 0)) words.push(known.rareWord)
    return `${errors[index % errors.length]}: ${words.join(' ')}`
  }

  function assignee(index: number): string | null {
    if (isRare(index, alerts, 1)) return known.rareAssignee
    const point = chance(index, 30)
    if (point < 0.01) return known.assignee
    return point < 0.1 ? `user-${Math.floor(point * 500)}@example.org` : null
  }

  function snooze(index: number): NewAlert['userSnooze'] {
    if (chance(index, 40) > 0.1) return null
    const until = chance(index, 41) < 0.5 ? now + 30 * day : now - day
    return { until, by: 'user', reason: 'known', untilWorseThan: null }
  }

  function alert(index: number): PastAlert {
    const opened = openedAt(index)
    const fate = chance(index, 50)
    const status = fate < 0.015 ? 'open' : fate < 0.02 ? 'acknowledged' : 'resolved'
    const seconds = 60 * 500 ** chance(index, 51)
    const acknowledged = status === 'acknowledged' || chance(index, 52) < 0.3
    const slug = isRare(index, alerts, 2)
      ? known.rareProject
      : `shop-${skewed(chance(index, 53), 300)}`
    return {
      integration: integrationOf(index),
      dedupKey: `sentry-issue-${1_000_000_000 + index}`,
      kind: 'issue',
      status,
      severity:
        levels[
          among(
            levels.map(([, part]) => part),
            chance(index, 54),
          )
        ]?.[0] ?? 'error',
      title: title(index),
      description: `module_${index % 997}.function_${index % 89} in handle_${index % 31}`,
      url: `https://acme.sentry.io/issues/${1_000_000_000 + index}/`,
      project: { slug, name: slug },
      eventCount: Math.max(1, Math.round(perAlert)),
      assignee: assignee(index),
      userSnooze: status === 'resolved' ? null : snooze(index),
      sentrySnooze: null,
      openedAt: opened,
      lastEventAt: opened + 1000,
      acknowledgedAt: acknowledged ? opened + Math.floor(seconds * 200) : null,
      resolvedAt: status === 'resolved' ? opened + Math.floor(seconds * 1000) : null,
      resolvedBy: status === 'resolved' ? 'sentry' : null,
      previousAlertId: null,
      regressed: false,
    }
  }

  function event(index: number): PastEvent {
    const place = Math.floor(index / perAlert)
    const opens = index === Math.ceil(place * perAlert)
    // One that does not open an alert is about one of the newest.
    const about = opens ? place : Math.max(0, place - Math.floor(chance(index, 60) * 200))
    const means = opens || chance(index, 61) > 0.02
    const kind = among([0.7, 0.25, 0.05], chance(index, 62))
    const resource = ['issue', 'event_alert', 'metric_alert'][kind] ?? 'issue'
    return {
      alert: means ? about : null,
      opens,
      integration: integrationOf(about),
      receivedAt: openedAt(index / perAlert),
      resource: isRare(index, events, 3) ? known.rareResource : resource,
      action: ['created', 'triggered', 'critical'][kind] ?? 'created',
      dead: !means && chance(index, 63) < 0.002,
    }
  }

  return { alert, event }
}

import type { ActorKind, Role } from '../core/account.ts'
import type { AlertStatus, Resolver } from '../core/alert.ts'
import type { DeliveryState } from '../core/delivery.ts'
import type { EventState, Outcome } from '../core/event.ts'
import type { Change } from '../core/notice.ts'
import type { Severity } from '../core/severity.ts'
import type { AlertKind, SignalKind } from '../core/signal.ts'
import type { SilenceState } from '../core/silence.ts'

// One sentence for each word of the core. A new word does not compile until it has one.

export const ofStatus: Record<AlertStatus, string> = {
  open: 'It is wrong now, and nobody has taken it.',
  acknowledged: 'It is wrong now, and somebody is on it.',
  resolved: 'It is over. That is final: if it fires again, a new alert opens.',
}

export const ofSeverity: Record<Severity, string> = {
  critical: 'Sentry says `fatal` or `critical`.',
  error: 'Sentry says `error`; also an uptime monitor of GlitchTip that is down.',
  warning: 'Sentry says `warning`.',
  info: 'Sentry says `info`, `debug`, something else, or nothing.',
}

export const ofAlertKind: Record<AlertKind, string> = {
  issue: 'It is about an issue of Sentry or GlitchTip. Its dedup key is `sentry-issue-<id>`.',
  metric:
    'It is about a metric alert of Sentry or an uptime monitor of GlitchTip. Its dedup key is `sentry-metric-<id>`.',
}

export const ofResolver: Record<Resolver, string> = {
  sentry: 'Sentry said that it is over.',
  user: 'A person did, here.',
  timeout: 'Nothing was heard of it for too long. No version closes alerts like this yet.',
}

export const ofSignal: Record<SignalKind, string> = {
  fire: 'It is wrong.',
  reopen: 'It came back, escalated, or was opened again.',
  resolve: 'It is over.',
  assign: 'Somebody has it in Sentry.',
  archive: 'It was archived in Sentry.',
}

export const ofEventState: Record<EventState, string> = {
  pending: 'It is on disk and waits for the drain, or for another attempt.',
  done: 'It was processed. Its outcome says what became of it.',
  dead: 'It could not be processed in six attempts. `navish event replay` tries it again.',
}

export const ofOutcome: Record<Outcome, string> = {
  opened: 'It opened an alert.',
  updated: 'It brought an open alert up to date: count, time, title, severity, link.',
  resolved: 'It closed an alert.',
  reopened: 'It opened a new alert, because a resolved one came back.',
  assigned: 'It changed who has an alert.',
  snoozed: 'It snoozed an alert, because the issue was archived in Sentry.',
  late: 'Something newer was known already, so it changed nothing that people see.',
  replayed: 'It is a delivery that was made before, so it changed nothing.',
  ignored: 'It is valid, but nothing follows from it here.',
  dead: 'It could not be processed in six attempts.',
}

export const ofChange: Record<Change, string> = {
  opened: 'An alert opened.',
  worse: 'Its severity rose.',
  reopened: 'It came back after it was resolved, or it ended a snooze.',
  resolved: 'It is over.',
}

export const ofDeliveryState: Record<DeliveryState, string> = {
  pending: 'It is to be told, now or later.',
  sent: 'The other side has taken it.',
  dead: 'It was given up: after a day, or because it can never work like this. `navish delivery retry` begins another day.',
  quiet:
    'There was nothing to tell: the alert was snoozed or silenced, the channel was switched off, or what it would end was never told.',
}

export const ofSilenceState: Record<SilenceState, string> = {
  waiting: 'It has not begun yet.',
  active: 'It counts now.',
  over: 'It has ended.',
}

export const ofRole: Record<Role, string> = {
  viewer: 'Reads.',
  operator: 'Also acts on alerts, events and deliveries, and makes silences.',
  admin:
    'Also manages integrations, channels, rules and people, and sees the settings of channels.',
}

export const ofActor: Record<ActorKind, string> = {
  user: 'A person who signed in.',
  token: 'A program with an API token.',
  command: 'A command on the machine of the server, in the name of the account there.',
  system: 'Navish itself.',
}

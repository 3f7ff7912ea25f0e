import type { ChannelView } from './contract/channels.ts'
import type { DeliveryDetailView, DeliveryView } from './contract/deliveries.ts'
import type { PreviewView, RuleView } from './contract/rules.ts'
import type { SilenceView } from './contract/silences.ts'
import type { Notice } from './core/notice.ts'
import type { Preview } from './core/preview.ts'
import { silenceStateOf } from './core/silence.ts'
import type {
  Channel,
  Delivery,
  DeliveryDetail,
  StoredRule,
  StoredSilence,
} from './store/deliveries.ts'
import { iso, isoOrNull } from './views.ts'

// The JSON about who is told what, that other programs rely on; see views.ts.

/** @param secrets names of those that are set; null: they cannot be opened */
export function channelView(
  channel: Channel,
  { secrets, withSettings, now }: { secrets: string[] | null; withSettings: boolean; now: number },
): ChannelView {
  const { restsUntil } = channel.breaker
  return {
    id: channel.id,
    kind: channel.kind,
    name: channel.name,
    enabled: channel.isEnabled,
    settings: withSettings ? channel.settings : null,
    secrets,
    fallbackChannelId: channel.fallbackId,
    restsUntil: restsUntil === null || restsUntil <= now ? null : iso(restsUntil),
    failingSince: isoOrNull(channel.failingSince),
    lastFailure: channel.lastFailure,
    lastSentAt: isoOrNull(channel.lastSentAt),
    pending: channel.pending,
    dead: channel.dead,
    createdAt: iso(channel.createdAt),
    revision: channel.revision,
  }
}

export function ruleView(rule: StoredRule): RuleView {
  const { id, name, isEnabled, position, channelIds, isLast, revision } = rule
  const { integrationIds, projects, leastSeverity, changes } = rule.match
  return {
    id,
    name,
    enabled: isEnabled,
    position,
    match: {
      integrationIds: [...integrationIds],
      projects: [...projects],
      leastSeverity,
      changes: [...changes],
    },
    channelIds: [...channelIds],
    last: isLast,
    revision,
  }
}

export function silenceView(silence: StoredSilence, now: number): SilenceView {
  const { id, match, startsAt, endsAt, reason, by, createdAt } = silence
  const { integrationIds, projects, title } = match
  return {
    id,
    state: silenceStateOf(silence, now),
    match: { integrationIds: [...integrationIds], projects: [...projects], title },
    startsAt: iso(startsAt),
    endsAt: iso(endsAt),
    reason,
    by,
    createdAt: iso(createdAt),
  }
}

/** The id of a rule that was given to be tried, and is not kept. */
export const givenRuleId = ''

export function previewView(
  { untold, channels, rules, examples }: Preview,
  looked: { from: number; to: number; isComplete: boolean; alerts: number },
): PreviewView {
  return {
    from: iso(looked.from),
    to: iso(looked.to),
    complete: looked.isComplete,
    alerts: looked.alerts,
    untold,
    channels: [...channels].map(([channelId, counts]) => Object.assign({ channelId }, counts)),
    rules: [...rules].map(([id, counts]) => Object.assign({ ruleId: ruleIdOf(id) }, counts)),
    examples: examples.map(({ at, change, alert, ways }) => ({
      at: iso(at),
      change,
      alertId: alert.id,
      title: alert.title,
      severity: alert.severity,
      ways: ways.map(({ channelId, ruleId }) => ({ channelId, ruleId: ruleIdOf(ruleId) })),
    })),
  }
}

function ruleIdOf(id: string): string | null {
  return id === givenRuleId ? null : id
}

export function deliveryView(delivery: Delivery): DeliveryView {
  const { id, channelId, alertId, change, state, reason, ruleId, fallbackOf } = delivery
  const { attempts, together } = delivery
  return {
    id,
    channelId,
    alertId,
    change,
    state,
    reason,
    ruleId,
    fallbackOf,
    createdAt: iso(delivery.createdAt),
    // At once is kept as the beginning of all time.
    dueAt: state === 'pending' ? iso(Math.max(delivery.runAt, delivery.createdAt)) : null,
    attempts,
    sentAt: isoOrNull(delivery.sentAt),
    together,
  }
}

export function deliveryDetailView(delivery: DeliveryDetail): DeliveryDetailView {
  return {
    ...deliveryView(delivery),
    notice: noticeView(delivery.notice),
    tries: delivery.tries.map(({ at, ms, result, status, why, reply }) => ({
      at: iso(at),
      ms,
      result,
      status,
      why,
      reply,
    })),
  }
}

function noticeView({ at, reason, alert }: Notice): DeliveryDetailView['notice'] {
  const { kind, dedupKey, title, description, severity, severityBefore, project } = alert
  const { integration, eventCount, assignee, url, resolvedBy } = alert
  return {
    at: iso(at),
    reason,
    severityBefore,
    alert: {
      kind,
      dedupKey,
      title,
      description,
      severity,
      project,
      integration,
      eventCount,
      assignee,
      url,
      openedAt: iso(alert.openedAt),
      resolvedAt: isoOrNull(alert.resolvedAt),
      resolvedBy,
    },
  }
}

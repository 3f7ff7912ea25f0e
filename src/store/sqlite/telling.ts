import type { Database } from 'bun:sqlite'
import type { Alert } from '../../core/alert.ts'
import { cleanLink } from '../../core/text.ts'
import type { Change, Notice } from '../../core/notice.ts'
import { waysOf, type Match, type Rule, type Way } from '../../core/rule.ts'
import { silencedBecause, silenceOf, type Silence } from '../../core/silence.ts'
import { changeOf, quietBecause, type Changer } from '../../core/telling.ts'
import { idOf } from './ids.ts'

/** Why an alert changed, and by whom. */
export interface Cause {
  by: Changer
  /** In words. */
  reason: string
  /** Unix ms. */
  now: number
}

/** Writes down what people are to be told, in the transaction of the change that it tells. */
export interface Telling {
  /** An alert was `before` (null: it was not there) and is `after`. */
  note(before: Alert | null, after: Alert, cause: Cause): void
  /** Looks at rules and channels anew from now on: to be called at the end of each transaction. */
  forget(): void
}

interface Known {
  rules: Rule[]
  /** Ids of the channels that are switched on. */
  enabled: ReadonlySet<string>
  silences: Silence[]
  wasAnythingTold: boolean
}

// A type, not an interface: SQLite takes only what has an index signature.
type NewDelivery = {
  channelId: number
  alertId: number
  change: Change
  state: 'pending' | 'quiet'
  reason: string | null
  notice: string
  ruleId: number | null
  now: number
}

export function createTelling(client: Database): Telling {
  const statements = prepareTelling(client)
  let known: Known | null = null

  function look(now: number): Known {
    known ??= {
      silences: statements.silences.all(now).map(silenceIn),
      rules: statements.rules.all().map(ruleOf),
      enabled: new Set(statements.enabled.all().map(({ id }) => idOf(id))),
      wasAnythingTold: statements.wasAnythingTold.get() !== null,
    }
    return known
  }

  /** Those who were told that it opened, or should have been, unless all rules that told them leave the resolve out. */
  function waysBack(alert: Alert, { rules, wasAnythingTold }: Known): Way[] {
    if (!wasAnythingTold) return []
    const ways = new Map<string, Way>()
    for (const { channelId: channel, ruleId: rule } of statements.toldOf.all(Number(alert.id))) {
      const [channelId, ruleId] = [idOf(channel), idOf(rule ?? 0)]
      const changes = rules.find(({ id }) => id === ruleId)?.match.changes ?? []
      const isLeftOut = changes.length > 0 && !changes.includes('resolved')
      if (!isLeftOut && !ways.has(channelId)) ways.set(channelId, { channelId, ruleId })
    }
    return [...ways.values()]
  }

  function waysFor(change: Change, alert: Alert, found: Known): Way[] {
    if (change === 'resolved') return waysBack(alert, found)
    const { integrationId, severity, project } = alert
    return waysOf(found.rules, {
      change,
      integrationId,
      severity,
      projectSlug: project?.slug ?? null,
    })
  }

  /** Why a channel does not hear of a change that is not quiet by itself; null: it does. */
  function unheard(
    change: Change,
    channelId: string,
    alertId: number,
    { enabled }: Known,
  ): string | null {
    if (change !== 'resolved') {
      return enabled.has(channelId) ? null : 'The channel was switched off.'
    }
    const isAwaited = statements.isAwaited.get({ alertId, channelId: Number(channelId) }) !== null
    return isAwaited ? null : neverTold
  }

  return {
    note(before, after, cause) {
      const { now } = cause
      const change = changeOf(before, after, cause.by, now)
      if (change === null) return
      const found = look(now)
      const ways = waysFor(change, after, found)
      if (ways.length === 0) return
      const integration = statements.integration.get(Number(after.integrationId))?.name ?? ''
      const notice = JSON.stringify(noticeOf({ change, before, after, cause, integration }))
      const silence = change === 'resolved' ? undefined : silenceOf(found.silences, after, now)
      const quiet =
        quietBecause(after, change, now) ??
        (silence === undefined ? null : silencedBecause(silence))
      const alertId = Number(after.id)
      for (const { channelId, ruleId } of ways) {
        const reason = quiet ?? unheard(change, channelId, alertId, found)
        statements.add.run({
          channelId: Number(channelId),
          alertId,
          change,
          state: reason === null ? 'pending' : 'quiet',
          reason,
          notice,
          ruleId: Number(ruleId) || null,
          now,
        })
      }
      found.wasAnythingTold = true
      if (quiet !== null) statements.say.run({ alertId, now, text: `Nobody is told. ${quiet}` })
    },

    forget() {
      known = null
    },
  }
}

/** Nobody waits for the end of what they never heard of. */
export const neverTold = 'That it opened was never told here.'

function prepareTelling(client: Database) {
  return {
    rules: client.query<RuleRow, []>(
      'select id, "match", channel_ids as channelIds, is_last as isLast from rules where is_enabled order by position',
    ),
    enabled: client.query<{ id: number }, []>(
      'select id from channels where is_enabled and deleted_at is null',
    ),
    silences: client.query<SilenceRow, [number]>(`
      select id, "match", starts_at as startsAt, ends_at as endsAt, reason, by from silences
      where ends_at > ?`),
    wasAnythingTold: client.query<unknown, []>('select 1 from deliveries limit 1'),
    integration: client.query<{ name: string }, [number]>(
      'select name from integrations where id = ?',
    ),
    toldOf: client.query<{ channelId: number; ruleId: number | null }, [number]>(`
      select distinct channel_id as channelId, rule_id as ruleId from deliveries
      where alert_id = ? and "change" <> 'resolved' and state in ('pending', 'sent', 'dead')
        and channel_id in (select id from channels where deleted_at is null)
      order by channel_id, rule_id`),
    isAwaited: client.query<unknown, [{ alertId: number; channelId: number }]>(`
      select 1 from deliveries where alert_id = $alertId and channel_id = $channelId
        and "change" <> 'resolved' and state in ('pending', 'sent')`),
    add: client.query<unknown, [NewDelivery]>(`
      insert into deliveries
        (channel_id, alert_id, "change", state, reason, notice, rule_id, created_at, tried_since, run_at)
      values ($channelId, $alertId, $change, $state, $reason, $notice, $ruleId, $now, $now, $now)`),
    say: client.query<unknown, [{ alertId: number; now: number; text: string }]>(
      `insert into timeline (alert_id, at, kind, by, text) values ($alertId, $now, 'quiet', 'navish', $text)`,
    ),
  }
}

interface RuleRow {
  id: number
  match: string
  channelIds: string
  isLast: number
}

function ruleOf({ id, match, channelIds, isLast }: RuleRow): Rule {
  return {
    id: idOf(id),
    isEnabled: true,
    match: JSON.parse(match) as Match,
    channelIds: JSON.parse(channelIds) as string[],
    isLast: isLast === 1,
  }
}

type SilenceRow = Omit<Silence, 'id' | 'match'> & { id: number; match: string }

function silenceIn({ id, match, ...rest }: SilenceRow): Silence {
  return { ...rest, id: idOf(id), match: JSON.parse(match) as Silence['match'] }
}

interface Changed {
  change: Change
  before: Alert | null
  after: Alert
  cause: Cause
  integration: string
}

function noticeOf({ change, before, after, cause, integration }: Changed): Notice {
  return {
    change,
    at: cause.now,
    reason: cause.reason,
    alert: {
      id: after.id,
      kind: after.kind,
      dedupKey: after.dedupKey,
      title: after.title,
      description: after.description,
      severity: after.severity,
      severityBefore: change === 'worse' ? (before?.severity ?? null) : null,
      project: after.project,
      integration,
      eventCount: after.eventCount,
      assignee: after.assignee,
      url: cleanLink(after.url),
      openedAt: after.openedAt,
      resolvedAt: after.resolvedAt,
      resolvedBy: after.resolvedBy,
    },
  }
}

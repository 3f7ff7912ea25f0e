import type { Database } from 'bun:sqlite'
import type { Change } from '../../core/notice.ts'
import type { Match, Rule } from '../../core/rule.ts'
import type { Silence } from '../../core/silence.ts'
import { idOf } from './ids.ts'

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

/** What is looked at, and written, when an alert changed. */
export function prepareTelling(client: Database) {
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

export function ruleOf({ id, match, channelIds, isLast }: RuleRow): Rule {
  return {
    id: idOf(id),
    isEnabled: true,
    match: JSON.parse(match) as Match,
    channelIds: JSON.parse(channelIds) as string[],
    isLast: isLast === 1,
  }
}

type SilenceRow = Omit<Silence, 'id' | 'match'> & { id: number; match: string }

export function silenceIn({ id, match, ...rest }: SilenceRow): Silence {
  return { ...rest, id: idOf(id), match: JSON.parse(match) as Silence['match'] }
}

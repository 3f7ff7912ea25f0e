import type { Database } from 'bun:sqlite'
import { neverTold } from './telling.ts'

/** What becomes of deliveries on other channels, and of those that follow, when one cannot be told. */
export interface Fallbacks {
  /**
   * Has a delivery told on another channel, too, unless that is switched off or hears of it anyway: an opening with its end, an end only
   * where its opening is told.
   */
  fallBack(id: number, to: Falling): void
  /** Does that with what waits for a channel and was not given away yet, the oldest first. */
  fallBackAll(channelId: number, to: Falling): void
  /** An opening is dead: nobody waits for its end on this channel any more, unless they heard of the alert otherwise. */
  hush(channelId: number, alertId: number): void
}

export interface Falling {
  fallbackId: number
  /** Unix ms. */
  at: number
}

/** So many at once: each is written. */
const atOnce = 200

export function createFallbacks(client: Database): Fallbacks {
  const statements = prepareFallbacks(client)

  function fallBack(id: number, { fallbackId, at }: Falling): void {
    // One that is switched on again is told then.
    if (statements.usable.get(fallbackId) === null) return
    const marked = statements.mark.get(id)
    if (marked === null) return
    statements.copy.run({ id, fallbackId, at })
    if (marked.change === 'resolved') return
    const { alertId, channelId } = marked
    for (const end of statements.endsOf.all({ alertId, channelId, id })) {
      statements.copy.run({ id: end.id, fallbackId, at })
    }
  }

  return {
    fallBack,
    fallBackAll(channelId, to) {
      if (statements.usable.get(to.fallbackId) === null) return
      for (const { id } of statements.waiting.all(channelId, atOnce)) fallBack(id, to)
    },
    hush: (channelId, alertId) => void statements.hush.run({ channelId, alertId }),
  }
}

function prepareFallbacks(client: Database) {
  return {
    usable: client.query<unknown, [number]>(
      'select 1 from channels where id = ? and is_enabled and deleted_at is null',
    ),
    waiting: client.query<{ id: number }, [number, number]>(`
      select id from deliveries indexed by deliveries_to_fall_back
      where channel_id = ? and state = 'pending' and not has_fallen_back order by id limit ?`),
    mark: client.query<{ alertId: number; channelId: number; change: string }, [number]>(`
      update deliveries set has_fallen_back = 1 where id = ? and not has_fallen_back
      returning alert_id as alertId, channel_id as channelId, "change"`),
    endsOf: client.query<{ id: number }, [{ alertId: number; channelId: number; id: number }]>(`
      select id from deliveries indexed by deliveries_alert
      where alert_id = $alertId and channel_id = $channelId and id > $id and "change" = 'resolved'`),
    copy: client.query<unknown, [{ id: number; fallbackId: number; at: number }]>(`
      insert into deliveries
        (channel_id, alert_id, "change", state, notice, rule_id, fallback_of, created_at, tried_since, run_at)
      select $fallbackId, alert_id, "change", 'pending', notice, rule_id, id, $at, $at, $at
      from deliveries as one
      where id = $id and fallback_of is null
        and not exists (select 1 from deliveries as other indexed by deliveries_alert
          where other.alert_id = one.alert_id and other.channel_id = $fallbackId
            and other."change" = one."change" and other.state in ('pending', 'sent')
            and (one."change" in ('opened', 'resolved') or other.fallback_of = one.id
              or other.created_at = one.created_at))
        and (one."change" <> 'resolved' or exists (select 1 from deliveries as told indexed by deliveries_alert
          where told.alert_id = one.alert_id and told.channel_id = $fallbackId
            and told."change" <> 'resolved' and told.state in ('pending', 'sent')))`),
    hush: client.query<unknown, [{ channelId: number; alertId: number }]>(`
      update deliveries indexed by deliveries_alert set state = 'quiet', reason = '${neverTold}'
      where alert_id = $alertId and channel_id = $channelId and state = 'pending' and "change" = 'resolved'
        and not exists (select 1 from deliveries as told indexed by deliveries_alert
          where told.alert_id = $alertId and told.channel_id = $channelId
            and told."change" <> 'resolved' and told.state in ('sent', 'pending'))`),
  }
}

import type { Database } from 'bun:sqlite'
import type { EventState, Outcome } from '../../core/event.ts'

// Types, not interfaces: only these are taken as parameters of a statement.

/** An event that was taken up before and is pending again. */
export type Retry = Identity & {
  attempts: number
  processedAt: number | null
}

type Identity = {
  id: number
  integrationId: number
  receivedAt: number
  resource: string
  action: string | null
}

/** What became of an event. */
export type Became = {
  state: EventState
  outcome: Outcome | null
  reason: string
  runAt: number
  alertId: number | null
  processedAt: number | null
}

type Key = {
  integrationId: number
  key: string
}

/**
 * What the drain says to the database for every event: prepared once, and in SQL itself, because building a query costs more than
 * running it.
 */
export function prepareDrain(client: Database) {
  return {
    // The state stands in the SQL itself: a bound value would keep SQLite from using the partial index.
    due: client.query<Retry, [{ now: number; limit: number }]>(`
      select id, integration_id as integrationId, received_at as receivedAt, resource, action, attempts,
        processed_at as processedAt
      from events
      where state = 'pending' and run_at <= $now order by run_at, id limit $limit`),
    nextRun: client.query<{ at: number | null }, []>(`
      select min(run_at) as at from events where state = 'pending'`),
    moveTo: client.query<unknown, [number]>('update drain_position set event_id = ?'),
    put: client.query<unknown, [Identity & Became & { attempts: number }]>(`
      insert into events (id, integration_id, received_at, resource, action, state, outcome, reason, attempts, run_at,
        alert_id, processed_at)
      values ($id, $integrationId, $receivedAt, $resource, $action, $state, $outcome, $reason, $attempts, $runAt,
        $alertId, $processedAt)
      on conflict (id) do update set state = excluded.state, outcome = excluded.outcome, reason = excluded.reason,
        attempts = excluded.attempts, run_at = excluded.run_at, alert_id = excluded.alert_id,
        processed_at = excluded.processed_at`),
    // One table a statement: SQLite prepares a join anew each time that it is run, which costs ten times as much.
    seenAs: client.query<{ eventId: number }, [Key]>(`
      select event_id as eventId from replay_keys where integration_id = $integrationId and key = $key`),
    alertOf: client.query<{ alertId: number | null }, [number]>(
      'select alert_id as alertId from events where id = ?',
    ),
    firstWithKey: client.query<unknown, [Key & { eventId: number }]>(`
      insert into replay_keys (integration_id, key, event_id) values ($integrationId, $key, $eventId)
      on conflict do nothing`),
    tell: client.query<
      unknown,
      [{ alertId: number; at: number; kind: Outcome; text: string; eventId: number }]
    >(`
      insert into timeline (alert_id, at, kind, by, text, event_id)
      values ($alertId, $at, $kind, 'sentry', $text, $eventId)`),
    toldOf: client.query<{ alertId: number; kind: string }, [number]>(`
      select alert_id as alertId, kind from timeline where event_id = ? order by id`),
  }
}

/** What is known of dedup keys. */
export function prepareDedupKeys(client: Database) {
  return {
    memoryOf: client.query<{ memory: string; alertId: number | null }, [number, string]>(
      'select memory, alert_id as alertId from dedup_keys where integration_id = ? and dedup_key = ?',
    ),
    remember: client.query<
      unknown,
      [{ integrationId: number; dedupKey: string; alertId: number | null; memory: string }]
    >(`
      insert into dedup_keys (integration_id, dedup_key, alert_id, memory)
      values ($integrationId, $dedupKey, $alertId, $memory)
      on conflict (integration_id, dedup_key) do update set alert_id = excluded.alert_id, memory = excluded.memory`),
    /** For a key whose newest alert stays: SQLite writes an index again when one of its columns is only named. */
    renew: client.query<unknown, [{ integrationId: number; dedupKey: string; memory: string }]>(`
      update dedup_keys set memory = $memory where integration_id = $integrationId and dedup_key = $dedupKey`),
  }
}

export type DrainStatements = ReturnType<typeof prepareDrain>

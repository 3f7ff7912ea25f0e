import type { Database } from 'bun:sqlite'
import type { AlertStatus } from '../../core/alert.ts'
import type { Severity } from '../../core/severity.ts'

/** From the first to the last, both included: hours or days since 1970, UTC. */
export type Span = { first: number; last: number }

/** What is asked of the figures that are kept: none of it reads an alert; which ones are snoozed now stands in an index. */
export function prepareStatistics(client: Database) {
  return {
    current: client.query<{ status: AlertStatus; severity: Severity; count: number }, []>(
      `select status, severity, count from alert_counts where status <> 'resolved'`,
    ),
    // The condition of the partial index stands in it, so that it is used.
    snoozed: client.query<{ severity: Severity; count: number; until: number }, [number]>(
      `select severity, count(*) as count, min(snoozed_until) as until from alerts indexed by alerts_snoozed
      where snoozed_until is not null and snoozed_until > ? group by severity`,
    ),
    opened: client.query<
      { interval: number; severity: Severity; count: number },
      [Span & { hours: number }]
    >(`
      select hour / $hours as interval, severity, sum(count) as count from opened_hours
      where hour between $first and $last group by 1, 2 having sum(count) > 0`),
    resolved: client.query<{ interval: number; count: number }, [Span & { hours: number }]>(`
      select hour / $hours as interval, sum(count) as count from resolved_hours
      where hour between $first and $last group by 1 having sum(count) > 0`),
    durations: client.query<
      { bucket: number; count: number; totalMs: number },
      [Span & { kind: 'acknowledgement' | 'resolution' }]
    >(`
      select bucket, sum(count) as count, sum(total_ms) as totalMs from durations
      where kind = $kind and day between $first and $last
      group by bucket having sum(count) > 0 order by bucket`),
    projects: client.query<
      { integrationId: number; slug: string; alerts: number; events: number },
      [Span & { limit: number }]
    >(`
      select integration_id as integrationId, project_slug as slug, sum(alerts) as alerts, sum(events) as events
      from project_days where day between $first and $last
      group by 1, 2 having sum(alerts) > 0 or sum(events) > 0
      order by alerts desc, events desc, 1, 2 limit $limit`),
  }
}

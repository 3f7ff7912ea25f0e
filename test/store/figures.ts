import type { Database } from 'bun:sqlite'
import { history } from './history.ts'

type Row = Record<string, unknown>

/** The figures as the upgrade counts them, from alerts and events. */
export function countedAnew(client: Database) {
  const upgrade = history.find(({ name }) => name.endsWith('_accounts_and_figures'))?.sql ?? ''
  const counted = (table: string) =>
    upgrade
      .split('--> statement-breakpoint')
      .filter((statement) => statement.includes(`INSERT INTO \`${table}\` SELECT`))
      .flatMap((statement) => valuesOf(client, statement.slice(statement.indexOf('SELECT'))))
  const opened = counted('opened_hours')
  return {
    alertCounts: sorted(counted('alert_counts')),
    openedHours: sorted(opened.map((row) => row.slice(0, 3))),
    openedBetween: [],
    resolvedHours: sorted(counted('resolved_hours')),
    durations: sorted(counted('durations')),
    projectDays: sorted(counted('project_days').map((row) => row.slice(0, 4))),
    events: valuesOf(
      client,
      'select integration_id, sum(event_count) from alerts group by 1 order by 1',
    ),
    blocks: sorted(counted('event_blocks').filter((row) => !isIn(client, row))),
    resources: sorted(counted('integration_resources')),
    ...soundRevisions,
  }
}

/** The figures as they were kept all along, without those that are nothing. */
export function kept(client: Database) {
  return {
    alertCounts: sorted(valuesOf(client, 'select * from alert_counts where count <> 0')),
    openedHours: sorted(
      valuesOf(client, 'select hour, severity, count from opened_hours where count <> 0'),
    ),
    // Alerts that are not among the ids that their hour names.
    openedBetween: valuesOf(
      client,
      `select id from alerts join opened_hours using (severity)
       where hour = opened_at / 3600000 and id not between first_id and last_id`,
    ),
    resolvedHours: sorted(valuesOf(client, 'select * from resolved_hours where count <> 0')),
    durations: sorted(
      valuesOf(client, 'select * from durations where count <> 0 or total_ms <> 0'),
    ),
    projectDays: sorted(
      valuesOf(
        client,
        'select day, integration_id, project_slug, alerts from project_days where alerts <> 0',
      ),
    ),
    events: valuesOf(
      client,
      'select integration_id, sum(events) from project_days group by 1 order by 1',
    ),
    // It may name more than there is, but never less.
    blocks: [],
    resources: sorted(
      valuesOf(
        client,
        `select integration_id, resource, action, count, first_seen_at, last_seen_at from integration_resources`,
      ),
    ),
    ...revisionsIn(client),
  }
}

const soundRevisions = { sameRevisions: [], wrongRevisions: [], wrongSnoozes: [] }

/** What is wrong with the numbers of changes, and with the ends of snoozes. */
function revisionsIn(client: Database): Record<keyof typeof soundRevisions, unknown[]> {
  return {
    sameRevisions: valuesOf(
      client,
      `select revision from (select revision from alerts union all select revision from integrations)
       group by 1 having count(*) > 1`,
    ),
    wrongRevisions: valuesOf(
      client,
      `select id, revision, state_revision from alerts
       where revision < 1 or state_revision < 1 or state_revision > revision or revision > (select value from revisions)`,
    ),
    wrongSnoozes: valuesOf(
      client,
      `select id, snoozed_until from alerts where snoozed_until is not (
         select iif(status = 'resolved', null, max(coalesce(json_extract(value, '$.until'), 9007199254740991)))
         from json_each(json_array(json(user_snooze), json(sentry_snooze))) where value is not null)`,
    ),
  }
}

function isIn(client: Database, row: unknown[]): boolean {
  const found = client
    .query<Row, (string | number)[]>(
      'select 1 from event_blocks where block = ? and integration_id = ? and resource = ? and outcome = ?',
    )
    .get(...(row as (string | number)[]))
  return found !== null
}

function valuesOf(client: Database, sql: string): unknown[][] {
  return client.query<Row, []>(sql).values()
}

function sorted(rows: unknown[][]): unknown[][] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

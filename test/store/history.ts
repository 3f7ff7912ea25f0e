import { createHash } from 'node:crypto'
import { AppError } from '../../src/errors.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { readMigrations, type Migration } from '../../src/store/sqlite/migrations.ts'
import { unpackEvents, type Segment } from '../../src/store/sqlite/segment.ts'

/** The migrations of this version, oldest first. */
export const history: readonly Migration[] = readMigrations()

export function aMigration(name: string, sql: string): Migration {
  return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
}

/** What a next version could do. */
export const nextMigration = aMigration(
  '9999_colour',
  'ALTER TABLE `integrations` ADD `colour` text;',
)

type Row = Record<string, unknown>

/** An open database that is closed when the test is over. */
export function opened(dataDir: string, migrations?: readonly Migration[]) {
  const { $client: client } = openDatabase({
    dataDir,
    prepare: true,
    now: 7,
    ...(migrations && { migrations }),
  })
  return {
    run: (sql: string) => client.run(sql),
    rows: (sql: string) => client.query<Row, []>(sql).all(),
    row: (sql: string) => client.query<Row, []>(sql).get() ?? {},
    [Symbol.dispose]: () => client.close(),
  }
}

/** The `AppError` that it throws. */
export function errorOf(work: () => unknown): AppError {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it throws nothing')
}

/** One row in each table that matters, each referring to the others, as the version of this database wrote them. */
export function seed(database: ReturnType<typeof opened>): void {
  const statements = isFirst(database) ? eventOfTheFirst : eventSince
  for (const statement of [...before, ...statements, ...after]) database.run(statement)
}

/** Whether each event has its payload in a row of its own, as in the first version. */
function isFirst(database: ReturnType<typeof opened>): boolean {
  return database.rows(`select 1 from sqlite_schema where name = 'payloads'`).length > 0
}

const before = [
  `insert into integrations (id, name, source, created_at) values (1, 'shop', 'sentry', 1)`,
  `insert into integration_tokens (id, integration_id, hash, hint, created_at) values (2, 1, 'h', 'abcd', 1)`,
  `insert into integration_secrets (id, integration_id, secret, created_at) values (3, 1, 's', 1)`,
  `insert into alerts (id, integration_id, dedup_key, kind, status, severity, title, event_count, opened_at, last_event_at, regressed)
   values (4, 1, 'sentry-issue-1', 'issue', 'open', 'error', 'TypeError', 1, 1, 1, 0)`,
]

const eventOfTheFirst = [
  `insert into events (id, integration_id, received_at, resource, headers, replay_key, state, outcome, attempts, run_at, alert_id)
   values (5, 1, 1, 'issue', '{"user-agent":"sentry"}', 'key 1', 'done', 'opened', 1, 0, 4)`,
  `insert into payloads (event_id, body) values (5, x'efbbbf7b0a7d')`,
]

const eventSince = [
  `insert into events (id, integration_id, received_at, resource, state, outcome, attempts, run_at, alert_id)
   values (5, 1, 1, 'issue', 'done', 'opened', 1, 0, 4)`,
  `insert into segments (id, length, encoding, body) values (5, 1, 'plain',
   cast('[[1,1,"issue",null,{"user-agent":"sentry"},"key 1",6]]' || char(10) || x'efbbbf7b0a7d' as blob))`,
  `update drain_position set event_id = 5`,
]

const after = [
  `insert into replay_keys (integration_id, key, event_id) values (1, 'key 1', 5)`,
  `insert into dedup_keys (integration_id, dedup_key, alert_id, memory) values (1, 'sentry-issue-1', 4, '{}')`,
  `insert into timeline (id, alert_id, at, kind, by, text, event_id) values (6, 4, 1, 'opened', 'sentry', 'Opened.', 5)`,
]

/** What must never be lost, from every seeded row. */
export function seeded(database: ReturnType<typeof opened>): Row[] {
  const rows = database.rows(`
    select integrations.name, hash, secret, alerts.title, key,
      memory, timeline.text, timeline.event_id, dedup_keys.alert_id, events.alert_id as event_alert_id
    from integrations
    join integration_tokens on integration_tokens.integration_id = integrations.id
    join integration_secrets on integration_secrets.integration_id = integrations.id
    join alerts on alerts.integration_id = integrations.id
    join events on events.alert_id = alerts.id
    join replay_keys on replay_keys.event_id = events.id
    join dedup_keys on dedup_keys.alert_id = alerts.id
    join timeline on timeline.alert_id = alerts.id`)
  return rows.map((row) => Object.assign(row, receivedIn(database)))
}

/** What was received with the event. */
function receivedIn(database: ReturnType<typeof opened>): Row {
  if (isFirst(database)) {
    return database.row(
      `select replay_key, headers, lower(hex(body)) as body from events join payloads on event_id = id`,
    )
  }
  const segment = database.row('select * from segments') as unknown as Segment
  const [event] = unpackEvents(segment)
  return {
    replay_key: event?.replayKey,
    headers: JSON.stringify(event?.headers),
    body: Buffer.from(event?.payload ?? []).toString('hex'),
  }
}

export const whatWasSeeded = [
  {
    name: 'shop',
    hash: 'h',
    secret: 's',
    title: 'TypeError',
    replay_key: 'key 1',
    headers: '{"user-agent":"sentry"}',
    body: 'efbbbf7b0a7d',
    key: 'key 1',
    memory: '{}',
    text: 'Opened.',
    event_id: 5,
    alert_id: 4,
    event_alert_id: 4,
  },
]

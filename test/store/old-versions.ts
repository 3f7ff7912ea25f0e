import { history, type opened } from './history.ts'

type Opened = ReturnType<typeof opened>

// A database as each version before this one left it, with rows in every table, in the SQL of its time. What stands here is never changed: a
// new migration gets a function of its own at the end.

/** The day on which everything happened; Unix ms. */
export const day = Date.parse('2026-03-02T00:00:00Z')

/** What Sentry sent, byte for byte: with a mark of byte order, with a letter of four bytes, and with no text at all. */
export const payloads: Record<string, Buffer> = {
  5: Buffer.from('\ufeff{"action":"created","title":"Ünïcode \u{1f4a5}"}\r\n'),
  6: Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
  7: Buffer.from(`{"long":"${'x'.repeat(3000)}"}`),
  8: Buffer.from('{"waits":true}'),
}

/** The headers that were kept, and what a repetition is known by. */
export const headers = { 'user-agent': 'sentry', 'sentry-hook-resource': 'issue' }

const hex = (bytes: Uint8Array) => `x'${Buffer.from(bytes).toString('hex')}'`
const nothing = '{"fired":null,"reopened":null,"resolved":null,"archived":null,"assigned":null}'

/** Fills a database that has so many of the migrations. */
export function fillVersion(database: Opened, applied: number): void {
  for (const sql of initial) database.run(sql)
  for (const sql of applied > 1 ? events : eventsWithPayloads) database.run(sql)
  for (const sql of about) database.run(sql)
  if (applied > 3) for (const sql of accounts()) database.run(sql)
  if (applied > 4) for (const sql of settingsAndHours) database.run(sql)
  if (applied > 6) for (const sql of deliveries) database.run(sql)
  if (applied > 7) for (const sql of retention) database.run(sql)
}

const initial = [
  `insert into integrations (id, name, source, created_at, revoked_at) values
    (1, 'shop', 'sentry', ${day}, null), (2, 'attic', 'sentry', ${day}, ${day + 5})`,
  `insert into integration_tokens (id, integration_id, hash, hint, created_at, expires_at) values
    (1, 1, 'hash of a token', 'abcd', ${day}, null), (2, 1, 'hash of an old one', 'efgh', ${day}, ${day + 9})`,
  `insert into integration_secrets (id, integration_id, secret, created_at) values (1, 1, 'a client secret', ${day})`,
  `insert into alerts (id, integration_id, dedup_key, kind, status, severity, title, description, url, project_slug,
      project_name, event_count, assignee, user_snooze, opened_at, last_event_at, acknowledged_at, resolved_at,
      resolved_by, previous_alert_id, regressed) values
    (1, 1, 'sentry-issue-1', 'issue', 'resolved', 'error', 'TypeError: quokka', null, null, 'shop', 'Shop', 1, null, null,
      ${day}, ${day}, ${day + 60_000}, ${day + 120_000}, 'user', null, 0),
    (2, 1, 'sentry-issue-1', 'issue', 'open', 'critical', 'TypeError: quokka again', 'in cart', 'https://sentry.example.org/1',
      'shop', 'Shop', 2, 'jane', null, ${day + 180_000}, ${day + 200_000}, null, null, null, 1, 1),
    (3, 1, 'sentry-metric-7', 'metric', 'acknowledged', 'warning', 'Slow', null, null, null, null, 1, null,
      '{"until":null,"by":"user","reason":"known","untilWorseThan":null}', ${day}, ${day}, ${day + 30_000}, null, null, null, 0)`,
]

/** Each event with its payload beside it. */
const eventsWithPayloads = [
  `insert into events (id, integration_id, received_at, resource, action, headers, replay_key, state, outcome, reason,
      attempts, run_at, alert_id, processed_at) values
    (5, 1, ${day}, 'issue', 'created', '${JSON.stringify(headers)}', 'key 5', 'done', 'opened', 'It is new.', 1, 0, 2, ${day + 1}),
    (6, 1, ${day + 1}, 'issue', null, '{}', null, 'dead', 'dead', 'It cannot be read.', 8, 0, null, ${day + 2}),
    (7, 1, ${day + 2}, 'comment', 'created', '{}', null, 'done', 'ignored', 'A comment.', 1, 0, null, ${day + 3}),
    (8, 1, ${day + 3}, 'issue', 'created', '{}', null, 'pending', null, null, 0, 0, null, null)`,
  ...Object.entries(payloads).map(
    ([id, body]) => `insert into payloads (event_id, body) values (${id}, ${hex(body)})`,
  ),
]

/** One row for what came together: a line of JSON, then the payloads, end to end; compressed or not. */
function segment(last: number, lines: [unknown[], Buffer][], encoding: 'plain' | 'zstd'): string {
  const head = lines.map(([entry, body]) => [...entry, body.length])
  const plain = Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    ...lines.map(([, body]) => body),
  ])
  const body = encoding === 'zstd' ? Bun.zstdCompressSync(plain) : plain
  return `insert into segments (id, length, encoding, body) values (${last}, ${lines.length}, '${encoding}', ${hex(body)})`
}

const payload = (id: number) => payloads[id] ?? Buffer.alloc(0)

/** The payloads in a log; what waits stands only there. */
const events = [
  `insert into events (id, integration_id, received_at, resource, action, state, outcome, reason, attempts, run_at,
      alert_id, processed_at) values
    (5, 1, ${day}, 'issue', 'created', 'done', 'opened', 'It is new.', 1, 0, 2, ${day + 1}),
    (6, 1, ${day + 1}, 'issue', null, 'dead', 'dead', 'It cannot be read.', 8, 0, null, ${day + 2}),
    (7, 1, ${day + 2}, 'comment', 'created', 'done', 'ignored', 'A comment.', 1, 0, null, ${day + 3})`,
  segment(
    6,
    [
      [[1, day, 'issue', 'created', headers, 'key 5'], payload(5)],
      [[1, day + 1, 'issue', null, {}, null], payload(6)],
    ],
    'plain',
  ),
  segment(
    8,
    [
      [[1, day + 2, 'comment', 'created', {}, null], payload(7)],
      [[1, day + 3, 'issue', 'created', {}, null], payload(8)],
    ],
    'zstd',
  ),
  'update drain_position set event_id = 7',
]

const about = [
  `insert into replay_keys (integration_id, key, event_id) values (1, 'key 5', 5)`,
  `insert into dedup_keys (integration_id, dedup_key, alert_id, memory) values
    (1, 'sentry-issue-1', 2, '${nothing}'), (1, 'sentry-metric-7', 3, '${nothing}'), (1, 'sentry-issue-9', null, '${nothing}')`,
  `insert into timeline (id, alert_id, at, kind, by, text, event_id) values
    (1, 1, ${day}, 'opened', 'sentry', 'Opened.', null), (2, 1, ${day + 120_000}, 'resolved', 'jane', 'Fixed.', null),
    (3, 2, ${day + 180_000}, 'opened', 'sentry', 'It came back.', 5), (4, 2, ${day + 190_000}, 'note', 'jane', 'Looking.', null),
    (5, 3, ${day}, 'opened', 'sentry', 'Slow.', null)`,
  `insert into heartbeat (id, at) values (1, ${day})`,
]

/** With the figures as that version kept them: it counted what was there before in the same way. */
function accounts(): string[] {
  const counted = (history[3]?.sql ?? '')
    .split('--> statement-breakpoint')
    .map((sql) => sql.slice(Math.max(0, sql.search(/^(?:INSERT|UPDATE)/m))).trim())
    .filter((sql) => /^(?:UPDATE|INSERT INTO `(?!revisions|words|alert_words))/.test(sql))
  return [
    ...counted,
    'update revisions set value = 5',
    `insert into users (id, email, name, role, password_hash, created_at, last_sign_in_at, revision) values
      (1, 'jane@example.org', 'Jane', 'admin', 'a hash', ${day}, ${day + 7}, 4)`,
    `insert into identities (issuer, subject, user_id, created_at) values ('https://login.example.org', 'jane', 1, ${day})`,
    `insert into sessions (id, hash, user_id, created_at, last_used_at, expires_at, address, user_agent) values
      (1, 'hash of a session', 1, ${day}, ${day}, ${day + 86_400_000}, '192.0.2.1', 'a browser')`,
    `insert into links (hash, kind, user_id, created_at, expires_at) values ('hash of a link', 'password', 1, ${day}, ${day + 9})`,
    `insert into api_tokens (id, hash, hint, label, role, user_id, created_by, created_at) values
      (1, 'hash of an API token', 'wxyz', 'ci', 'viewer', 1, 'jane@example.org', ${day})`,
    `insert into audit_log (id, at, actor_kind, actor_id, actor_name, action, target, text) values
      (1, ${day}, 'user', '1', 'jane@example.org', 'alert.resolve', 'alert 1', 'Fixed.')`,
    `insert into once_keys (owner, key, fingerprint, created_at, status, body) values ('user 1', 'k', 'f', ${day}, 200, '{}')`,
    `insert into refusals (hour, integration_id, code, reason, count, last_at) values
      (${day / 3_600_000}, 1, 'unauthorized', 'The signature is wrong.', 4, ${day + 8})`,
  ]
}

const settingsAndHours = [
  `insert into settings (name, value) values ('publicUrl', 'https://navish.example.org')`,
  `insert into integration_hours (integration_id, hour, count) values (1, ${day / 3_600_000}, 3)`,
]

const notice = JSON.stringify({
  change: 'opened',
  at: day,
  reason: 'It came back.',
  alert: {
    id: '2',
    kind: 'issue',
    dedupKey: 'sentry-issue-1',
    title: 'TypeError: quokka again',
    description: 'in cart',
    severity: 'critical',
    severityBefore: null,
    project: { slug: 'shop', name: 'Shop' },
    integration: 'shop',
    eventCount: 1,
    assignee: null,
    url: null,
    openedAt: day,
    resolvedAt: null,
    resolvedBy: null,
  },
})

const deliveries = [
  `insert into channels (id, kind, name, settings, sealed, fallback_id, is_enabled, created_at, revision) values
    (1, 'ntfy', 'phones', '{"serverUrl":"https://ntfy.example.org"}', 'v1.key.nonce.box', null, 1, ${day}, 1)`,
  `insert into rules (id, position, name, is_enabled, match, channel_ids, is_last, revision) values
    (1, 1, 'all', 1, '{"integrationIds":[],"projects":[],"leastSeverity":"info","changes":["opened"]}', '["1"]', 0, 1)`,
  `insert into silences (id, match, starts_at, ends_at, reason, by, created_at) values
    (1, '{"integrationIds":["1"],"projects":[],"title":null}', ${day}, ${day + 9}, 'a move', 'jane', ${day})`,
  `insert into deliveries (id, channel_id, alert_id, "change", state, reason, notice, rule_id, created_at, tried_since,
      run_at, attempts, sent_at) values
    (1, 1, 2, 'opened', 'sent', null, '${notice}', 1, ${day}, ${day}, 0, 1, ${day + 4}),
    (2, 1, 2, 'worse', 'dead', 'refused', '${notice}', 1, ${day}, ${day}, ${day}, 9, null),
    (3, 1, 2, 'reopened', 'pending', null, '${notice}', 1, ${day}, ${day}, 0, 0, null)`,
  `insert into attempts (id, delivery_id, at, ms, result, status, why, reply) values
    (1, 1, ${day + 4}, 12, 'sent', 200, null, 'ok'), (2, 2, ${day + 5}, 30, 'refused', 404, 'gone', 'no')`,
  `update integrations set silent_after = 3600000, watched_since = ${day} where id = 1`,
]

const retention = [
  `insert into newest_hours (hour, event_id, delivery_id, silence_id, revision) values (${day / 3_600_000}, 8, 3, 1, 5)`,
  `update retention set seen_at = ${day + 10}, counted_segments = 8, payloads = 4, payload_bytes = 3100`,
]

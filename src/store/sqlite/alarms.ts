import type { Alarm } from '../../core/alarm.ts'
import type { Alert, NewAlert } from '../../core/alert.ts'
import type { DeliveryStore } from '../deliveries.ts'
import type { StoredAlert } from './alert-statements.ts'
import { createAlertWriter } from './alert-writer.ts'
import type { Orm } from './database.ts'
import { prepareDedupKeys } from './drain-statements.ts'
import { idOf } from './ids.ts'
import { inTransaction } from './transaction.ts'
import { nothingKnown } from '../../core/memory.ts'

/** As what Navish itself stands among the integrations: on no list, because nobody can send to it. */
const itself = 'Navish'
const project = { slug: 'navish', name: 'Navish' }
const keyOf = (alarm: Pick<Alarm, 'key'>) => `navish-${alarm.key}`

/** What is wrong with Navish itself, as alerts like any other: they are told by the same rules. */
export function createAlarms(db: Orm): Pick<DeliveryStore, 'noteAlarms' | 'listDeadSince'> {
  const { $client: client } = db
  const writer = createAlertWriter(client)
  const { remember } = prepareDedupKeys(client)
  const statements = prepareAlarms(db)

  function integrationId(now: number): number {
    const found = statements.itself.get(itself)
    return found?.id ?? Number(statements.addItself.run({ name: itself, now }).lastInsertRowid)
  }

  function openAlarms(): StoredAlert[] {
    return statements.open.all(itself).flatMap(({ id }) => writer.find(id) ?? [])
  }

  function open(alarm: Alarm, now: number): void {
    const integration = integrationId(now)
    const dedupKey = keyOf(alarm)
    const previous = statements.newest.get(integration, dedupKey)?.id ?? null
    const reason = `Navish noticed it. ${alarm.description}`
    const { alert } = writer.open(
      integration,
      newAlertOf(alarm, {
        dedupKey,
        now,
        previousAlertId: previous === null ? null : idOf(previous),
      }),
      { by: 'sentry', reason, now },
    )
    const alertId = Number(alert.id)
    const memory = JSON.stringify(nothingKnown)
    remember.run({ integrationId: integration, dedupKey, alertId, memory })
    statements.say.run({ alertId, now, kind: 'opened', text: reason })
  }

  function change(before: StoredAlert, alarm: Alarm, now: number): void {
    const { severity, title, description } = alarm
    const { alert } = before
    const isSame =
      alert.severity === severity && alert.title === title && alert.description === description
    if (isSame) return
    const changed: Alert = { ...alert, severity, title, description, lastEventAt: now }
    writer.update(before, changed, { by: 'sentry', reason: description, now })
    statements.say.run({ alertId: Number(alert.id), now, kind: 'updated', text: description })
  }

  function end(before: StoredAlert, now: number): void {
    const reason = 'Navish noticed that it is over.'
    const resolved: Alert = {
      ...before.alert,
      status: 'resolved',
      userSnooze: null,
      resolvedAt: now,
      resolvedBy: 'timeout',
    }
    writer.update(before, resolved, { by: 'sentry', reason, now })
    statements.say.run({ alertId: Number(before.alert.id), now, kind: 'resolved', text: reason })
  }

  return {
    async noteAlarms(standing, fresh, now) {
      await inTransaction(db, () => {
        writer.forget()
        const known = new Map(openAlarms().map((stored) => [stored.alert.dedupKey, stored]))
        for (const alarm of standing) {
          const before = known.get(keyOf(alarm))
          if (before !== undefined) change(before, alarm, now)
          else if (fresh.has(alarm.key)) open(alarm, now)
        }
        const keys = new Set(standing.map(keyOf))
        for (const stored of known.values()) {
          if (!keys.has(stored.alert.dedupKey)) end(stored, now)
        }
        writer.write()
      })
    },

    async listDeadSince(since) {
      return statements.dead
        .all({ since })
        .map(({ channelId, at }) => ({ channelId: idOf(channelId), at }))
    },
  }
}

function newAlertOf(
  { severity, title, description }: Alarm,
  {
    dedupKey,
    now,
    previousAlertId,
  }: { dedupKey: string; now: number; previousAlertId: string | null },
): NewAlert {
  return {
    dedupKey,
    kind: 'metric',
    status: 'open',
    severity,
    title,
    description,
    url: null,
    project,
    // None: nobody sent it.
    eventCount: 0,
    assignee: null,
    userSnooze: null,
    sentrySnooze: null,
    openedAt: now,
    lastEventAt: now,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    previousAlertId,
    regressed: false,
  }
}

function prepareAlarms({ $client: client }: Orm) {
  return {
    // One that a person made under this name is not deleted at the moment at which it was created.
    itself: client.query<{ id: number }, [string]>(
      'select id from integrations where name = ? and deleted_at = created_at',
    ),
    addItself: client.query<unknown, [{ name: string; now: number }]>(`
      insert into integrations (name, source, created_at, revoked_at, deleted_at)
      values ($name, 'sentry', $now, $now, $now)`),
    open: client.query<{ id: number }, [string]>(`
      select alerts.id from integrations join alerts on alerts.integration_id = integrations.id
      where name = ? and deleted_at = created_at and status <> 'resolved'`),
    newest: client.query<{ id: number | null }, [number, string]>(
      'select alert_id as id from dedup_keys where integration_id = ? and dedup_key = ?',
    ),
    say: client.query<unknown, [{ alertId: number; now: number; kind: string; text: string }]>(
      `insert into timeline (alert_id, at, kind, by, text) values ($alertId, $now, $kind, 'navish', $text)`,
    ),
    /** The newest of each channel is enough, and few are looked at. */
    dead: client.query<{ channelId: number; at: number }, [{ since: number }]>(`
      select id as channelId, (select run_at from deliveries indexed by deliveries_dead where channel_id = channels.id
        and state = 'dead' order by id desc limit 1) as at
      from channels where deleted_at is null and at >= $since`),
  }
}

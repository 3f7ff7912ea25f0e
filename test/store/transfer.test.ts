import { expect, test } from 'bun:test'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { createSqliteStore } from '../../src/store/sqlite/store.ts'
import type { AlertPart, SettingsRecord, TransferRecord } from '../../src/store/transfer.ts'
import { only, retain, unlimited } from '../support/retention.ts'
import { audit } from './conformance/telling.ts'
import { setup } from './conformance/setup.ts'
import { countedAnew, kept } from './figures.ts'

const hour = 3_600_000
const isSetting = (one: TransferRecord): one is SettingsRecord => one.record === 'integration'
const isAlertPart = (one: TransferRecord): one is AlertPart =>
  ['alert', 'timeline', 'key'].includes(one.record)

function openOne() {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  return { db, store: createSqliteStore(db) }
}

/** Some hundred alerts over some days, some of one key, with people's doing. */
async function lived() {
  const { store } = openOne()
  const t = await setup(() => store)
  for (let nth = 0; nth < 300; nth += 1) {
    const what = nth % 3 === 2 ? 'resolve' : 'fire'
    const text = `${what} k${nth % 40} ${nth % 2 === 0 ? 'critical' : 'warning'} ${nth % 5 === 0 ? 'shop' : 'api'}`
    await store.append([
      {
        integrationId: t.integrationId,
        // Over and over from the end of a day to the beginning of another.
        receivedAt: (nth * 7 * hour) % (90 * hour),
        resource: 'issue',
        action: null,
        headers: {},
        payload: new TextEncoder().encode(text),
        replayKey: null,
      },
    ])
  }
  await t.drain()
  return t
}

async function moved() {
  await using from = await lived()
  const records = (
    await Array.fromAsync(from.store.exportAll({ settings: false, alerts: true, events: false }))
  ).flat()
  const to = openOne()
  const { integrations } = await to.store.importSettings({
    records: records.filter(isSetting),
    now: 1,
    rehearse: false,
    audit,
  })
  const target = to.store.importAlerts(integrations, { rehearse: false })
  const parts = records.filter(isAlertPart)
  for (let at = 0; at < parts.length; at += 7) await target.take(parts.slice(at, at + 7))
  return { ...to, integrations, parts, alerts: parts.filter(({ record }) => record === 'alert') }
}

test('after an import the figures are what is counted anew, and each change has its number', async () => {
  const { db, store, alerts } = await moved()

  expect(alerts.length).toBeGreaterThan(100)
  const figures: unknown = kept(db.$client)
  expect(figures).toEqual(countedAnew(db.$client))
  expect(await store.revision()).toBeGreaterThanOrEqual(alerts.length)
  await store.close()
})

test('what was imported is found by its words, and is a change for whoever follows changes', async () => {
  const { store, alerts } = await moved()
  const page = { limit: 1000 }
  const before = (await store.listAlerts({ text: 'k7' }, page)).items

  while (await store.indexWords(100));

  expect(before.length).toBeGreaterThan(0)
  expect((await store.listAlerts({ text: 'k7' }, page)).items).toEqual(before)
  expect((await store.listChanges(0, 1000)).alerts).toHaveLength(alerts.length)
  await store.close()
})

test('an import that begins anew at each alert finds all of them, whatever the clock did', async () => {
  const { store, integrations, alerts } = await moved()
  let skipped = 0
  // Each time it knows nothing.
  for (const alert of alerts.toReversed()) {
    skipped += (await store.importAlerts(integrations, { rehearse: true }).take([alert])).skipped
  }

  expect(skipped).toBe(alerts.length)
  await store.close()
})

test('an import goes on when retention removes beside it what it has put in', async () => {
  const { db, store, integrations, parts } = await moved()
  const { alerts } = only('alerts', { most: 1 })
  const limits = { ...unlimited, alerts }
  const target = store.importAlerts(integrations, { rehearse: false })

  const resolved = async () =>
    (await store.listAlerts({ status: ['resolved'] }, { limit: 1000 })).items.length
  const before = await resolved()

  // What is there, what was removed since it was seen, and what was removed since it was put in.
  for (const part of parts) {
    await target.take([part])
    await retain(store, limits)
  }

  const counted =
    'select (select count(*) from alerts) - (select total(count) from alert_counts) as difference'
  expect(db.$client.query(counted).get()).toEqual({ difference: 0 })
  expect(db.$client.query('pragma foreign_key_check').all()).toEqual([])
  expect(await resolved()).toBeLessThan(before / 2)
  await store.close()
})

/** What an export has of each table, and what is left out: of here alone, or told in another way. */
const columns: Record<string, { taken: string; left: string }> = {
  settings: { taken: 'name value', left: '' },
  users: {
    taken: 'email name role password_hash created_at disabled_at',
    left: 'id last_sign_in_at revision',
  },
  identities: { taken: 'issuer subject user_id created_at', left: '' },
  integrations: {
    taken: 'id name created_at revoked_at deleted_at silent_after',
    left: 'source watched_since revision',
  },
  integration_tokens: { taken: 'integration_id hash hint created_at expires_at', left: 'id' },
  integration_secrets: { taken: 'integration_id secret created_at expires_at', left: 'id' },
  channels: {
    taken: 'id kind name settings sealed fallback_id is_enabled created_at',
    left: 'deleted_at failures rests_until failing_since last_failure last_sent_at revision',
  },
  rules: { taken: 'position name is_enabled match channel_ids is_last', left: 'id revision' },
  silences: { taken: 'match starts_at ends_at reason by created_at', left: 'id' },
  alerts: {
    taken:
      'id integration_id dedup_key kind status severity title description url project_slug project_name event_count assignee user_snooze sentry_snooze opened_at last_event_at acknowledged_at resolved_at resolved_by previous_alert_id regressed',
    left: 'revision state_revision snoozed_until',
  },
  timeline: { taken: 'alert_id at kind by text event_id', left: 'id' },
  dedup_keys: { taken: 'integration_id dedup_key memory', left: 'alert_id' },
}

test.each(Object.entries(columns))(
  'an export has all of %s, or leaves it out on purpose',
  (table, { taken, left }) => {
    const { db } = openOne()

    const names = db.$client.query<{ name: string }, []>(`pragma table_info(${table})`).all()
    db.close()

    const known = [...taken.split(' '), ...left.split(' ').filter((name) => name !== '')]
    expect(names.map(({ name }) => name).toSorted()).toEqual(known.toSorted())
  },
)

test('each alert names the one before it, as it did', async () => {
  const { db, store } = await moved()

  const wrong = db.$client
    .query(
      `select alerts.id from alerts join alerts as earlier on earlier.id = alerts.previous_alert_id
       where earlier.dedup_key <> alerts.dedup_key or earlier.status <> 'resolved'`,
    )
    .all()
  const named = db.$client
    .query<{ count: number }, []>('select count(previous_alert_id) as count from alerts')
    .get()

  expect(wrong).toEqual([])
  expect(named?.count).toBeGreaterThan(30)
  await store.close()
})

// Makes a data directory as one that has been used for months: straight into its tables, because the drain would need an hour, but
// with the statements that the drain uses, and with the figures that it keeps.

import type { Database } from 'bun:sqlite'
import { nothingKnown } from '../../../src/core/memory.ts'
import type { Alert } from '../../../src/core/alert.ts'
import { createAlertWriter } from '../../../src/store/sqlite/alert-writer.ts'
import { openDatabase } from '../../../src/store/sqlite/database.ts'
import { prepareDedupKeys, prepareDrain } from '../../../src/store/sqlite/drain-statements.ts'
import { createEventFigures } from '../../../src/store/sqlite/event-figures.ts'
import { packEvents } from '../../../src/store/sqlite/segment.ts'
import { openSqliteStore } from '../../../src/store/sqlite/store.ts'
import { createApiToken, createToken, hashToken, storedToken } from '../../../src/token.ts'
import { clientSecret, makePool } from '../bodies.ts'
import { createPast, shares, type PastEvent } from '../past.ts'

export interface PastFillOptions {
  dataDir: string
  alerts: number
  events: number
}

export interface PastFilled {
  /** Of the first integration. */
  token: string
  apiToken: string
}

const { dataDir, alerts, events } = JSON.parse(process.argv[2] ?? '') as PastFillOptions
const now = Date.now()
/** Events of a commit, as they come under some load. */
const inSegment = 64
const inTransaction = 500 * inSegment

async function prepare(): Promise<PastFilled> {
  const store = openSqliteStore({ dataDir, prepare: true, now })
  const token = createToken()
  for (const [index] of shares.entries()) {
    await store.createIntegration({
      name: `bench ${index}`,
      token: storedToken(index === 0 ? token : createToken(), now),
      clientSecret,
      createdAt: now,
    })
  }
  const apiToken = createApiToken()
  const actor = { kind: 'command' as const, id: null, name: 'bench' }
  await store.createApiToken(
    {
      hash: hashToken(apiToken),
      hint: apiToken.slice(-4),
      label: 'bench',
      role: 'viewer',
      userId: null,
      createdBy: 'bench',
      createdAt: now,
      expiresAt: null,
    },
    {
      at: now,
      actor,
      address: null,
      requestId: null,
      action: 'token.create',
      target: null,
      text: 'bench',
    },
  )
  await store.close()
  return { token, apiToken }
}

/** Nothing of it has to outlive a power cut, and all of it goes to the end of the file. */
function hurry(client: Database): void {
  client.run('pragma synchronous = off')
  client.run('pragma foreign_keys = off')
  client.run('pragma cache_size = -1000000')
  client.run('pragma wal_autocheckpoint = 200000')
}

function fillTables(): void {
  const db = openDatabase({ dataDir, prepare: false, now })
  const client = db.$client
  hurry(client)
  const past = createPast({ alerts, events, now })
  const writer = createAlertWriter(client)
  const figures = createEventFigures(client)
  const { put, tell, moveTo } = prepareDrain(client)
  const { remember } = prepareDedupKeys(client)
  const addSegment = client.query<unknown, [ReturnType<typeof packed> & { id: number }]>(
    'insert into segments (id, length, encoding, body) values ($id, $length, $encoding, $body)',
  )
  const pool = makePool({ count: 32 * inSegment, size: 1000 })
  const bodies = Array.from({ length: 32 }, (_, index) => packed(index))
  /** Those that events may still be about, by their number. */
  const recent = new Map<number, Alert>()

  function packed(part: number, length = inSegment) {
    const own = pool.slice(part * inSegment, part * inSegment + length)
    const packedEvents = packEvents(
      own.map(({ text }) => ({
        integrationId: '1',
        receivedAt: now,
        resource: 'issue',
        action: 'created',
        headers: { 'content-type': 'application/json', 'sentry-hook-resource': 'issue' },
        payload: Buffer.from(text),
        replayKey: null,
      })),
    )
    return { length: own.length, ...packedEvents }
  }

  function open(index: number, id: number): void {
    const { integration, ...alert } = past.alert(index)
    const { alert: opened } = writer.open(integration + 1, alert, {
      by: 'sentry',
      reason: 'Opened.',
      now,
    })
    recent.set(index, opened)
    recent.delete(index - 1000)
    const position = { at: alert.openedAt, rank: 0, sentAt: null, arrival: id, handMade: false }
    const memory = JSON.stringify({ ...nothingKnown, fired: position })
    const alertId = Number(opened.id)
    remember.run({ integrationId: integration + 1, dedupKey: alert.dedupKey, alertId, memory })
  }

  function outcomeOf({ dead, alert, opens }: PastEvent) {
    if (dead) return 'dead'
    if (alert === null) return 'ignored'
    return opens ? 'opened' : 'updated'
  }

  function addEvent(index: number): void {
    const event = past.event(index)
    const id = index + 1
    if (event.opens && event.alert !== null) open(event.alert, id)
    const about = event.alert === null ? undefined : recent.get(event.alert)
    const { receivedAt, resource, action, dead } = event
    const integrationId = event.integration + 1
    const alertId = about === undefined ? null : Number(about.id)
    const outcome = outcomeOf(event)
    const reason = `Sentry reported ${resource} ${action}: ${outcome} with severity error, from level "error".`
    put.run({
      id,
      integrationId,
      receivedAt,
      resource,
      action,
      state: dead ? 'dead' : 'done',
      outcome,
      reason,
      attempts: 1,
      runAt: 0,
      alertId,
      processedAt: receivedAt,
    })
    figures.note({ id, integrationId, receivedAt, resource, action }, outcome, true)
    if (about === undefined || alertId === null) return
    writer.noteEvents(about, 1, receivedAt)
    tell.run({ alertId, at: receivedAt, kind: outcome, text: reason, eventId: id })
  }

  for (let from = 0; from < events; from += inTransaction) {
    const to = Math.min(events, from + inTransaction)
    client.transaction(() => {
      for (let index = from; index < to; index += 1) addEvent(index)
      for (let first = from; first < to; first += inSegment) {
        const length = Math.min(inSegment, to - first)
        const body = bodies[(first / inSegment) % bodies.length]
        if (body?.length === length) addSegment.run({ id: first + length, ...body })
        else addSegment.run({ id: first + length, ...packed(0, length) })
      }
      writer.write()
      figures.write()
      moveTo.run(to)
    })()
  }
  client.run('pragma wal_checkpoint(truncate)')
  db.close()
}

async function indexWords(): Promise<void> {
  const store = openSqliteStore({ dataDir, prepare: false, now })
  while (await store.indexWords(10_000));
  await store.checkpoint()
  await store.close()
}

const filled = await prepare()
fillTables()
await indexWords()
process.stdout.write(JSON.stringify(filled satisfies PastFilled))

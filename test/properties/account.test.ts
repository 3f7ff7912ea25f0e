import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { act } from '../../src/core/action.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { createSqliteStore } from '../../src/store/sqlite/store.ts'
import { aChannel, aRule, audit } from '../store/conformance/telling.ts'
import { anEvent, aToken, patient } from '../store/conformance/setup.ts'
import { day, goBy, retain } from '../support/retention.ts'

const limit = fc.record({
  age: fc.option(fc.constantFrom(0, day)),
  most: fc.option(fc.nat({ max: 4 })),
})
const said = fc
  .tuple(
    fc.constantFrom('fire', 'fire', 'resolve', 'reopen', 'assign'),
    fc.constantFrom('a', 'b', 'c', 'd'),
  )
  .map((words) => words.join(' '))
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ texts: fc.array(fc.oneof(said, said, said, fc.constant('throw'))) }),
  },
  { weight: 1, arbitrary: fc.record({ resolved: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ replayed: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.constant({ sent: true } as const) },
  { weight: 1, arbitrary: fc.constant({ joins: true } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      days: fc.nat({ max: 2 }),
      limits: fc.record({ payloads: limit, events: limit, alerts: limit, deliveries: limit }),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('whatever is removed, the account of what is kept is right, and nothing names what is gone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 24, size: 'max' }),
      async (steps) => {
        await using t = await opened()

        for (const [index, one] of steps.entries()) await t.take(one, index)
        while (await t.store.countPayloads());

        expect(t.rows('pragma foreign_key_check')).toEqual([])
        expect(t.rows(dangling)).toEqual([])
        expect(t.rows(pendingWithoutPayload)).toEqual([])
        expect(t.rows(kept)).toEqual(t.rows(counted))
        expect(t.rows(resolvedCounts)).toEqual(t.rows(resolvedCounted))
      },
    ),
    { numRuns: 120 },
  )
}, 120_000)

const dangling = `
  select 'event', id from events where alert_id is not null and alert_id not in (select id from alerts)
  union all select 'hash', alert_id from alert_word_hashes where alert_id not in (select id from alerts)
  union all select 'fallback', id from deliveries
    where fallback_of is not null and fallback_of not in (select id from deliveries)
  union all select 'block', block from event_blocks
    where block < (select coalesce(min(id), 0) from events) / 1024`

const pendingWithoutPayload = `
  select id from events where state <> 'done' and not exists (
    select 1 from segments where events.id between segments.id - length + 1 and segments.id)`

const kept = `
  select payloads, payload_bytes,
    coalesce((select seq from sqlite_sequence where name = 'deliveries'), 0) - removed_deliveries from retention`
const counted = `
  select total(length) + 0, total(length(body)) + 0, (select count(*) from deliveries) from segments`

const resolvedCounts = `
  select severity, count from alert_counts where status = 'resolved' and count <> 0 order by 1`
const resolvedCounted = `
  select severity, count(*) from alerts where status = 'resolved' group by 1 order by 1`

/** A store in memory that tells a channel everything, and its database. */
async function opened() {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  const store = createSqliteStore(db)
  const sender = { name: 'test', token: aToken('test'), clientSecret: null, createdAt: 0 }
  const { id } = await store.createIntegration(sender)
  const channel = await store.createChannel(aChannel(), audit)
  await store.createRule(aRule([channel.id]), audit)

  /** Takes a step; each is ten seconds after the one before, for what is tried again. */
  async function take(one: Step, index: number): Promise<void> {
    const now = index * 10_000
    if ('texts' in one) {
      for (const text of one.texts) await store.append([anEvent(id, { text, receivedAt: now })])
    } else if ('resolved' in one) {
      const change = { action: { kind: 'resolve', reason: null }, act, by: 'jane', now } as const
      await store.changeAlert(String(one.resolved), change).catch(() => null)
    } else if ('replayed' in one) {
      await store.replayEvent(String(one.replayed)).catch(() => null)
    } else if ('sent' in one) {
      db.$client.run(`update deliveries set state = 'sent', sent_at = 1 where state = 'pending'`)
    } else if ('joins' in one) {
      while (await store.countPayloads());
      while (await store.joinPayloads());
    } else {
      await goBy(store, one.days * day)
      await retain(store, one.limits)
    }
    await store.drain({ ...patient, now })
    while (await store.indexWords(100));
  }

  return {
    store,
    take,
    rows: (sql: string) => db.$client.query<Record<string, unknown>, []>(sql).values(),
    [Symbol.asyncDispose]: () => store.close(),
  }
}

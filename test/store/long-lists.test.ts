import { describe, expect, test } from 'bun:test'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { createSqliteStore } from '../../src/store/sqlite/store.ts'
import type { AlertFilter, EventFilter, Found, Page } from '../../src/store/store.ts'

const alertCount = 6000
const eventCount = 5000
/** So far are their ids from each other, so that they spread over many blocks of ids. */
const step = 50

/** A store with so many alerts and events that a list is made of many parts. The n-th is told from the others by its number. */
async function crowded({ alerts = alertCount, indexed = Infinity } = {}) {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  const { $client: client } = db
  client.run(
    `insert into integrations (id, name, source, created_at) values (1, 'a', 'sentry', 1), (2, 'b', 'sentry', 1)`,
  )
  client.run(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${alerts})
    insert into alerts (id, integration_id, dedup_key, kind, status, severity, title, project_slug, event_count, assignee,
      opened_at, last_event_at, resolved_at, resolved_by, regressed, revision)
    select n * ${step}, 1 + (n % 1000 = 7), 'key ' || n, 'issue', iif(n % 10 = 0, 'open', 'resolved'),
      iif(n % 2 = 0, 'error', 'info'), iif(n % 3 = 0, 'timeout', 'refused') || iif(n % 1500 = 0, ' rarely', ''),
      iif(n % 5 = 0, 'shop', 'api'), 1, iif(n % 2 = 1, 'jane', null), n * 10000, n,
      iif(n % 10 = 0, null, n), iif(n % 10 = 0, null, 'user'), 0, n
    from numbers`)
  client.run(
    'insert into opened_hours select opened_at / 3600000, severity, count(*), min(id), max(id) from alerts group by 1, 2',
  )
  client.run(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${eventCount})
    insert into events (id, integration_id, received_at, resource, state, outcome, attempts, run_at)
    select n * ${step}, 1 + (n % 1000 = 7), n, iif(n % 700 = 0, 'comment', 'issue'),
      iif(n % 100 = 0, 'dead', iif(n % 100 = 1, 'pending', 'done')),
      iif(n % 100 = 0, 'dead', iif(n % 100 = 1, null, iif(n % 3 = 0, 'updated', 'ignored'))), 1, 0
    from numbers`)
  client.run(
    `insert into event_blocks select distinct id / 1024, integration_id, resource, coalesce(outcome, 'pending') from events`,
  )
  client.run(`update drain_position set event_id = ${eventCount * step}`)
  const store = createSqliteStore(db)
  await store.indexWords(indexed)
  return { client, store, [Symbol.asyncDispose]: () => store.close() }
}

/** The ids of those whose number fulfils a condition, from the highest to the lowest. */
function idsOf(last: number, condition: (n: number) => boolean): number[] {
  return Array.from({ length: last }, (_, index) => last - index)
    .filter(condition)
    .map((n) => n * step)
}

/** What a list has, page by page, and how many pages that took. */
async function walked(list: (page: Page) => Promise<Found<{ id: string }>>, page: Page) {
  const ids: number[] = []
  let pages = 0
  for (let after: string | null = null; pages < 10_000;) {
    const found: Found<{ id: string }> = await list(after === null ? page : { ...page, after })
    expect(found.items.length).toBeLessThanOrEqual(page.limit)
    ids.push(...found.items.map(({ id }) => Number(id)))
    pages += 1
    if (found.next === null) return { ids, pages }
    after = found.next
  }
  throw new Error('the pages do not end')
}

const alertCases: [string, AlertFilter, (n: number) => boolean][] = [
  ['all', {}, () => true],
  ['some of a status', { status: ['open'] }, (n) => n % 10 === 0],
  ['of two statuses', { status: ['open', 'resolved'] }, () => true],
  ['of a rare integration', { integrationId: '2' }, (n) => n % 1000 === 7],
  ['of nobody', { assignee: null }, (n) => n % 2 === 0],
  ['of nobody, where nobody has any', { assignee: null, severity: ['info'] }, () => false],
  ['with what excludes itself', { severity: ['error'], integrationId: '2' }, () => false],
  [
    'of three things',
    { severity: ['error'], project: 'shop', status: ['open'] },
    (n) => n % 10 === 0,
  ],
  [
    'opened in a time',
    { openedFrom: 10_000_000, openedBefore: 30_000_000 },
    (n) => 1000 <= n && n < 3000,
  ],
  ['not snoozed', { snoozed: { is: false, at: 1 } }, () => true],
  ['with a word', { text: 'timeout' }, (n) => n % 3 === 0],
  ['with a beginning', { text: 'ti' }, (n) => n % 3 === 0],
  ['with a rare word', { text: 'rarely' }, (n) => n % 1500 === 0],
  ['with words that are never together', { text: 'timeout refused' }, () => false],
  ['with two words', { text: 'timeout key' }, (n) => n % 3 === 0],
  ['with a word, of a status', { text: 'timeout', status: ['open'] }, (n) => n % 30 === 0],
  [
    'with a word, of a rare integration',
    { text: 'key', integrationId: '2' },
    (n) => n % 1000 === 7,
  ],
  [
    'with words, of a project',
    { text: 'key ref', project: 'shop' },
    (n) => n % 5 === 0 && n % 3 > 0,
  ],
]

const eventCases: [string, EventFilter, (n: number) => boolean][] = [
  ['all', {}, () => true],
  ['that are done', { state: 'done' }, (n) => n % 100 > 1],
  ['that are dead', { state: 'dead' }, (n) => n % 100 === 0],
  ['that are pending', { state: 'pending' }, (n) => n % 100 === 1],
  ['of an outcome', { outcome: 'updated' }, (n) => n % 100 > 1 && n % 3 === 0],
  ['of an outcome that there is not', { outcome: 'late' }, () => false],
  ['of a rare integration', { integrationId: '2' }, (n) => n % 1000 === 7],
  ['of a rare resource', { resource: 'comment' }, (n) => n % 700 === 0],
  ['of both', { resource: 'comment', integrationId: '2' }, () => false],
  ['that are dead, of a resource', { state: 'dead', resource: 'comment' }, (n) => n % 700 === 0],
  [
    'of an outcome and an integration',
    { outcome: 'ignored', integrationId: '2' },
    (n) => n % 1000 === 7 && n % 3 > 0,
  ],
]

describe('a long list of alerts', () => {
  test.each(alertCases)('%s: has each once, in order', async (_, filter, condition) => {
    await using t = await crowded()
    const expected = idsOf(alertCount, condition)

    for (const page of [
      { limit: 1000 },
      { limit: 50 },
      { limit: 50, patience: 0 },
      { limit: 999_999 },
    ]) {
      const { ids } = await walked((at) => t.store.listAlerts(filter, at), page)
      expect(ids).toEqual(expected)
    }
  })

  test('has each once also when some are not in the index of words yet', async () => {
    await using t = await crowded({ indexed: 4000 })

    for (const [, filter, condition] of alertCases) {
      const { ids } = await walked((at) => t.store.listAlerts(filter, at), { limit: 70 })
      expect(ids).toEqual(idsOf(alertCount, condition))
    }
  })

  test('has each once also when far too many are not', async () => {
    const many = 25_000
    await using t = await crowded({ alerts: many, indexed: 1000 })

    for (const [text, condition] of [
      ['rarely', (n: number) => n % 1500 === 0],
      ['rarely timeout', (n: number) => n % 1500 === 0],
      ['refused rarely', () => false],
    ] as const) {
      const { ids } = await walked((at) => t.store.listAlerts({ text }, at), { limit: 10 })
      expect(ids).toEqual(idsOf(many, condition))
    }
  })

  test('has what is indexed while somebody pages through it', async () => {
    await using t = await crowded({ indexed: 0 })

    const { ids } = await walked(
      async (page) => {
        await t.store.indexWords(500)
        return t.store.listAlerts({ text: 'timeout' }, page)
      },
      { limit: 100 },
    )

    expect(ids).toEqual(idsOf(alertCount, (n) => n % 3 === 0))
  })
})

describe('a long list of events', () => {
  test.each(eventCases)('%s: has each once, in order', async (_, filter, condition) => {
    await using t = await crowded({ alerts: 1 })
    const expected = idsOf(eventCount, condition)

    for (const page of [
      { limit: 1000 },
      { limit: 50 },
      { limit: 50, patience: 0 },
      { limit: 999_999 },
    ]) {
      const { ids } = await walked((at) => t.store.listEvents(filter, at), page)
      expect(ids).toEqual(expected)
    }
  })

  test('has those that are tried again also when there are too many to put them in order', async () => {
    await using t = await crowded({ alerts: 1 })
    const [first, last] = [eventCount * step + 1, eventCount * step + 21_000]
    t.client.run(`
      with recursive ids (id) as (select ${first} union all select id + 1 from ids where id < ${last})
      insert into events (id, integration_id, received_at, resource, state, outcome, attempts, run_at)
      select id, 1, id, 'issue', 'dead', 'dead', 1, 0 from ids`)
    t.client.run(
      `insert or ignore into event_blocks select distinct id / 1024, 1, 'issue', 'dead' from events`,
    )
    t.client.run(`update drain_position set event_id = ${last}`)
    const dead = idsOf(eventCount, (n) => n % 100 === 0).length

    expect(await t.store.replayDeadEvents()).toBe(21_000 + dead)
    const { ids } = await walked((at) => t.store.listEvents({ state: 'pending' }, at), {
      limit: 1000,
    })

    expect(ids).toEqual([
      ...Array.from({ length: 21_000 }, (_, index) => last - index),
      ...idsOf(eventCount, (n) => n % 100 <= 1),
    ])
  })
})

describe('a list that would take long', () => {
  test('ends early when there is no patience, and goes on from there', async () => {
    await using t = await crowded()

    const { ids, pages } = await walked(
      (at) => t.store.listAlerts({ severity: ['error'], integrationId: '2', text: 'key' }, at),
      { limit: 50, patience: 0 },
    )
    const long = await walked(
      (at) => t.store.listAlerts({ assignee: null, severity: ['info'] }, at),
      {
        limit: 50,
        patience: 0,
      },
    )

    expect(ids).toEqual([])
    expect(pages).toBeGreaterThanOrEqual(1)
    expect(long.ids).toEqual([])
    expect(long.pages).toBeGreaterThan(3)
  })

  test('lets everything else go on meanwhile', async () => {
    await using t = await crowded()
    let turns = 0
    let isOver = false
    const count = () => {
      turns += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)

    const found = await t.store.listAlerts({ assignee: null, severity: ['info'] }, { limit: 50 })
    isOver = true

    expect(found).toEqual({ items: [], next: null })
    expect(turns).toBeGreaterThan(1)
  })
})

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { asking, takeCensus, type Census } from '../../src/store/sqlite/census.ts'
import { mustBeSound } from '../../src/store/sqlite/soundness.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import type { Store } from '../../src/store/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { countedAnew, kept } from './figures.ts'
import { history, opened } from './history.ts'
import { day, fillVersion, headers, payloads } from './old-versions.ts'

// Whoever comes from whichever version finds everything again.

const everything = { limit: 1000 }
const applied = history.map((_, index) => index + 1)

/** A data directory as the version with so many migrations left it, and what was in it. */
function anOldFolder(migrations: number) {
  const folder = temporaryFolder()
  using database = opened(folder.path, history.slice(0, migrations))
  fillVersion(database, migrations)
  return { path: folder.path, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

function censusOf(file: string): Census {
  const db = new Database(file, { readonly: true })
  try {
    return takeCensus(asking(db))
  } finally {
    db.close()
  }
}

/** Opens it with this version, as the server does. */
function upgraded(dataDir: string) {
  const store = openSqliteStore({ dataDir, prepare: true, now: day + 1_000_000 })
  return { store, [Symbol.asyncDispose]: () => store.close() }
}

async function alertsFound(store: Store, text: string): Promise<string[]> {
  return (await store.listAlerts({ text }, everything)).items.map(({ id }) => id)
}

test('what stands for the versions has rows in every table, but those that are only filled later', () => {
  const filledLater = ['alert_word_hashes', 'alert_words_docsize', 'alert_words_idx']
  for (const migrations of applied) {
    using folder = anOldFolder(migrations)
    const census = censusOf(join(folder.path, 'navish.db'))
    const empty = Object.keys(census).filter((table) => census[table]?.rows === 0)
    expect({ migrations, empty: empty.filter((table) => !filledLater.includes(table)) }).toEqual({
      migrations,
      empty: [],
    })
  }
})

describe.each(applied)('a database of the version with %i migrations', (migrations) => {
  test('is upgraded without losing a row, and stays beside as it was', async () => {
    using folder = anOldFolder(migrations)
    const before = censusOf(join(folder.path, 'navish.db'))

    await upgraded(folder.path)[Symbol.asyncDispose]()

    const after = censusOf(join(folder.path, 'navish.db'))
    for (const [table, { rows }] of Object.entries(before)) {
      // Where payloads stood before there was a log; each became a segment of it.
      const now = table === 'payloads' ? 'segments' : table
      expect({ table, isLost: (after[now]?.rows ?? 0) < rows }).toEqual({ table, isLost: false })
    }
    const next = history[migrations]
    if (next === undefined) return
    const backup = mustBeSound(join(folder.path, `navish-before-${next.name}.db`), {
      expected: before,
    })
    expect(backup.history).toHaveLength(migrations)
    expect(backup).toMatchObject({ events: 4, newestEvent: 8 })
  })

  test('has its alerts, with timelines and figures', async () => {
    using folder = anOldFolder(migrations)
    await using t = upgraded(folder.path)
    const { store } = t

    expect((await store.listAlerts({}, everything)).items).toMatchObject([
      { id: '3', status: 'acknowledged', userSnooze: { reason: 'known' }, severity: 'warning' },
      { id: '2', status: 'open', assignee: 'jane', previousAlertId: '1', regressed: true },
      { id: '1', status: 'resolved', resolvedBy: 'user', project: { slug: 'shop' } },
    ])
    expect((await store.showAlert('2', 100)).timeline).toMatchObject([
      { kind: 'opened', text: 'It came back.', eventId: '5' },
      { kind: 'note', by: 'jane', text: 'Looking.' },
    ])
    expect((await store.listHistory('2', 10)).map(({ id }) => id)).toContain('1')
    const range = { from: day, to: day + 86_400_000, interval: 'day' as const, now: day }
    expect(await store.showStatistics(range)).toMatchObject({
      open: { critical: 1, error: 0, warning: 1, info: 0 },
      acknowledged: 1,
      intervals: [{ critical: 1, error: 1, warning: 1, resolved: 1 }],
      resolutions: { totalMs: 120_000 },
    })
    const client = new Database(join(folder.path, 'navish.db'), { readonly: true })
    const { resources: _kept, ...figures } = kept(client)
    const { resources: _counted, ...anew } = countedAnew(client)
    expect(figures as unknown).toEqual(anew)
    client.close()
  })

  test('has its events, with every byte of what was sent, and goes on with what waited', async () => {
    using folder = anOldFolder(migrations)
    await using t = upgraded(folder.path)
    const { store } = t

    expect((await store.listEvents({}, everything)).items).toMatchObject([
      { id: '8', state: 'pending' },
      { id: '7', state: 'done', outcome: 'ignored', resource: 'comment' },
      { id: '6', state: 'dead', attempts: 8, reason: 'It cannot be read.' },
      { id: '5', state: 'done', outcome: 'opened', alertId: '2' },
    ])
    for (const [id, body] of Object.entries(payloads)) {
      const { payload } = await store.showEvent(id)
      expect(Buffer.from(payload).toString('hex')).toBe(body.toString('hex'))
    }
    expect((await store.showEvent('5')).headers).toEqual(headers)
    expect(await store.countPending()).toBe(1)
    const report = await store.drain({
      limit: 10,
      now: day + 2_000_000,
      interpret: () => ({ ignored: 'It means nothing.' }),
      decide() {
        throw new Error('nothing is to be decided')
      },
      backoff: () => null,
      longestWait: 1000,
      isEnough: () => false,
    })
    expect(report.processed).toEqual([{ eventId: '8', outcome: 'ignored', alertId: null }])
    expect(await store.countEvents()).toMatchObject({ pending: 0, dead: 1 })
    // Numbers are not given again.
    const [next] = await store.append([
      {
        integrationId: '1',
        receivedAt: day,
        resource: 'issue',
        action: null,
        headers: {},
        payload: Buffer.from('{}'),
        replayKey: null,
      },
    ])
    expect(next).toBe('9')
  })

  test('can be searched, at once and when its words are indexed', async () => {
    using folder = anOldFolder(migrations)
    await using t = upgraded(folder.path)
    const { store } = t

    expect(await alertsFound(store, 'quokka')).toEqual(['2', '1'])
    while (await store.indexWords(100));
    expect(await alertsFound(store, 'quok')).toEqual(['2', '1'])
    expect(await alertsFound(store, 'again cart')).toEqual(['2'])
    expect(await alertsFound(store, 'zyzzyva')).toEqual([])
  })

  test('knows who may send, and who may look', async () => {
    using folder = anOldFolder(migrations)
    await using t = upgraded(folder.path)
    const { store } = t

    expect(await store.findSender('hash of a token', day + 100)).toEqual({
      integrationId: '1',
      secrets: ['a client secret'],
    })
    expect(await store.findSender('hash of an old one', day + 100)).toBeUndefined()
    expect((await store.listIntegrations(everything)).items).toMatchObject([
      { id: '2', name: 'attic', revokedAt: day + 5 },
      { id: '1', name: 'shop', revokedAt: null },
    ])
    if (migrations <= 3) return
    expect(await store.findCredentials('jane@example.org')).toBeDefined()
    expect((await store.findSession('hash of a session', day))?.user).toMatchObject({ id: '1' })
    expect(await store.findIdentity('https://login.example.org', 'jane')).toMatchObject({ id: '1' })
    expect(await store.findLink('hash of a link', day)).toBeDefined()
    expect((await store.listApiTokens(null, everything)).items).toMatchObject([{ label: 'ci' }])
    expect((await store.listAudit({}, everything)).items).toMatchObject([{ text: 'Fixed.' }])
    expect((await store.showHealth('1', day)).refusals).toMatchObject([{ count: 4 }])
    if (migrations <= 4) return
    expect(await store.showSettings()).toEqual({ publicUrl: 'https://navish.example.org' })
    expect((await store.showHealth('1', day)).busyHours).toHaveLength(1)
  })

  if (migrations <= 6) return

  test('knows who is told, and what became of it', async () => {
    using folder = anOldFolder(migrations)
    await using t = upgraded(folder.path)
    const { store } = t

    expect((await store.listChannels(everything)).items).toMatchObject([
      { id: '1', name: 'phones', kind: 'ntfy' },
    ])
    expect(await store.listRules()).toMatchObject([{ name: 'all', channelIds: ['1'] }])
    expect((await store.listSilences(everything)).items).toMatchObject([{ reason: 'a move' }])
    expect((await store.listDeliveries({}, everything)).items).toMatchObject([
      { id: '3', state: 'pending' },
      { id: '2', state: 'dead' },
      { id: '1', state: 'sent', sentAt: day + 4 },
    ])
    expect(await store.showDelivery('2')).toMatchObject({
      notice: { alert: { title: 'TypeError: quokka again' } },
      tries: [{ status: 404, reply: 'no' }],
    })
    expect(await store.listWatched()).toMatchObject([{ id: '1', silentAfter: 3_600_000 }])
  })
})

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asking, differences, takeCensus } from '../../src/store/sqlite/census.ts'
import { copyDatabase } from '../../src/store/sqlite/copy.ts'
import { mustBeSound } from '../../src/store/sqlite/soundness.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook, metricHook } from '../support/requests.ts'
import { errorOf } from './history.ts'

const some = () =>
  dataDirWith(issueHook('created'), metricHook('critical', { id: '7' }), issueHook('resolved'))

/** A data directory with a few events, and a copy of its database. */
async function copied() {
  const folder = await some()
  const source = join(folder.path, 'navish.db')
  const copy = join(folder.path, 'copy.db')
  const census = await copyDatabase(source, copy)
  return { source, copy, census, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

/** Works on a database, and closes it. */
function on<T>(file: string, work: (db: Database) => T): T {
  const db = new Database(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

describe('a copy of a database', () => {
  test('has everything, is one file for its owner alone, and is counted as it is', async () => {
    using t = await copied()

    expect(on(t.copy, (db) => takeCensus(asking(db)))).toEqual(t.census)
    expect(t.census).toMatchObject({
      events: { rows: 3, last: '3' },
      segments: { rows: 3, last: '3' },
      alerts: { rows: 2, last: '2' },
      // Of FTS5.
      alert_words_config: { last: null },
    })
    expect((statSync(t.copy).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(join(t.copy, '..')).filter((name) => name.startsWith('copy'))).toEqual([
      'copy.db',
    ])
    expect(on(t.copy, (db) => db.query('pragma journal_mode').get())).toEqual({
      journal_mode: 'delete',
    })
  })

  test('is of one moment, and so are the counts, while others add and delete', async () => {
    using folder = temporaryFolder()
    const source = join(folder.path, 'navish.db')
    const copy = join(folder.path, 'copy.db')
    using writer = new Database(source)
    writer.run('pragma journal_mode = wal')
    writer.run('create table kept (id integer primary key, body blob) strict')
    writer.run('create table forgotten (id integer primary key, body blob) strict')
    const many = (table: string) =>
      writer.run(`with recursive nth(id) as (select 1 union all select id + 1 from nth where id < 6000)
        insert into ${table} (body) select randomblob(2000) from nth`)
    many('kept')
    many('forgotten')
    const add = writer.query('insert into kept (body) values (randomblob(2000))')
    const remove = writer.query('delete from forgotten where id = (select min(id) from forgotten)')
    let steps = 0

    const census = await copyDatabase(source, copy, () => {
      steps += 1
      for (let nth = 0; nth < 50; nth += 1) {
        add.run()
        remove.run()
      }
    })

    expect(steps).toBeGreaterThan(1)
    expect(on(copy, (db) => takeCensus(asking(db)))).toEqual(census)
    expect(census).toEqual({
      kept: { rows: 6000, last: '6000' },
      forgotten: { rows: 6000, last: '6000' },
    })
    expect(on(copy, (db) => db.query('pragma integrity_check').get())).toEqual({
      integrity_check: 'ok',
    })
  })

  test('leaves out the pages that hold nothing any more, when they are many', async () => {
    using t = await copied()
    const { size } = statSync(t.copy)
    on(t.source, (db) => {
      db.run('create table large (body blob) strict')
      db.run('insert into large values (zeroblob(2000000))')
      db.run('drop table large')
      db.run('pragma wal_checkpoint(truncate)')
    })

    const census = await copyDatabase(t.source, `${t.copy}2`)

    expect(statSync(t.source).size).toBeGreaterThan(2_000_000)
    expect(statSync(`${t.copy}2`).size).toBeLessThanOrEqual(size)
    expect(mustBeSound(`${t.copy}2`, { expected: census }).events).toBe(3)
    expect(readdirSync(join(t.copy, '..')).filter((name) => name.includes('packed'))).toEqual([])
  })

  test('counts ids that are greater than a number can be, as those of FTS5 are', async () => {
    using t = await copied()
    on(t.source, (db) => {
      db.run('create table large (id integer primary key) strict')
      db.run('insert into large values (9007336693694464), (9007336693694465)')
    })

    const census = await copyDatabase(t.source, `${t.copy}2`)

    expect(census['large']).toEqual({ rows: 2, last: '9007336693694465' })
    expect(mustBeSound(`${t.copy}2`, { expected: census }).events).toBe(3)
  })

  test('ends where whoever waits for it says so', async () => {
    using folder = await some()
    const source = join(folder.path, 'navish.db')
    on(source, (db) => {
      db.run('create table large (body blob) strict')
      db.run('insert into large values (zeroblob(20000000))')
    })
    const ended = copyDatabase(source, join(folder.path, 'copy.db'), () => {
      throw new Error('enough')
    })

    expect(await ended.catch(String)).toBe('Error: enough')
  })
})

describe('a copy', () => {
  test('of what was counted is sound, and tells what is in it', async () => {
    using t = await copied()

    const sound = mustBeSound(t.copy, { expected: t.census })

    expect(sound).toMatchObject({ events: 3, newestEvent: 3, waiting: 0, keys: [] })
    expect(sound.census).toEqual(t.census)
    expect(sound.history.length).toBeGreaterThan(6)
  })

  test.each([
    ['delete from timeline where id = 2', 'timeline has 2 of 3 rows'],
    ['delete from segments where id = 2', 'segments has 2 of 3 rows'],
    ['update segments set id = 9 where id = 3', 'segments ends at 9 and not at 3'],
    ['drop table heartbeat', 'heartbeat is not in the copy'],
    ['create table more (id integer) strict', 'more is not in the database'],
    ['insert into silences values (1, 1, 1, 1, 1, 1, 1)', 'silences has 1 of 0 rows'],
  ])('that does not have what was counted is refused: %s', async (sql, why) => {
    using t = await copied()
    on(t.copy, (db) => {
      db.run('pragma foreign_keys = off')
      db.run(sql)
    })

    const error = errorOf(() => mustBeSound(t.copy, { expected: t.census, called: 'The copy' }))

    expect(error.code).toBe('failed')
    expect(error.message).toContain(`The copy is not what was copied: `)
    expect(error.message).toContain(why)
  })

  test('with references that lead nowhere is refused', async () => {
    using t = await copied()
    on(t.copy, (db) => {
      db.run('pragma foreign_keys = off')
      db.run('update timeline set alert_id = 99')
    })

    expect(errorOf(() => mustBeSound(t.copy)).message).toContain(
      'is damaged: timeline refers to what is not there',
    )
  })

  test('that the disk has changed is refused, wherever that is', async () => {
    using t = await copied()
    const bytes = Buffer.from(await Bun.file(t.copy).arrayBuffer())
    const pages = bytes.length / 4096

    const refused = Array.from({ length: pages }, (_, page) => {
      const changed = Buffer.from(bytes)
      changed.fill(0x5a, page * 4096, page * 4096 + 64)
      writeFileSync(t.copy, changed)
      try {
        mustBeSound(t.copy)
        return false
      } catch {
        return true
      }
    })

    // All but those that hold nothing.
    expect(refused.filter(Boolean).length).toBeGreaterThan(pages * 0.9)
    expect(refused[0]).toBe(true)
  })

  test.each([
    ['is no database', 'hello'],
    ['is no database', ''],
  ])('%s when it is %p', (why, text) => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'copy.db')
    writeFileSync(file, text)

    expect(errorOf(() => mustBeSound(file)).message).toBe(`${file} ${why}.`)
  })

  test('of a database of another program is refused', () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'copy.db')
    on(file, (db) => db.run('create table migrations (id integer)'))

    expect(errorOf(() => mustBeSound(file)).message).toContain('is no database of Navish')
  })
})

test('what two databases have otherwise is said in words', () => {
  const one = { a: { rows: 2, last: '2' }, b: { rows: 1, last: null } }

  expect(differences(one, one)).toEqual([])
  expect(differences(one, { ...one, a: { rows: 1, last: '2' } })).toEqual(['a has 1 of 2 rows'])
  expect(differences(one, { ...one, a: { rows: 2, last: '3' } })).toEqual([
    'a ends at 3 and not at 2',
  ])
})

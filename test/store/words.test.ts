import { describe, expect, test } from 'bun:test'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { createSqliteStore } from '../../src/store/sqlite/store.ts'
import { keeping } from './conformance/kept.ts'

/** A store and the index of words in it. */
async function withIndex() {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  const { $client: client } = db
  const t = await keeping(() => createSqliteStore(db))
  return {
    ...t,
    /** The rows that the index itself finds. */
    matching: (match: string) =>
      client
        .query<{ id: number }, [string]>(
          'select rowid as id from alert_words where alert_words match ? order by rowid',
        )
        .all(match)
        .map(({ id }) => id),
    /** In which writings the alerts came into it, a number for each writing. */
    writings: () =>
      client
        .query<{ origin: number }, []>('select distinct origin from alert_words_docsize order by 1')
        .all()
        .map(({ origin }) => origin),
    /** Of how many parts it consists. */
    parts: () =>
      client
        .query<{ n: number }, []>('select count(distinct segid) as n from alert_words_idx')
        .get()?.n,
    /** Throws when it is damaged. */
    check: () => client.run(`insert into alert_words (alert_words) values ('integrity-check')`),
  }
}

describe('the index of words', () => {
  test('forgets the words that an alert has no more', async () => {
    await using t = await withIndex()
    await t.put({ key: 'a', content: { title: 'first' } })
    await t.store.indexWords(10)
    await t.put({ key: 'a', at: 2, content: { title: 'second' } })

    await t.store.indexWords(10)

    expect(t.matching('first')).toEqual([])
    expect(t.matching('second')).toEqual([1])
    t.check()
  })

  test('is not written when the words of an alert are as before', async () => {
    await using t = await withIndex()
    await t.put({ key: 'a' }, { key: 'b' })
    await t.store.indexWords(10)
    const before = t.writings()

    for (let at = 2; at < 5; at += 1) {
      await t.put({ key: 'a', at })
      await t.change('b', { kind: 'note', text: `looked ${at} times` })
      await t.store.indexWords(10)
    }

    expect(t.writings()).toEqual(before)
    expect(await t.store.indexWords(10)).toBe(false)
  })

  test('takes alerts in any order without falling into parts', async () => {
    await using t = await withIndex()
    const keys = Array.from({ length: 30 }, (_, n) => `key${n}`)
    await t.put(...keys.map((key) => ({ key })))
    for (const key of keys.toReversed()) await t.change(key, { kind: 'acknowledge' })

    await t.store.indexWords(100)

    expect(t.writings()).toHaveLength(1)
    expect(t.matching('key*')).toHaveLength(30)
  })

  test('puts itself in order as it grows', async () => {
    await using t = await withIndex()

    for (let n = 0; n < 60; n += 1) {
      await t.put({ key: `key${n}`, at: n })
      await t.store.indexWords(1)
    }

    expect(t.parts()).toBeLessThan(20)
    expect(t.matching('key*')).toHaveLength(60)
    t.check()
  })
})

import type { Store } from '../store.ts'
import { textOf, type Searched } from './alert-reader.ts'
import type { Orm } from './database.ts'
import { inRepeatableTransaction } from './transaction.ts'
import { indexedWords, placeWord } from './word-terms.ts'

/** How many alerts a transaction takes in: it is to take a few ms. */
const chunk = 50

/**
 * How many pages the index may then put in order. It would do that by itself, but now and then so many of them that it takes a
 * tenth of a second.
 */
const mergedPages = 48

/**
 * Keeps the index of words up to date with alerts, behind them: it goes by their revisions. Only words that changed are written.
 * Each can be done again, so nothing waits for the disk.
 */
export function createWords(db: Orm): Pick<Store, 'indexWords'> {
  const { $client: client } = db
  const position = client.query<{ revision: number }, []>('select revision from words_position')
  const changed = client.query<Searched & { id: number; revision: number }, [number, number]>(`
    select id, revision, title, description, project_slug as projectSlug, project_name as projectName, dedup_key as dedupKey
    from alerts indexed by alerts_revision where revision > ? order by revision limit ?`)
  const known = client.query<{ hash: number }, [number]>(
    'select hash from alert_word_hashes where alert_id = ?',
  )
  const remove = client.query<unknown, [number]>('delete from alert_words where rowid = ?')
  const add = client.query<unknown, [number, string]>(
    'insert into alert_words (rowid, words) values (?, ?)',
  )
  const know = client.query<unknown, [number, number]>(
    'insert or replace into alert_word_hashes (alert_id, hash) values (?, ?)',
  )
  const merge = client.query<unknown, [number]>(
    `insert into alert_words (alert_words, rank) values ('merge', ?)`,
  )
  const moveTo = client.query<unknown, [number]>('update words_position set revision = ?')

  function take(limit: number): boolean {
    const rows = changed.all(position.get()?.revision ?? 0, limit)
    let written = 0
    // Each id after a smaller one, or the index makes a new part for it.
    for (const { id, ...row } of rows.toSorted((a, b) => a.id - b.id)) {
      const words = indexedWords(textOf(row))
      const hash = hashOf(words)
      const before = known.get(id)
      if (before?.hash === hash) continue
      if (before !== null) remove.run(id)
      add.run(id, `${placeWord(id)} ${words}`)
      know.run(id, hash)
      written += 1
    }
    const last = rows.at(-1)
    if (last !== undefined) moveTo.run(last.revision)
    if (written > 0) merge.run(mergedPages)
    return rows.length === limit
  }

  return {
    async indexWords(limit) {
      for (let left = limit; left > 0; left -= chunk) {
        const some = Math.min(left, chunk)
        if (changed.get(position.get()?.revision ?? 0, 1) === null) return false
        const more = await inRepeatableTransaction(db, () => take(some))
        if (!more) return false
        await new Promise(setImmediate)
      }
      return true
    },
  }
}

/** Tells words from other words, in a number that SQLite takes for an integer. */
function hashOf(words: string): number {
  return Number(BigInt.asUintN(52, Bun.hash(words)))
}

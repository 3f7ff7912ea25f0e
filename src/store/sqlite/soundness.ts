import { Database } from 'bun:sqlite'
import { closeSync, openSync, readSync } from 'node:fs'
import { AppError } from '../../errors.ts'
import { asking, differences, takeCensus, type Census } from './census.ts'
import { appliedMigrations, type Applied } from './migrate.ts'

/** What is in a database file that nobody has open, and that is whole. */
export interface Sound {
  census: Census
  /** The migrations that were applied to it. */
  history: readonly Applied[]
  /** Events that were received, whether or not anything became of them yet. */
  events: number
  /** The id of the newest event; 0: there is none. */
  newestEvent: number
  /** Deliveries that are still to be sent. */
  waiting: number
  /** The ids of the keys that secrets of channels in it are sealed with. */
  keys: string[]
}

/** The first bytes of a database: https://www.sqlite.org/fileformat2.html. */
const magic = 'SQLite format 3\0'

/**
 * Reads every page of a copy. Throws `failed`, with a sentence, when it is no database of Navish, or is not whole.
 * @param expected what must be in it
 * @param called what the sentence calls it
 */
export function mustBeSound(
  file: string,
  { expected, called = file }: { expected?: Census; called?: string } = {},
): Sound {
  const refuse = (why: string, cause?: unknown) =>
    new AppError('failed', `${called} ${why}.`, { cause })
  if (!headOf(file).toString('latin1').startsWith(magic)) throw refuse('is no database')
  const db = new Database(file, { strict: true, readonly: true })
  try {
    // It may be anybody's: what stands in its schema must do nothing.
    db.run('pragma trusted_schema = off')
    if (!isOurs(db)) throw refuse('is no database of Navish')
    const damage = damageIn(db)
    if (damage !== null) throw refuse(`is damaged: ${damage}`)
    const census = takeCensus(asking(db))
    const wrong = expected === undefined ? [] : differences(expected, census)
    if (wrong.length > 0) throw refuse(`is not what was copied: ${wrong.join('; ')}`)
    return { census, history: appliedMigrations(db), ...figuresOf(db, census) }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_')) {
      throw refuse(`is damaged: ${cause.message}`, cause)
    }
    throw cause
  } finally {
    db.close()
  }
}

function isOurs(db: Database): boolean {
  const names = db
    .query<{ name: string }, []>(`select name from sqlite_schema where type = 'table'`)
    .all()
    .map(({ name }) => name)
  return ['migrations', 'integrations', 'events'].every((name) => names.includes(name))
}

function damageIn(db: Database): string | null {
  const found = db.query<{ integrity_check: string }, []>('pragma integrity_check(1)').get()
  if (found?.integrity_check !== 'ok') return found?.integrity_check ?? 'it cannot be checked'
  const dangling = db.query<{ table: string }, []>('pragma foreign_key_check').get()
  return dangling === null ? null : `${dangling.table} refers to what is not there`
}

/** In the words of today, as far as the tables of its version have them. */
function figuresOf(db: Database, census: Census) {
  const one = (sql: string) => Number(db.query<unknown[], []>(sql).values()[0]?.[0] ?? 0)
  const kept = census['events']?.rows ?? 0
  // What was received may have been forgotten since; its number is not given again.
  const table = census['segments'] === undefined ? 'events' : 'segments'
  const newestEvent = one(`select seq from sqlite_sequence where name = '${table}'`)
  const taken = table === 'events' ? newestEvent : one('select event_id from drain_position')
  const waits = `select count(*) from deliveries where state = 'pending'`
  return {
    events: kept + newestEvent - taken,
    newestEvent,
    waiting: census['deliveries'] === undefined ? 0 : one(waits),
    keys: census['channels'] === undefined ? [] : keysIn(db),
  }
}

/** Sealed as `v1.<key id>.…`. */
function keysIn(db: Database): string[] {
  const sealed = db
    .query<{ sealed: string }, []>('select sealed from channels where deleted_at is null')
    .all()
  return [...new Set(sealed.flatMap((one) => one.sealed.split('.')[1] ?? []))]
}

/** Whether SQLite would want a log beside this file, also only to read it. */
export function needsLog(file: string): boolean {
  return headOf(file)[readVersionAt] === 2
}

/** See https://www.sqlite.org/fileformat2.html, "The Database Header". */
const readVersionAt = 19

function headOf(file: string): Buffer {
  const head = Buffer.alloc(100)
  const fd = openSync(file, 'r')
  try {
    readSync(fd, head, 0, head.length, 0)
  } finally {
    closeSync(fd)
  }
  return head
}

import type { Database } from 'bun:sqlite'
import { AppError } from '../../errors.ts'
import type { Migration } from './migrations.ts'

export interface Applied {
  name: string
  hash: string
}

/** The migrations that this database still needs, in order. Throws as `missingFrom` does. */
export function pendingMigrations(db: Database, migrations: readonly Migration[]): Migration[] {
  return missingFrom(appliedMigrations(db), migrations, 'This database')
}

/**
 * The migrations that a history still needs, in order.
 * Throws `configuration` when it is not a beginning of ours: made by a newer Navish, or with an edited migration.
 * @param called what the sentence calls the database
 */
export function missingFrom(
  applied: readonly Applied[],
  migrations: readonly Migration[],
  called: string,
): Migration[] {
  for (const [index, { name, hash }] of applied.entries()) {
    const known = migrations[index]
    if (known === undefined) {
      throw new AppError(
        'configuration',
        `${called} was made by a newer version of Navish (it has "${name}"). Use that version, or restore a backup made before the upgrade.`,
      )
    }
    if (known.name !== name || known.hash !== hash) {
      throw new AppError(
        'configuration',
        `${called} has another history than this version of Navish: its step ${index + 1} is "${name}", here it is "${known.name}"${known.name === name ? ' with other content' : ''}.`,
      )
    }
  }
  return migrations.slice(applied.length)
}

/** Whether any migration was ever applied. */
export function isNew(db: Database): boolean {
  return appliedMigrations(db).length === 0
}

/**
 * Applies one migration in a transaction of its own. Foreign keys are off meanwhile: rebuilding a table drops the old one, which
 * would delete the rows that refer to it (the pragma is ignored inside a transaction, so it stands outside).
 */
export function applyMigration(db: Database, migration: Migration, now: number): void {
  db.run('pragma foreign_keys = off')
  try {
    db.transaction(() => {
      db.run(
        'create table if not exists migrations (name text primary key not null, hash text not null, applied_at integer not null) strict',
      )
      for (const statement of statementsOf(migration)) db.run(statement)
      const broken = db.query('pragma foreign_key_check').all()
      if (broken.length > 0) {
        throw new Error(`migration ${migration.name} leaves ${broken.length} dangling references`)
      }
      db.query('insert into migrations (name, hash, applied_at) values (?, ?, ?)').run(
        migration.name,
        migration.hash,
        now,
      )
    }).immediate()
  } finally {
    db.run('pragma foreign_keys = on')
  }
}

/** Those that were ever applied, in their order; none: it is new, or not ours. */
export function appliedMigrations(db: Database): Applied[] {
  const exists = db
    .query(`select 1 from sqlite_schema where type = 'table' and name = 'migrations'`)
    .get()
  if (exists === null) return []
  return db.query<Applied, []>('select name, hash from migrations order by rowid').all()
}

function statementsOf({ sql }: Migration): string[] {
  return sql
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !/^pragma foreign_keys/i.test(statement))
}

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { copyFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Migration } from '../../src/store/sqlite/migrations.ts'
import { temporaryFolder } from '../support/folder.ts'
import { countedAnew, kept } from './figures.ts'
import {
  aMigration,
  errorOf,
  history,
  nextMigration,
  opened,
  seed,
  seeded,
  whatWasSeeded,
} from './history.ts'

/** A folder with a seeded database that has this history. */
function seededFolder(migrations: readonly Migration[] = history) {
  const folder = temporaryFolder()
  using database = opened(folder.path, migrations)
  seed(database)
  return folder
}

const backupsIn = (dataDir: string) =>
  readdirSync(dataDir).filter((file) => !/^navish\.db(?:-wal|-shm)?$/.test(file))

describe('a database of a newer version', () => {
  test('is refused with a sentence that says so, and left as it is', () => {
    using folder = seededFolder([...history, nextMigration])

    const error = errorOf(() => opened(folder.path))

    expect(error.code).toBe('configuration')
    expect(error.message).toContain('newer')
    expect(error.message).toContain(nextMigration.name)
    expect(backupsIn(folder.path)).toEqual([])
    using after = opened(folder.path, [...history, nextMigration])
    expect(seeded(after)).toEqual(whatWasSeeded)
  })
})

describe('a database with another history', () => {
  const edited = history.map((migration, index) =>
    index === 0 ? aMigration(migration.name, `${migration.sql}\n-- edited`) : migration,
  )

  test('is refused when a migration was edited after it was applied', () => {
    using folder = seededFolder()

    const error = errorOf(() => opened(folder.path, edited))

    expect(error.code).toBe('configuration')
    expect(error.message).toContain(history[0]?.name ?? 'missing')
    expect(error.message).not.toContain('newer')
  })

  test('is refused when a migration was put between those that were applied', () => {
    using folder = seededFolder([...history, nextMigration])
    const between = aMigration('9998_between', 'CREATE TABLE `between` (`id` integer) STRICT;')

    const error = errorOf(() => opened(folder.path, [...history, between, nextMigration]))

    expect(error.code).toBe('configuration')
    using after = opened(folder.path, [...history, nextMigration])
    expect(after.rows(`select 1 from sqlite_schema where name = 'between'`)).toEqual([])
  })

  test('is not upgraded further', () => {
    using folder = seededFolder()

    expect(errorOf(() => opened(folder.path, [...edited, nextMigration])).code).toBe(
      'configuration',
    )

    using after = opened(folder.path)
    expect(
      after.rows(`select 1 from pragma_table_info('integrations') where name = 'colour'`),
    ).toEqual([])
  })
})

describe('a migration that fails', () => {
  const failing = aMigration(
    '9999_failing',
    ['CREATE TABLE `half` (`id` integer) STRICT;', 'INSERT INTO `nowhere` VALUES (1);'].join(
      '--> statement-breakpoint\n',
    ),
  )

  test('is undone as a whole, and what came before it stays', () => {
    using folder = seededFolder()

    expect(() => opened(folder.path, [...history, nextMigration, failing])).toThrow('nowhere')

    using after = opened(folder.path, [...history, nextMigration])
    expect(after.rows(`select 1 from sqlite_schema where name = 'half'`)).toEqual([])
    expect(after.rows('select name from migrations')).toHaveLength(history.length + 1)
    expect(seeded(after)).toEqual(whatWasSeeded)
  })
})

describe('the backup before an upgrade', () => {
  test('stands beside the database, readable by its owner only, with the old content', () => {
    using folder = seededFolder()

    using _ = opened(folder.path, [...history, nextMigration])

    expect(backupsIn(folder.path)).toEqual(['navish-before-9999_colour.db'])
    const file = join(folder.path, 'navish-before-9999_colour.db')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    const backup = new Database(file, { readonly: true })
    expect(backup.query('select * from integrations').all()).toMatchObject([
      { id: 1, name: 'shop', source: 'sentry', created_at: 1, revoked_at: null },
    ])
    expect(backup.query('select name, hash from migrations').all()).toEqual(
      history.map(({ name, hash }) => ({ name, hash })),
    )
    expect(backup.query('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    backup.close()
  })

  test('can be put in the place of the database', () => {
    using folder = seededFolder()
    using target = temporaryFolder()
    opened(folder.path, [...history, nextMigration])[Symbol.dispose]()

    const backup = new Database(join(folder.path, 'navish-before-9999_colour.db'), {
      readonly: true,
    })
    backup.query('vacuum into ?').run(join(target.path, 'navish.db'))
    backup.close()

    using restored = opened(target.path)
    expect(seeded(restored)).toEqual(whatWasSeeded)
  })

  test('is one for all the migrations of an upgrade', () => {
    using folder = seededFolder()
    const after = aMigration('9999_extra', 'CREATE TABLE `extra` (`id` integer) STRICT;')

    using _ = opened(folder.path, [...history, nextMigration, after])

    expect(backupsIn(folder.path)).toEqual(['navish-before-9999_colour.db'])
  })

  test('is not made for a new database, nor when there is nothing to upgrade', () => {
    using folder = temporaryFolder()

    opened(folder.path, [...history, nextMigration])[Symbol.dispose]()
    opened(folder.path, [...history, nextMigration])[Symbol.dispose]()

    expect(backupsIn(folder.path)).toEqual([])
  })

  test('has the newest content also after a downgrade, when an older one lies there', () => {
    using folder = seededFolder()
    const database = join(folder.path, 'navish.db')
    opened(folder.path, [...history, nextMigration])[Symbol.dispose]()
    copyFileSync(join(folder.path, 'navish-before-9999_colour.db'), database)
    {
      using downgraded = opened(folder.path)
      downgraded.run("update integrations set name = 'renamed since'")
    }

    using _ = opened(folder.path, [...history, nextMigration])

    const names = backupsIn(folder.path).map((file) => {
      const backup = new Database(join(folder.path, file), { readonly: true })
      const row = backup.query<{ name: string }, []>('select name from integrations').get()
      backup.close()
      return row?.name
    })
    expect(names).toContain('renamed since')
  })
})

describe('the upgrade to accounts and figures', () => {
  const day = 86_400_000
  const before = history.slice(0, 3)

  test('counts the alerts and events that are there already, and numbers them', () => {
    using folder = seededFolder(before)
    {
      using old = opened(folder.path, before)
      const columns =
        'id, integration_id, dedup_key, kind, status, severity, title, event_count, opened_at, last_event_at, regressed'
      old.run(`insert into alerts (${columns}, acknowledged_at, user_snooze) values
        (5, 1, 'b', 'issue', 'acknowledged', 'critical', 'B', 7, ${day}, ${day}, 0, ${day + 90_000}, '{"until":null}'),
        (6, 1, 'c', 'issue', 'open', 'error', 'C', 2, ${day}, ${day}, 0, null, '{"until":123}')`)
      old.run(`insert into alerts (${columns}, resolved_at, resolved_by) values
        (7, 1, 'd', 'issue', 'resolved', 'error', 'D', 1, ${day}, ${day}, 0, ${2 * day}, 'sentry')`)
    }

    using upgraded = opened(folder.path)

    expect(upgraded.rows('select * from alert_counts')).toEqual([
      { status: 'acknowledged', severity: 'critical', count: 1 },
      { status: 'open', severity: 'error', count: 2 },
      { status: 'resolved', severity: 'error', count: 1 },
    ])
    expect(upgraded.rows(`select kind, day, count, total_ms from durations`)).toEqual([
      { kind: 'acknowledgement', day: 1, count: 1, total_ms: 90_000 },
      { kind: 'resolution', day: 2, count: 1, total_ms: day },
    ])
    expect(upgraded.rows('select id, revision, snoozed_until from alerts')).toEqual([
      { id: 4, revision: 4, snoozed_until: null },
      { id: 5, revision: 5, snoozed_until: Number.MAX_SAFE_INTEGER },
      { id: 6, revision: 6, snoozed_until: 123 },
      { id: 7, revision: 7, snoozed_until: null },
    ])
    expect(upgraded.row('select * from event_blocks')).toEqual({
      block: 0,
      integration_id: 1,
      resource: 'issue',
      outcome: 'opened',
    })
    const client = new Database(join(folder.path, 'navish.db'), { readonly: true })
    const { resources: _kept, ...figures } = kept(client)
    const { resources: _counted, ...anew } = countedAnew(client)
    expect(figures as unknown).toEqual(anew)
    client.close()
  })
})

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import {
  copyFileSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Migration } from '../../src/store/sqlite/migrations.ts'
import { mustBeSound } from '../../src/store/sqlite/soundness.ts'
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

describe('a database of a newer version that was killed', () => {
  test('is left as it is to the byte, and so is its log', () => {
    using folder = temporaryFolder()
    using killed = temporaryFolder()
    using writer = opened(folder.path, [...history, nextMigration])
    seed(writer)
    const files = ['navish.db', 'navish.db-wal']
    for (const file of files) copyFileSync(join(folder.path, file), join(killed.path, file))
    const bytes = () =>
      files.map((file) => readFileSync(join(killed.path, file)).toString('latin1'))
    const before = bytes()

    expect(errorOf(() => opened(killed.path)).code).toBe('configuration')

    expect(before[1]?.length).toBeGreaterThan(0)
    expect(bytes()).toEqual(before)
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

  test('stays when a migration fails', () => {
    using folder = seededFolder()
    const failing = aMigration('9999_failing', 'INSERT INTO `nowhere` VALUES (1);')

    for (let time = 0; time < 2; time += 1) {
      expect(() => opened(folder.path, [...history, failing])).toThrow('nowhere')
      expect(backupsIn(folder.path)).toEqual(['navish-before-9999_failing.db'])
    }
    const backup = mustBeSound(join(folder.path, 'navish-before-9999_failing.db'))
    expect(backup).toMatchObject({ events: 1, newestEvent: 5 })
    expect(backup.history).toHaveLength(history.length)
  })

  test('is one of three that stay, and nothing else makes room', () => {
    using folder = seededFolder()
    const others = ['navish-before-restore-20260901T120000Z.db', 'navish-before-lunch.db']
    for (const name of others) writeFileSync(join(folder.path, name), 'x')
    const steps = Array.from({ length: 5 }, (_, nth) =>
      aMigration(`990${nth}_step`, `CREATE TABLE \`step_${nth}\` (\`id\` integer) STRICT;`),
    )

    for (const [nth, { name }] of steps.entries()) {
      opened(folder.path, [...history, ...steps.slice(0, nth + 1)])[Symbol.dispose]()
      // Each is of another day.
      utimesSync(join(folder.path, `navish-before-${name}.db`), nth, nth)
    }

    expect(backupsIn(folder.path).toSorted()).toEqual(
      [
        ...others,
        'navish-before-9902_step.db',
        'navish-before-9903_step.db',
        'navish-before-9904_step.db',
      ].toSorted(),
    )
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

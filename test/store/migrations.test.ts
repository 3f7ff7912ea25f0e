import { describe, expect, test } from 'bun:test'
import { cpSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'
import {
  aMigration,
  history,
  nextMigration,
  opened,
  seed,
  seeded,
  whatWasSeeded,
} from './history.ts'

const project = join(import.meta.dir, '../..')

interface Journal {
  entries: { idx: number; when: number; tag: string }[]
}

function readJournal(): Journal['entries'] {
  const text = readFileSync(join(project, 'drizzle/meta/_journal.json'), 'utf8')
  return (JSON.parse(text) as Journal).entries
}

describe('the migrations', () => {
  test('say everything that the schema says', async () => {
    using folder = temporaryFolder()
    // A copy, so that the tool cannot write into the project.
    for (const part of ['drizzle', 'src', 'drizzle.config.ts', 'package.json', 'tsconfig.json']) {
      cpSync(join(project, part), join(folder.path, part), { recursive: true })
    }
    symlinkSync(join(project, 'node_modules'), join(folder.path, 'node_modules'))

    const kit = Bun.spawn(['bunx', 'drizzle-kit', 'generate', '--config', 'drizzle.config.ts'], {
      cwd: folder.path,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [said, complained] = await Promise.all([kit.stdout.text(), kit.stderr.text()])

    expect(`${said}${complained}`).toContain('No schema changes')
    expect(await kit.exited).toBe(0)
    expect(readdirSync(join(folder.path, 'drizzle'))).toEqual(readdirSync(join(project, 'drizzle')))
  }, 60_000)

  test('make every table strict', () => {
    using database = opened(':memory:')

    const tables = database.rows(
      `select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite%'
        -- What FTS5 makes for itself.
        and name not like 'alert\\_words%' escape '\\'`,
    )

    expect(tables.length).toBeGreaterThan(10)
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([])
  })

  test('index every reference, so that deleting what is referred to reads no whole table', () => {
    using database = opened(':memory:')
    const references = database.rows(`
      select tables.name as "table", reference."from" as "column"
      from pragma_table_list as tables, pragma_foreign_key_list(tables.name) as reference
      where tables.schema = 'main' and reference."table" <> 'integrations'`)

    expect(references.length).toBeGreaterThan(4)
    for (const { table, column } of references) {
      const leading = database.rows(`
        select info.name from pragma_index_list('${String(table)}') as list,
          pragma_index_info(list.name) as info where info.seqno = 0
        union select name from pragma_table_info('${String(table)}') where pk = 1`)
      expect({ table, columns: leading.map(({ name }) => name) }).toEqual({
        table,
        columns: expect.arrayContaining([column]),
      })
    }
  })

  test('stand in the journal in the order of their time, each under its own name', () => {
    const entries = readJournal()

    expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, index) => index))
    for (const [index, { when }] of entries.entries()) {
      expect(when).toBeGreaterThan(entries[index - 1]?.when ?? 0)
    }
    expect(new Set(entries.map(({ tag }) => tag)).size).toBe(entries.length)
    expect(entries.map(({ tag }) => tag)).toEqual(entries.map(({ tag }) => tag).toSorted())
  })

  test('are the ones in the journal and in the folder, no more and no fewer', () => {
    const names = history.map(({ name }) => name)
    const files = readdirSync(join(project, 'drizzle')).filter((file) => file.endsWith('.sql'))

    expect(names.length).toBeGreaterThan(0)
    expect(readJournal().map(({ tag }) => tag)).toEqual(names)
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.sql`))
  })

  test.each(history.map((_, index) => index + 1))(
    'keep every row when the first %i of them were applied by an older version',
    (applied) => {
      using folder = temporaryFolder()
      {
        using older = opened(folder.path, history.slice(0, 1))
        seed(older)
      }
      opened(folder.path, history.slice(0, applied))[Symbol.dispose]()

      using newest = opened(folder.path, [...history, nextMigration])

      expect(seeded(newest)).toEqual(whatWasSeeded)
      expect(newest.rows('select name, applied_at from migrations order by rowid')).toEqual(
        [...history, nextMigration].map(({ name }) => ({ name, applied_at: 7 })),
      )
    },
  )

  test('are not applied a second time', () => {
    using folder = temporaryFolder()
    opened(folder.path)[Symbol.dispose]()

    using again = opened(folder.path)

    expect(again.rows('select name from migrations')).toHaveLength(history.length)
  })
})

describe('a migration that rebuilds a table', () => {
  // As drizzle-kit writes it. The pragmas do nothing inside a transaction, which is where they would stand.
  const rebuild = (table: string, columns: string[], create: string) =>
    aMigration(
      `9999_${table}`,
      [
        'PRAGMA foreign_keys=OFF;',
        create.replace(table, `__new_${table}`),
        `INSERT INTO \`__new_${table}\`(${columns.join(', ')}) SELECT ${columns.join(', ')} FROM \`${table}\`;`,
        `DROP TABLE \`${table}\`;`,
        `ALTER TABLE \`__new_${table}\` RENAME TO \`${table}\`;`,
        'PRAGMA foreign_keys=ON;',
      ].join('--> statement-breakpoint\n'),
    )

  test.each(['integrations', 'events', 'alerts'])(
    'of %s deletes no row that refers to it',
    (table) => {
      using folder = temporaryFolder()
      const migration = withSeeds(folder.path, (database) => {
        const create = String(
          database.row(`select sql from sqlite_schema where name = '${table}'`)['sql'],
        )
        const columns = database.rows(`select name from pragma_table_info('${table}')`)
        return rebuild(
          table,
          columns.map(({ name }) => `"${String(name)}"`),
          `${create};`,
        )
      })

      using after = opened(folder.path, [...history, migration])

      expect(seeded(after)).toEqual(whatWasSeeded)
      expect(after.rows('pragma foreign_key_check')).toEqual([])
      expect(after.row('pragma foreign_keys')).toEqual({ foreign_keys: 1 })
    },
  )

  test('and loses rows that others refer to is undone as a whole', () => {
    using folder = temporaryFolder()
    withSeeds(folder.path, () => null)
    const careless = aMigration(
      '9999_careless',
      ['DELETE FROM `integrations`;', 'CREATE TABLE `extra` (`id` integer) STRICT;'].join(
        '--> statement-breakpoint\n',
      ),
    )

    expect(() => opened(folder.path, [...history, careless])).toThrow('9999_careless')

    using after = opened(folder.path)
    expect(seeded(after)).toEqual(whatWasSeeded)
    expect(after.rows(`select 1 from sqlite_schema where name = 'extra'`)).toEqual([])
    expect(after.row('pragma foreign_keys')).toEqual({ foreign_keys: 1 })
  })
})

/** Works on a seeded database of this version, and closes it. */
function withSeeds<T>(dataDir: string, work: (database: ReturnType<typeof opened>) => T): T {
  using database = opened(dataDir)
  seed(database)
  return work(database)
}

import { describe, expect, test } from 'bun:test'
import {
  closeSync,
  copyFileSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { setup } from './conformance/setup.ts'

/** Another file under the same name, byte by byte the same. */
function replace(path: string): void {
  copyFileSync(path, `${path}.copy`)
  renameSync(`${path}.copy`, path)
}

/** Takes the last page away. */
function cut(path: string): void {
  truncateSync(path, statSync(path).size - 4096)
}

function overwrite(path: string): void {
  const fd = openSync(path, 'r+')
  writeSync(fd, Buffer.alloc(512))
  closeSync(fd)
}

const damages: [what: string, file: string, damage: (path: string) => void, says: string][] = [
  ['navish.db is deleted', 'navish.db', rmSync, 'is gone'],
  ['navish.db is replaced', 'navish.db', replace, 'was replaced'],
  ['navish.db is cut', 'navish.db', cut, 'was cut'],
  ['navish.db is emptied', 'navish.db', truncateSync, 'was cut'],
  ['navish.db is overwritten', 'navish.db', overwrite, 'was overwritten'],
  ['the log is deleted', 'navish.db-wal', rmSync, 'is gone'],
  ['the log is replaced', 'navish.db-wal', replace, 'was replaced'],
  ['the log is overwritten', 'navish.db-wal', overwrite, 'was overwritten'],
  ['the index of the log is deleted', 'navish.db-shm', rmSync, 'is gone'],
  ['the index of the log is replaced', 'navish.db-shm', replace, 'was replaced'],
]

/** A store whose database file has its full size, with one event that waits, in the log. */
async function waitingStore(dataDir: string) {
  const t = await setup(() => openSqliteStore({ dataDir, prepare: true, now: 0 }))
  await t.store.checkpoint()
  await t.say('fire a')
  return t
}

/** The sentence with which it is refused. */
async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'it is not refused', String)
}

describe('an open database', () => {
  test.each(damages)('notices that %s', async (_, name, damage, says) => {
    using folder = temporaryFolder()
    await (await waitingStore(folder.path)).store.close()
    const db = openDatabase({ dataDir: folder.path, prepare: true, now: 0 })
    db.$client.run('insert into heartbeat (id, at) values (1, 1)')
    const file = join(folder.path, name)

    expect(db.mustBeIntact).not.toThrow()
    damage(file)

    expect(db.mustBeIntact).toThrow(file)
    expect(db.mustBeIntact).toThrow(says)
    db.close()
  })

  test('does not mind that it grows, nor that a checkpoint empties its log', () => {
    using folder = temporaryFolder()
    const db = openDatabase({ dataDir: folder.path, prepare: true, now: 0 })
    const { size } = statSync(join(folder.path, 'navish.db'))

    db.$client.run('pragma wal_checkpoint(truncate)')

    expect(statSync(join(folder.path, 'navish.db')).size).toBeGreaterThan(size)
    expect(statSync(join(folder.path, 'navish.db-wal')).size).toBe(0)
    expect(db.mustBeIntact).not.toThrow()
    db.close()
  })

  test('notices a cut back to the size that it was opened with', () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'navish.db')
    const db = openDatabase({ dataDir: folder.path, prepare: true, now: 0 })
    const { size } = statSync(file)
    db.$client.run('pragma wal_checkpoint(truncate)')
    db.mustBeIntact()

    truncateSync(file, size)

    expect(db.mustBeIntact).toThrow('was cut')
    db.close()
  })
})

describe('a store', () => {
  test.each(damages)('takes no event and drains none when %s', async (_, name, damage) => {
    using folder = temporaryFolder()
    await using t = await waitingStore(folder.path)
    // Notices how large the files are.
    await t.store.probe(1)

    damage(join(folder.path, name))

    const refusals = [await refusalOf(t.say('fire b')), await refusalOf(t.drain())]
    for (const refusal of refusals) expect(refusal).toContain(join(folder.path, name))
  })

  test.each(['navish.db', 'navish.db-wal', 'navish.db-shm'])(
    'goes on as if nothing had been when %s was moved away and is put back',
    async (name) => {
      using folder = temporaryFolder()
      await using t = await waitingStore(folder.path)
      const file = join(folder.path, name)
      renameSync(file, `${file}.away`)
      expect(await refusalOf(t.say('fire b'))).toContain('put the file back')

      renameSync(`${file}.away`, file)

      expect(await t.say('fire c')).toHaveLength(1)
      expect((await t.drain()).processed).toHaveLength(2)
      expect((await t.alerts()).map(({ dedupKey }) => dedupKey)).toEqual(['c', 'a'])
    },
  )
})

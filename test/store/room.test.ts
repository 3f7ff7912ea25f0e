import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Database } from 'bun:sqlite'
import { compact } from '../../src/store/sqlite/compact.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { lockDataDir } from '../../src/store/sqlite/lock.ts'
import { createSqliteStore, openSqliteStore } from '../../src/store/sqlite/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { only, retain } from '../support/retention.ts'
import { anEvent, patient, setup } from './conformance/setup.ts'

const folder = temporaryFolder()
/** A database of which most was removed, as this version makes them. */
const full = join(folder.path, 'full')

/** So many bytes that cannot be compressed. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65_536)))
  }
  return bytes
}

const sizeOf = (dataDir: string) => statSync(join(dataDir, 'navish.db')).size

beforeAll(async () => {
  await using t = await setup(() => openSqliteStore({ dataDir: full, prepare: true, now: 0 }))
  for (let nth = 0; nth < 150; nth += 1) {
    await t.store.append([anEvent(t.integrationId, { payload: noise(200_000) })])
  }
  while ((await t.drain({ interpret: () => ({ ignored: 'It is noise.' }) })).more);
  await retain(t.store, only('payloads', { most: 1_000_000 }))
  await t.store.checkpoint()
})

afterAll(() => folder[Symbol.dispose]())

/** A copy of it. */
function aFullOne(name: string): string {
  const dataDir = join(folder.path, name)
  mkdirSync(dataDir)
  copyFileSync(join(full, 'navish.db'), join(dataDir, 'navish.db'))
  return dataDir
}

/** The same as an older version would have made it. */
function anOldOne(name: string): string {
  const dataDir = aFullOne(name)
  const client = new Database(join(dataDir, 'navish.db'))
  client.run('pragma journal_mode = delete')
  client.run('pragma auto_vacuum = none')
  client.run('vacuum')
  client.run('create table filler (bytes blob) strict')
  client.run('insert into filler values (zeroblob(20000000))')
  client.run('drop table filler')
  client.close()
  return dataDir
}

describe('room that is not used', () => {
  test('goes back to the disk while the database is open, and nothing is taken for damage', async () => {
    const dataDir = aFullOne('open')
    const db = openDatabase({ dataDir, prepare: true, now: 0 })
    const store = createSqliteStore(db)
    // Another process that has it open, too.
    const other = openDatabase({ dataDir, prepare: false, now: 0 })
    const before = sizeOf(dataDir)

    let steps = 0
    while (await store.giveBackRoom()) steps += 1
    await store.checkpoint()

    expect(steps).toBeGreaterThan(10)
    expect(sizeOf(dataDir)).toBeLessThan(before - 8_000_000)
    expect(db.mustBeIntact).not.toThrow()
    expect(other.mustBeIntact).not.toThrow()
    expect(db.$client.query('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
    // It grows again, and is noticed when it is cut.
    await store.append([anEvent('1', { text: 'hello' })])
    await store.checkpoint()
    truncateSync(join(dataDir, 'navish.db'), sizeOf(dataDir) - 4096)
    expect(db.mustBeIntact).toThrow('was cut')
    db.close()
    other.close()
  })

  test('that was given back by a server that was killed goes when the next one runs', async () => {
    const dataDir = aFullOne('killed')
    const killed = openServer(dataDir)
    while (await killed.giveBackRoom());
    const left = join(folder.path, 'left')
    cpSync(dataDir, left, { recursive: true })
    await killed.close()
    const before = sizeOf(left)

    await using store = openServer(left)
    await store.checkpoint()

    expect(sizeOf(left)).toBeLessThan(before - 8_000_000)
    expect(await store.append([anEvent('1')])).toEqual(['151'])
  })

  test('is no excuse for an older and smaller database in the place of this one', async () => {
    const dataDir = aFullOne('older')
    const file = join(dataDir, 'navish.db')
    const older = readFileSync(file)
    await using store = openServer(dataDir)
    for (let nth = 0; nth < 40; nth += 1)
      await store.append([anEvent('1', { payload: noise(1_000_000) })])
    await store.checkpoint()
    expect(sizeOf(dataDir)).toBeGreaterThan(older.length)

    writeFileSync(file, older)

    expect(await store.append([anEvent('1')]).then(String, String)).toContain('was cut')
  })

  test('stays in a database that an older version made, and is used again', async () => {
    const dataDir = anOldOne('kept')
    await using store = openStore(dataDir)
    const { unused, shrinks } = await store.showStorage()

    expect(unused).toBeGreaterThan(19_000_000)
    expect(shrinks).toBe(false)
    expect(await store.giveBackRoom()).toBe(false)
  })

  test('goes when it is written anew, which keeps everything else', async () => {
    const dataDir = anOldOne('anew')
    const before = sizeOf(dataDir)

    const found = await compact(dataDir, 0)

    expect(found.before).toBe(before)
    expect(found.after).toBe(sizeOf(dataDir))
    expect(found.after).toBeLessThan(before - 19_000_000)
    await using store = openStore(dataDir)
    const storage = await store.showStorage()
    expect(storage).toMatchObject({ shrinks: true, events: { count: 150 } })
    expect((await store.showEvent('150')).payload).toHaveLength(200_000)
    expect((await store.append([anEvent('1')]))[0]).toBe('151')
    expect((await store.drain(patient)).processed).toHaveLength(1)
  })

  test('is not touched while a server has the data directory', async () => {
    const dataDir = anOldOne('served')
    const { unlock } = lockDataDir(dataDir)
    const before = sizeOf(dataDir)

    const refused = await compact(dataDir, 0).then(String, String)

    unlock()
    expect(refused).toContain('stop it first')
    expect(sizeOf(dataDir)).toBe(before)
  })

  test('is not touched while somebody reads, whose log would be taken for that of the new file', async () => {
    const dataDir = anOldOne('read')
    const writer = openDatabase({ dataDir, prepare: false, now: 0 })
    const reader = openDatabase({ dataDir, prepare: false, now: 0 })
    reader.$client.run('begin')
    expect(reader.$client.query('select count(*) as count from events').get()).toEqual({
      count: 150,
    })
    await createSqliteStore(writer).append([anEvent('1')])
    writer.close()
    const inode = statSync(join(dataDir, 'navish.db')).ino

    const refused = await compact(dataDir, 0).then(String, String)

    expect(refused).toContain('Something else has')
    expect(statSync(join(dataDir, 'navish.db')).ino).toBe(inode)
    reader.$client.run('commit')
    reader.close()
    await using store = openStore(dataDir)
    expect((await store.showEvent('151')).id).toBe('151')
  })

  test('is written anew also when a process was killed that had left a log, and none stays behind', async () => {
    const dataDir = anOldOne('with-log')
    const open = openDatabase({ dataDir, prepare: false, now: 0 })
    await createSqliteStore(open).append([anEvent('1')])
    const copy = join(folder.path, 'with-log-copy')
    cpSync(dataDir, copy, { recursive: true })
    open.close()
    expect(statSync(join(copy, 'navish.db-wal')).size).toBeGreaterThan(0)

    await compact(copy, 0)

    expect(existsSync(join(copy, 'navish.db-wal'))).toBe(false)
    await using store = openStore(copy)
    expect((await store.showEvent('151')).id).toBe('151')
  })
})

function openServer(dataDir: string) {
  const store = openSqliteStore({ dataDir, prepare: true, now: 0 })
  return { ...store, [Symbol.asyncDispose]: () => store.close() }
}

function openStore(dataDir: string) {
  const store = openSqliteStore({ dataDir, prepare: false, now: 0 })
  return { ...store, [Symbol.asyncDispose]: () => store.close() }
}

import { describe, expect, test } from 'bun:test'
import { statSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { inTransaction } from '../../src/store/sqlite/transaction.ts'
import { temporaryFolder } from '../support/folder.ts'

/** Bytes of both copies of the header, and what follows them up to the first page number. */
const headSize = 136

/** What a head full of garbage may say: that the log has two million pages, whose index has 16 MiB. */
function garbage(): Buffer {
  const bytes = Buffer.alloc(headSize, 0xa5)
  bytes.writeUInt32LE(2_000_000, 16)
  bytes.writeUInt32LE(2_000_000, 48 + 16)
  return bytes
}

/** A database with one heartbeat, at 1, and what overwrites its index of the log. */
async function setup(dataDir: string) {
  const db = openDatabase({ dataDir, prepare: true, now: 0 })
  db.$client.run('insert into heartbeat (id, at) values (1, 1)')
  const path = join(dataDir, 'navish.db-shm')
  // It stays open: closing it would let go of the locks of this process.
  const file = await open(path, 'r+')
  return {
    db,
    beat: (at: number) => void db.$client.run('update heartbeat set at = ?', [at]),
    beatAt: () => db.$client.query<{ at: number }, []>('select at from heartbeat').get()?.at,
    size: () => statSync(path).size,
    overwrite: () => void writeSync(file.fd, garbage(), 0, headSize, 0),
    async [Symbol.asyncDispose]() {
      db.close()
      await file.close()
    },
  }
}

describe('while somebody overwrites the index of the log, a transaction', () => {
  test('that is undone does not believe what it says', async () => {
    using folder = temporaryFolder()
    await using t = await setup(folder.path)
    const before = t.size()

    const undone = inTransaction<void>(t.db, () => {
      t.beat(2)
      t.overwrite()
      throw new Error('undo it')
    })

    expect(await undone.catch(String)).toContain('undo it')
    expect(t.size()).toBe(before)
    expect(t.beatAt()).toBe(1)
  })

  test('is not committed, and the next one is', async () => {
    using folder = temporaryFolder()
    await using t = await setup(folder.path)

    const undone = inTransaction<void>(t.db, () => {
      t.beat(2)
      t.overwrite()
    })

    expect(await undone.catch(String)).toContain('navish.db-shm was overwritten')
    expect(t.beatAt()).toBe(1)
    await inTransaction<void>(t.db, () => t.beat(3))
    expect(t.beatAt()).toBe(3)
  })
})

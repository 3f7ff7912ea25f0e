import { describe, expect, test } from 'bun:test'
import { chownSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordAddress } from '../../src/address.ts'
import { mustBeOwner } from '../../src/cli/owner.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'

const isSkipped = without(process.getuid?.() === 0 ? null : 'only root can give files away')

describe.skipIf(isSkipped)('root', () => {
  test.each(['alert list', 'admin link'])(
    'does nothing to the data of another user: %s',
    async (words) => {
      using folder = temporaryFolder()
      chownSync(folder.path, 54_321, 54_321)

      const { code, err } = await command(words.split(' '), { dataDir: folder.path })

      expect(code).toBe(1)
      expect(readdirSync(folder.path)).toEqual([])
      expect(err).toContain(`The data in ${folder.path} belongs to user 54321`)
      expect(err).toContain("sudo -u '#54321' navish …")
    },
  )

  test('is told the name of that user, where it has one', () => {
    using folder = temporaryFolder()
    chownSync(folder.path, 1, 1)

    expect(() => mustBeOwner(folder.path)).toThrow('sudo -u daemon navish')
  })

  test('may do everything where its own server runs, whoever has the data', () => {
    using folder = temporaryFolder()
    chownSync(folder.path, 54_321, 54_321)
    recordAddress(folder.path, 'http://127.0.0.1:8077')

    expect(() => mustBeOwner(folder.path)).not.toThrow()
  })

  test('may do everything where the database is its own, whoever has the folder', () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'navish.db'), '')
    chownSync(folder.path, 54_321, 54_321)

    expect(() => mustBeOwner(folder.path)).not.toThrow()
  })
})

test('nobody else is kept from trying, and nobody where there is nothing', async () => {
  using folder = await dataDirWith()

  expect(() => mustBeOwner(folder.path, 54_321)).not.toThrow()
  expect(() => mustBeOwner(join(folder.path, 'nothing'), 0)).not.toThrow()
})

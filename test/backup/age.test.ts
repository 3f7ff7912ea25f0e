import { describe, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  decryptFile,
  encryptFile,
  makeIdentity,
  readIdentities,
} from '../../src/backup/encryption.ts'
import { temporaryFolder } from '../support/folder.ts'

// Backups must be opened in years, by whoever has the key and the command that everybody has.

const age = Bun.which('age')
const keygen = Bun.which('age-keygen')
const isHere = age !== null && keygen !== null
if (!isHere) process.stderr.write('  NO AGE: what it opens, and what we open of it, is not tried\n')

/** More than one part of 64 KiB, and not a whole number of them. */
const content = Buffer.alloc(3 * 65_536 + 17, 'navish')

function run(...command: string[]): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync(command)
  if (exitCode !== 0) throw new Error(stderr.toString())
  return stdout.toString()
}

describe.skipIf(!isHere)('the command age', () => {
  test.each([1, 65_536, content.length])(
    'opens %d bytes that were encrypted here',
    async (size) => {
      using folder = temporaryFolder()
      const at = (name: string) => join(folder.path, name)
      const { recipient, file: key } = await makeIdentity(0)
      writeFileSync(at('key'), key)
      writeFileSync(at('plain'), content.subarray(0, size))

      await encryptFile(at('plain'), at('box'), [recipient])
      run(`${age}`, '--decrypt', '-i', at('key'), '-o', at('opened'), at('box'))

      expect(readFileSync(at('opened')).equals(content.subarray(0, size))).toBe(true)
      expect(run(`${keygen}`, '-y', at('key')).trim()).toBe(recipient)
    },
  )

  test('opens for each of those whom it is for, and for nobody else', async () => {
    using folder = temporaryFolder()
    const at = (name: string) => join(folder.path, name)
    run(`${keygen}`, '-o', at('key'))
    const { recipient, file: other } = await makeIdentity(0)
    writeFileSync(at('other'), other)
    writeFileSync(at('stranger'), (await makeIdentity(0)).file)
    writeFileSync(at('plain'), content)

    await encryptFile(at('plain'), at('box'), [run(`${keygen}`, '-y', at('key')).trim(), recipient])
    const opened = (key: string) => run(`${age}`, '--decrypt', '-i', at(key), at('box')).length

    expect([opened('key'), opened('other')]).toEqual([content.length, content.length])
    expect(() => opened('stranger')).toThrow('no identity matched')
    // The key with which it is read back leaves nothing in the file.
    const [head] = readFileSync(at('box')).toString('latin1').split('\n---')
    expect(head?.match(/^-> /gm)).toHaveLength(2)
  })

  test('encrypts what is opened here', async () => {
    using folder = temporaryFolder()
    const at = (name: string) => join(folder.path, name)
    run(`${keygen}`, '-o', at('key'))
    writeFileSync(at('plain'), content)
    run(`${age}`, '-r', run(`${keygen}`, '-y', at('key')).trim(), '-o', at('box'), at('plain'))

    await decryptFile(at('box'), at('opened'), readIdentities(at('key')))

    expect(readFileSync(at('opened')).equals(content)).toBe(true)
  })
})

import { describe, expect, test } from 'bun:test'
import {
  chownSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../src/errors.ts'
import { createKeys, keyFile, readSecretKey, recordKey } from '../../src/secrets/key.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'

const isSkipped = without(process.getuid?.() === 0 ? null : 'only root can give files away')

const bytes = Buffer.alloc(32, 7)
const passphrase = 'correct horse battery staple again'

const configured = (text: string) => createKeys({ configured: text, dataDir: '/nowhere' }).toSeal()

describe('the key of the data directory', () => {
  test('is made at the first need, for its owner alone, and stays', () => {
    using folder = temporaryFolder()
    const keys = createKeys({ configured: null, dataDir: folder.path })

    expect(keys.toOpen()).toBeNull()
    expect(readdirSync(folder.path)).toEqual([])
    const made = keys.toSeal()
    const again = createKeys({ configured: null, dataDir: folder.path })

    expect(again.toOpen()).toEqual(made)
    expect(again.toSeal()).toEqual(made)
    expect(readdirSync(folder.path)).toEqual([keyFile])
    expect(statSync(join(folder.path, keyFile)).mode & 0o777).toBe(0o600)
  })

  test.skipIf(isSkipped)('belongs to whoever has the folder, when root makes it', () => {
    using folder = temporaryFolder()
    chownSync(folder.path, 54_321, 54_322)
    createKeys({ configured: null, dataDir: folder.path }).toSeal()
    recordKey({ configured: passphrase, dataDir: folder.path })

    for (const name of [keyFile, `${keyFile}.id`]) {
      const { uid, gid } = statSync(join(folder.path, name))
      expect([name, uid, gid]).toEqual([name, 54_321, 54_322])
    }
  })

  test('has its note made anew: one that another user left could not be written to', () => {
    using folder = temporaryFolder()
    const [note, kept] = [`${keyFile}.id`, 'kept'].map((name) => join(folder.path, name))
    writeFileSync(note ?? '', 'of another')
    linkSync(note ?? '', kept ?? '')

    recordKey({ configured: passphrase, dataDir: folder.path })

    expect(readFileSync(kept ?? '', 'utf8')).toBe('of another')
    expect(readFileSync(note ?? '', 'utf8')).not.toBe('of another')
  })

  test('that another program made meanwhile is taken, not replaced', () => {
    using folder = temporaryFolder()
    const first = createKeys({ configured: null, dataDir: folder.path })
    const second = createKeys({ configured: null, dataDir: folder.path })

    expect([first.toOpen(), second.toOpen()]).toEqual([null, null])
    expect(first.toSeal()).toEqual(second.toSeal())
  })

  test.each([0, 31, 33])('of %i bytes is refused, and left as it is', (length) => {
    using folder = temporaryFolder()
    const path = join(folder.path, keyFile)
    writeFileSync(path, Buffer.alloc(length))
    const keys = createKeys({ configured: null, dataDir: folder.path })

    expect(() => keys.toSeal()).toThrow(`The key file ${path} has ${length} bytes instead of 32`)
    expect(readFileSync(path)).toHaveLength(length)
  })

  test('that cannot be made or read is a mistake of configuration that names it', () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    const keys = createKeys({ configured: null, dataDir: file })

    expect(() => keys.toSeal()).toThrow(AppError)
    expect(() => keys.toSeal()).toThrow(`The key file ${join(file, keyFile)} cannot be`)
  })

  test('is the same one when its bytes are configured', () => {
    using folder = temporaryFolder()
    const made = createKeys({ configured: null, dataDir: folder.path }).toSeal()
    const material = readFileSync(join(folder.path, keyFile))

    expect(configured(material.toString('hex'))).toEqual(made)
  })
})

describe('a configured key', () => {
  test('is the same in hex and in base64, with and without its end', () => {
    const key = configured(bytes.toString('hex'))

    expect(configured(bytes.toString('hex').toUpperCase())).toEqual(key)
    expect(configured(bytes.toString('base64'))).toEqual(key)
    expect(configured(bytes.toString('base64url'))).toEqual(key)
    expect(key.bytes).toHaveLength(32)
    expect(key.bytes).not.toEqual(bytes)
  })

  test('may be a passphrase, and another one is another key', () => {
    expect(configured(passphrase)).toEqual(configured(passphrase))
    expect(configured(`${passphrase}!`).id).not.toBe(configured(passphrase).id)
  })

  test('needs no data directory', () => {
    expect(
      createKeys({ configured: passphrase, dataDir: '/nowhere' }).toOpen()?.bytes,
    ).toHaveLength(32)
  })

  test.each(['short', 'x'.repeat(31), bytes.toString('hex').slice(0, 30)])(
    '"%s" is refused, without repeating it',
    (text) => {
      expect(() => readSecretKey(text)).toThrow('a secret key is 32 bytes in hex or base64')
      expect(() => readSecretKey(text)).not.toThrow(text)
    },
  )
})

describe('the key that only the server was given', () => {
  const serve = (dataDir: string, key: string | null) => recordKey({ configured: key, dataDir })

  test('keeps a command without it from sealing with another one', () => {
    using folder = temporaryFolder()
    serve(folder.path, passphrase)
    const keys = createKeys({ configured: null, dataDir: folder.path })

    expect(() => keys.toSeal()).toThrow('The server was given a secret key')
    expect(keys.toOpen()).toBeNull()
    expect(existsSync(join(folder.path, keyFile))).toBe(false)
  })

  test('keeps one with another key from it, and not one with the same', () => {
    using folder = temporaryFolder()
    const own = createKeys({ configured: null, dataDir: folder.path })
    own.toSeal()
    serve(folder.path, passphrase)

    expect(() => own.toSeal()).toThrow(AppError)
    const same = createKeys({ configured: passphrase, dataDir: folder.path })
    expect(same.toSeal()).toEqual(configured(passphrase))
  })

  test('is forgotten when the server is started without it', () => {
    using folder = temporaryFolder()
    serve(folder.path, passphrase)
    serve(folder.path, null)

    expect(readdirSync(folder.path)).toEqual([])
    expect(createKeys({ configured: null, dataDir: folder.path }).toSeal().bytes).toHaveLength(32)
  })

  test('is not told by the note of it', () => {
    using folder = temporaryFolder()
    serve(folder.path, passphrase)

    const [note = ''] = readdirSync(folder.path)
    expect(readFileSync(join(folder.path, note), 'utf8')).toBe(`${configured(passphrase).id}\n`)
    expect(statSync(join(folder.path, note)).mode & 0o777).toBe(0o600)
  })
})

import { describe, expect, test } from 'bun:test'
import { createKeys, type Keys } from '../../src/secrets/key.ts'
import { createSeal } from '../../src/secrets/seal.ts'

const keysOf = (configured: string) => createKeys({ configured, dataDir: '/nowhere' })
const keys = keysOf('correct horse battery staple again')
const other = keysOf('another passphrase that is long enough')
const value = { webhookUrl: 'https://hooks.example.org/T1/ß', port: 25 }

describe('a seal', () => {
  test('gives back what it was given, to whoever has the key', () => {
    const sealed = createSeal(keys).seal(value)

    expect(createSeal(keys).open(sealed)).toEqual(value)
    expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/)
    expect(sealed).not.toContain('hooks')
  })

  test('is another one each time', () => {
    const { seal } = createSeal(keys)

    expect(seal(value)).not.toBe(seal(value))
  })

  test('of another key is not opened, and the message says what to do', () => {
    const sealed = createSeal(keys).seal(value)
    const [, id] = sealed.split('.')
    const none: Keys = { toSeal: keys.toSeal, toOpen: () => null }

    expect(() => createSeal(other).open(sealed)).toThrow(`sealed with another key (${id}; the key`)
    expect(() => createSeal(other).open(sealed)).toThrow('NAVISH_SECRET_KEY')
    expect(() => createSeal(none).open(sealed)).toThrow('there is no key now')
  })

  test('that was changed anywhere is damaged', () => {
    const sealed = createSeal(keys).seal(value)
    const [version, id, nonce = '', box = ''] = sealed.split('.')
    const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)

    for (const changed of [
      [version, id, flipped(nonce), box],
      [version, id, nonce, flipped(box)],
      [version, id, nonce, box.slice(0, 8)],
      [version, id, '', box],
      [version, id],
      ['v2', id, nonce, box],
    ]) {
      expect(() => createSeal(keys).open(changed.join('.'))).toThrow('damaged')
    }
  })
})

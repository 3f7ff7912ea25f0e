import { describe, expect, test } from 'bun:test'
import { createPasswords, type Argon2 } from '../src/password.ts'

/** Computations that end when the test says so. */
function setupPasswords() {
  const started: { hash: string; end: PromiseWithResolvers<boolean> }[] = []
  const argon2: Argon2 = {
    hash: (password) => Promise.resolve(`hash of ${password}`),
    verify(_, hash) {
      const end = Promise.withResolvers<boolean>()
      started.push({ hash, end })
      return end.promise
    },
  }
  const { matches } = createPasswords(argon2)
  return {
    /** What is compared, in order. */
    compared: () => started.map(({ hash }) => hash),
    compare: (hash: string) => matches('a password', hash),
    end: (index: number) => started[index]?.end.resolve(true),
    fail: (index: number) => started[index]?.end.reject(new Error('out of memory')),
  }
}

/** Lets what is already settled go on. */
const settled = () => new Promise(setImmediate)

describe('a password', () => {
  test('matches its hash, and no other does', async () => {
    const { hash, matches } = createPasswords()

    const stored = await hash('correct horse battery')

    expect(stored).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(await matches('correct horse battery', stored)).toBe(true)
    expect(await matches('correct horse batterz', stored)).toBe(false)
    expect(await matches('', stored)).toBe(false)
  })

  test('is hashed differently each time', async () => {
    const { hash } = createPasswords()

    expect(await hash('correct horse battery')).not.toBe(await hash('correct horse battery'))
  })

  test('is the same however the keyboard writes its letters', async () => {
    const { hash, matches } = createPasswords()

    const stored = await hash('schöne lange Wörter'.normalize('NFD'))

    expect(await matches('schöne lange Wörter'.normalize('NFC'), stored)).toBe(true)
  })
})

describe('a password of nobody', () => {
  test('is compared as well, at the same cost, and never right', async () => {
    const compared: string[] = []
    const { matches } = createPasswords({
      hash: () => Promise.reject(new Error('not asked')),
      verify(_, hash) {
        compared.push(hash)
        return Promise.resolve(true)
      },
    })
    const costOf = (hash = '') => hash.split('$').slice(0, 4)

    const isRight = await matches('correct horse battery', null)

    expect(isRight).toBe(false)
    expect(compared.map(costOf)).toEqual([costOf(await createPasswords().hash('any other one'))])
  })
})

describe('computations', () => {
  test('are two at once; the others wait in line', async () => {
    const t = setupPasswords()

    const all = ['1', '2', '3', '4'].map(t.compare)
    await settled()
    const first = t.compared()
    t.end(1)
    await settled()
    const second = t.compared()
    t.end(0)
    t.end(2)
    await settled()
    t.end(3)

    expect(first).toEqual(['1', '2'])
    expect(second).toEqual(['1', '2', '3'])
    expect(await Promise.all(all)).toEqual([true, true, true, true])
  })

  test('that fail make room, too', async () => {
    const t = setupPasswords()
    const failing = [t.compare('1'), t.compare('2')]
    const waiting = t.compare('3')

    t.fail(0)
    t.fail(1)

    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ])
    t.end(2)
    expect(await waiting).toBe(true)
  })

  test('are refused when 32 wait, and taken again when there are fewer', async () => {
    const t = setupPasswords()
    const all = Array.from({ length: 34 }, (_, index) => t.compare(String(index)))

    const refused = t.compare('one too many')
    expect(refused).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 2 })
    t.end(0)
    await settled()
    const taken = t.compare('34')
    for (let index = 1; index <= 34; index += 1) {
      await settled()
      t.end(index)
    }

    expect(await Promise.all([...all, taken])).toHaveLength(35)
    expect(t.compared().at(-1)).toBe('34')
  })
})

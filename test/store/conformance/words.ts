import { describe, expect, test } from 'bun:test'
import { keeping, type Wanted } from './kept.ts'
import type { Open } from './setup.ts'

const alerts: Wanted[] = [
  {
    key: 'sentry-issue-4711',
    content: {
      title: 'TypeError: cart_total is undefined',
      description: 'in Checkout.pay at 10.0.0.17',
      project: { slug: 'web-shop', name: 'Der große Laden' },
    },
  },
  {
    key: 'sentry-issue-4712',
    content: { title: 'Übertragung fehlgeschlagen', description: null, project: null },
  },
  {
    key: 'sentry-metric-9',
    content: {
      title: 'エラー: カート が空です 𠮷野家𠮷野家𠮷野家',
      description: 'Ошибка ΟΔΟΣ straße',
      project: null,
    },
  },
]

/** What is searched, and the last character of the key of each alert that it finds. */
const searches: [string, string][] = [
  ['typeerror', '1'],
  ['TYPE', '1'],
  ['t', '1'],
  ['error', ''],
  ['cart', '1'],
  ['total', '1'],
  ['undefined cart', '1'],
  ['undefined nothing', ''],
  ['checkout pay shop grosse', '1'],
  ['laden', '1'],
  ['10.0.0.17', '1'],
  ['10.0.0.18', ''],
  ['sentry', '921'],
  ['sentry-issue', '21'],
  ['sentry-issue-4712', '2'],
  ['47', '21'],
  ['4711 4712', ''],
  ['ubertragung', '2'],
  ['ÜBERTRAGUNG', '2'],
  ['U\u0308bertragung', '2'],
  ['fehlgeschlagenes', ''],
  ['カート', '9'],
  ['ート', ''],
  ['𠮷', '9'],
  ['𠮷野家𠮷野', '9'],
  ['𠮷野家𠮷野家𠮷野', '9'],
  ['𠮷家', ''],
  ['ошибка', '9'],
  ['οδος', '9'],
  ['οδοσ', '9'],
  ['strasse', '9'],
  ['STRASSE', '9'],
  ['', '921'],
  ['  ', '921'],
  ['!?…', ''],
  ['"typeerror"', '1'],
  ['typeerror*', '1'],
  ['typeerror OR übertragung', ''],
  ['NOT typeerror', ''],
  ['title:typeerror', ''],
  ['(typeerror', '1'],
  ['^typeerror', '1'],
  ["' or 1=1 --", ''],
  ['typeerror\0', '1'],
  ['¶', ''],
  // Only eight words count, and of each 64 characters.
  ['t c i u p a 1 4 nothing', '1'],
]

export function describeWords(open: Open): void {
  describe('a search for words', () => {
    test.each([
      ['before they are indexed', 0],
      ['when some of them are indexed', 2],
      ['when all of them are indexed', 10],
    ])('finds alerts in which each begins a word, %s', async (_, indexed) => {
      await using t = await keeping(open)
      await t.put(...alerts)
      if (indexed > 0) await t.store.indexWords(indexed)

      for (const [text, found] of searches) {
        const keys = await t.keys({ text }, 2)
        expect([text, keys.map((key) => key.at(-1)).join('')]).toEqual([text, found])
      }
    })

    test('looks at 64 characters of a word, and compares all of them', async () => {
      await using t = await keeping(open)
      const long = 'x'.repeat(64)
      await t.put({ key: 'a', content: { title: `${long}y` } })
      await t.put({ key: 'b', content: { title: `${'x'.repeat(40)}y` } })
      await t.store.indexWords(10)

      expect(await t.keys({ text: `${long}z` })).toEqual(['a'])
      expect(await t.keys({ text: 'x'.repeat(41) })).toEqual(['a'])
      expect(await t.keys({ text: 'x'.repeat(40) })).toEqual(['b', 'a'])
    })

    test.each([true, false])(
      'goes by the words of now, when they are indexed: %p',
      async (indexed) => {
        await using t = await keeping(open)
        await t.put({ key: 'a', content: { title: 'the first words' } })
        await t.put({ key: 'b', content: { title: 'others' } })
        await t.store.indexWords(10)

        await t.put({ key: 'a', at: 2, content: { title: 'the second words' } })
        if (indexed) await t.store.indexWords(10)

        expect(await t.keys({ text: 'first' })).toEqual([])
        expect(await t.keys({ text: 'second' })).toEqual(['a'])
        expect(await t.keys({ text: 'words' })).toEqual(['a'])
      },
    )

    test('finds what changed in other ways since it was indexed, once', async () => {
      await using t = await keeping(open)
      await t.put({ key: 'a', content: { title: 'some words' } })
      await t.store.indexWords(10)

      await t.change('a', { kind: 'acknowledge' })

      expect(await t.keys({ text: 'words', status: ['acknowledged'] })).toEqual(['a'])
      expect(await t.keys({ text: 'words', status: ['open'] })).toEqual([])
    })

    test('finds each on its page', async () => {
      await using t = await keeping(open)
      await t.put(...Array.from({ length: 25 }, (_, at) => ({ key: `key ${at}`, at })))
      await t.store.indexWords(20)
      const all = Array.from({ length: 25 }, (_, at) => `key ${at}`).toReversed()

      for (const limit of [1, 7, 24, 25, 26]) {
        expect(await t.keys({ text: 'key' }, limit)).toEqual(all)
        expect(await t.keys({ text: 'key cart' }, limit)).toEqual(all)
      }
    })
  })

  describe('indexWords', () => {
    test('says whether there may be more', async () => {
      await using t = await keeping(open)
      expect(await t.store.indexWords(10)).toBe(false)
      await t.put({ key: 'a' }, { key: 'b' }, { key: 'c' })

      expect(await t.store.indexWords(2)).toBe(true)
      expect(await t.store.indexWords(2)).toBe(false)
      expect(await t.store.indexWords(2)).toBe(false)
    })

    test('takes in more alerts than fit into one go', async () => {
      await using t = await keeping(open)
      await t.put(...Array.from({ length: 130 }, (_, at) => ({ key: `key ${at}`, at })))

      expect(await t.store.indexWords(120)).toBe(true)
      expect(await t.store.indexWords(120)).toBe(false)

      expect(await t.keys({ text: 'key 129' })).toEqual(['key 129'])
      expect(await t.keys({ text: 'key 1' })).toHaveLength(41)
    })
  })
}

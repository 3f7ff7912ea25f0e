import { describe, expect, test } from 'bun:test'
import { anEvent, codeOf, setup, type Open } from './setup.ts'

export function describeOutbox(open: Open): void {
  describe('append', () => {
    test('gives ids in order, each greater than the one before', async () => {
      await using t = await setup(open)

      const ids = [...(await t.say('a', 'b', 'c')), ...(await t.say('d'))]

      expect(ids).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)))
      expect(new Set(ids).size).toBe(4)
      const shown = await Promise.all(ids.map((id) => t.store.showEvent(id)))
      expect(shown.map(({ payload }) => new TextDecoder().decode(payload))).toEqual([
        'a',
        'b',
        'c',
        'd',
      ])
    })

    test('of nothing stores nothing', async () => {
      await using t = await setup(open)

      expect(await t.store.append([])).toEqual([])
      expect(await t.store.countPending()).toBe(0)
    })

    test('keeps everything that an event came with', async () => {
      await using t = await setup(open)
      const headers = { 'content-type': 'application/json', 'request-id': 'ÿ "quoted" \\' } as const

      const [id = ''] = await t.store.append([
        anEvent(t.integrationId, { receivedAt: 123, resource: 'x', action: null, headers }),
      ])

      expect(await t.store.showEvent(id)).toMatchObject({
        id,
        integrationId: t.integrationId,
        receivedAt: 123,
        resource: 'x',
        action: null,
        headers,
        state: 'pending',
        outcome: null,
        reason: null,
        attempts: 0,
        alertId: null,
      })
    })

    test.each<[string, Uint8Array]>([
      ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d])],
      ['non-ASCII text', new TextEncoder().encode('{"title":"Ошибка в корзине 🛒"}')],
      ['a NUL', new Uint8Array([0x22, 0x00, 0x22])],
      ['spaces and line ends', new TextEncoder().encode(' {\r\n\t}\n ')],
      ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x80, 0xc3])],
      ['every byte, a million of them', new Uint8Array(1_048_576).map((_, index) => index)],
      ['a part of a larger buffer', new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3)],
    ])('keeps the bytes of a payload with %s', async (_, payload) => {
      await using t = await setup(open)
      let seen: Uint8Array | undefined

      const [id = ''] = await t.store.append([anEvent(t.integrationId, { payload })])
      await t.drain({
        interpret: (event) => {
          seen = new Uint8Array(event.payload)
          return { ignored: 'only looked at' }
        },
      })

      // Compared as one text: a million numbers make a slow difference.
      const shown = await t.store.showEvent(id)
      expect(hex(shown.payload)).toBe(hex(payload))
      expect(hex(seen ?? new Uint8Array())).toBe(hex(payload))
    })

    test.each(['999999', '0', 'abc', ''])(
      'stores all or none: with an event of the unknown integration "%s" nothing',
      async (unknown) => {
        await using t = await setup(open)
        await t.say('before')

        const batch = [anEvent(t.integrationId), anEvent(unknown), anEvent(t.integrationId)]

        expect(await codeOf(t.store.append(batch))).not.toBe('no error')
        expect(await t.events()).toHaveLength(1)
        expect(await t.store.countPending()).toBe(1)
        expect(await t.say('after')).toHaveLength(1)
      },
    )
  })

  describe('countPending', () => {
    test('counts what waits, also what waits for another attempt', async () => {
      await using t = await setup(open)
      expect(await t.store.countPending()).toBe(0)

      await t.say('a', 'b', 'throw')
      expect(await t.store.countPending()).toBe(3)

      await t.drain({ limit: 1 })
      expect(await t.store.countPending()).toBe(2)

      await t.drain()
      expect(await t.store.countPending()).toBe(1)
    })

    test('does not count what is dead', async () => {
      await using t = await setup(open)
      await t.say('throw')

      await t.drain({ backoff: () => null })

      expect(await t.store.countPending()).toBe(0)
    })
  })

  describe('probe', () => {
    test('succeeds again and again on a store that can be written', async () => {
      await using t = await setup(open)

      await t.store.probe(1)
      await t.store.probe(2)

      expect(await t.events()).toEqual([])
    })

    test('fails on a store that cannot', async () => {
      await using t = await setup(open)
      await t.store.close()

      expect(await codeOf(t.store.probe(1))).not.toBe('no error')
    })
  })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

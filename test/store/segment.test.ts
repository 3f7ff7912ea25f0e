import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { keptHeaders, type NewEvent } from '../../src/core/event.ts'
import { packEvents, unpackEvents } from '../../src/store/sqlite/segment.ts'
import { anEvent } from './conformance/setup.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '\n', '\0', '"\\', '\u2028', 'Ошибка 🛒', '\ud800', '__proto__'),
)

const payload = fc.oneof(
  fc.uint8Array({ maxLength: 1000 }),
  fc.string({ unit: 'binary' }).map((said) => new TextEncoder().encode(said)),
  fc.constantFrom('', '\n', '\n\n[]\n', '\0', '{"a":1}\r\n').map((said) => Buffer.from(said)),
)

const newEvent: fc.Arbitrary<NewEvent> = fc.record({
  integrationId: fc.integer({ min: 1 }).map(String),
  receivedAt: fc.maxSafeNat(),
  resource: text,
  action: fc.option(text),
  headers: fc.record(Object.fromEntries(keptHeaders.map((name) => [name, text])), {
    requiredKeys: [],
    noNullPrototype: true,
  }),
  payload,
  replayKey: fc.option(text),
})

/** Packs them as the segment that ends with this id, and unpacks it. */
function thereAndBack(events: readonly NewEvent[], id: number) {
  return unpackEvents({ id, length: events.length, ...packEvents(events) })
}

/** With the payload as text, which is told apart byte by byte, and fast. */
function readable<T extends NewEvent>(event: T) {
  return { ...event, payload: Buffer.from(event.payload).toString('hex') }
}

const issueEvents = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    anEvent('1', { text: JSON.stringify({ action: 'created', data: { issue: { id: index } } }) }),
  )

describe('a segment', () => {
  test('gives back every event as it was packed, byte by byte', () => {
    fc.assert(
      fc.property(
        fc.array(newEvent, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 20, max: 2 ** 40 }),
        (events, id) => {
          const first = id - events.length + 1
          expect(thereAndBack(events, id).map(readable)).toEqual(
            events.map((event, index) => ({ ...readable(event), arrival: first + index })),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([1, 500])(
    'of %i events numbers them one after the other, up to its own id',
    (length) => {
      const arrivals = thereAndBack(issueEvents(length), 1000).map(({ arrival }) => arrival)

      expect(arrivals).toEqual(Array.from({ length }, (_, index) => 1001 - length + index))
    },
  )

  test('that is tiny is plain, with the payloads as they came at its end', () => {
    const { encoding, body } = packEvents([
      anEvent('1', { text: '{"a":1}' }),
      anEvent('1', { text: '\n{}' }),
    ])

    expect(encoding).toBe('plain')
    expect(new TextDecoder().decode(body)).toEndWith(']]\n{"a":1}\n{}')
  })

  test('that is larger is compressed, to less than its payloads alone have', () => {
    const events = issueEvents(100)

    const { encoding, body } = packEvents(events)

    expect(encoding).toBe('zstd')
    expect(body.length).toBeLessThan(events.reduce((sum, event) => sum + event.payload.length, 0))
    const back = thereAndBack(events, 100)
    expect(back.map(readable)).toMatchObject(events.map(readable))
  })

  test.each([1, 3, 0])('of two events that says it has %i is an error', (length) => {
    const packed = packEvents(issueEvents(2))

    expect(() => unpackEvents({ id: 7, length, ...packed })).toThrow('segment 7')
  })

  test('whose compressed bytes were changed is an error', () => {
    const { encoding, body } = packEvents(issueEvents(100))
    const changed = body.toReversed()

    expect(() => unpackEvents({ id: 100, length: 100, encoding, body: changed })).toThrow()
  })
})

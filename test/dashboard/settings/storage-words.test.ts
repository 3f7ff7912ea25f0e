import { describe, expect, test } from 'bun:test'
import { bytesInWords } from '../../../src/core/bytes.ts'
import { removedInWords } from '../../../src/core/removed.ts'
import { keptFor } from '../../../src/dashboard/settings/storage-words.ts'

const nothing = { payloads: 0, events: 0, alerts: 0, deliveries: 0, silences: 0, keys: 0 }

describe('what is kept, in words', () => {
  test.each([
    [null, 'for ever'],
    [90 * 86_400_000, 'for 90 days'],
    [3_600_000, 'for an hour'],
  ])('%p ms is kept %s', (ms, words) => {
    expect(keptFor(ms)).toBe(words)
  })

  test.each([
    [{}, 'nothing'],
    [{ deliveries: 1 }, '1 delivery'],
    [{ payloads: 12_000, deliveries: 4 }, '12,000 payloads and 4 deliveries'],
    [{ payloads: 1, events: 2, keys: 3 }, '1 payload, 2 events and 3 dedup keys'],
  ])('removed is %p: %s', (removed, words) => {
    expect(removedInWords({ ...nothing, ...removed })).toBe(words)
  })

  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1023 bytes'],
    [1024, '1.0 KiB'],
    [150 * 1024, '150 KiB'],
    [4 * 1024 ** 3, '4.0 GiB'],
    [5 * 1024 ** 5, '5120 TiB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(bytesInWords(bytes)).toBe(words)
  })
})

import { describe, expect, test } from 'bun:test'
import { definitions, type Definition } from '../../src/metrics/definitions.ts'

const all: Definition[] = Object.values(definitions)

describe('definitions', () => {
  test('have each name once', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  test.each(all.map((one) => [one.name, one] as const))(
    '%s is named by the conventions',
    (name, { kind, help, buckets }) => {
      expect(name).toMatch(/^(?:navish|process)_[a-z]+(?:_[a-z]+)*$/)
      expect(name.endsWith('_total')).toBe(kind === 'counter')
      // Base units only.
      expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|hours|kb|mb|percent)(?:_|$)/)
      expect(help).toMatch(/^[A-Z1][^\n]+\.$/)
      expect(buckets === undefined).toBe(kind !== 'histogram')
      expect(buckets ?? []).toEqual([...(buckets ?? [])].toSorted((a, b) => a - b))
    },
  )

  test('have no label that a sender could fill', () => {
    const labels = new Set(all.flatMap((one) => one.labels))

    expect([...labels].toSorted()).toEqual([
      'bun',
      'channel_id',
      'channel_kind',
      'code',
      'commit',
      'integration_id',
      'method',
      'outcome',
      'result',
      'route',
      'severity',
      'status',
      'version',
    ])
  })
})

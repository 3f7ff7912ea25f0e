import { describe, expect, test } from 'bun:test'
import type { Definition } from '../../src/metrics/definitions.ts'
import { contentTypes, formatFor, textOf } from '../../src/metrics/exposition.ts'
import { createCounter, createHistogram } from '../../src/metrics/instruments.ts'

const requests: Definition = {
  name: 'navish_requests_total',
  kind: 'counter',
  help: 'Requests, "all" of them.',
  labels: ['status', 'code'],
}
const seconds: Definition = {
  name: 'navish_wait_seconds',
  kind: 'histogram',
  help: 'Waits.',
  labels: ['kind'],
  buckets: [0.5, 1],
}

describe('textOf', () => {
  test('writes help, type and a line for each series', () => {
    const counter = createCounter(requests)
    counter.series('202', 'accepted').value += 2
    counter.series('401', 'unauthorized').value += 1

    const text = textOf([{ definition: requests, told: counter.samples() }], 'prometheus')

    expect(text).toBe(`# HELP navish_requests_total Requests, "all" of them.
# TYPE navish_requests_total counter
navish_requests_total{status="202",code="accepted"} 2
navish_requests_total{status="401",code="unauthorized"} 1
`)
  })

  test('names a counter without its end in OpenMetrics, escapes quotes in help, and says that it is all', () => {
    const counter = createCounter(requests)
    counter.series('202', 'accepted').value += 1

    const text = textOf([{ definition: requests, told: counter.samples() }], 'openmetrics')

    expect(text).toBe(
      String.raw`# HELP navish_requests Requests, \"all\" of them.
# TYPE navish_requests counter
navish_requests_total{status="202",code="accepted"} 1
# EOF
`,
    )
  })

  test.each(['prometheus', 'openmetrics'] as const)(
    'counts a histogram upwards in %s, each bound with what is below',
    (format) => {
      const histogram = createHistogram(seconds)
      for (const value of [0.2, 0.5, 0.7, 5]) histogram.of('mail').add(value)

      const text = textOf([{ definition: seconds, told: histogram }], format)

      expect(text).toContain(`# TYPE navish_wait_seconds histogram
navish_wait_seconds_bucket{kind="mail",le="0.5"} 2
navish_wait_seconds_bucket{kind="mail",le="1.0"} 3
navish_wait_seconds_bucket{kind="mail",le="+Inf"} 4
navish_wait_seconds_sum{kind="mail"} 6.4
navish_wait_seconds_count{kind="mail"} 4
`)
    },
  )

  test('keeps a label in its quotes and on its line, whatever is in it', () => {
    const told = [{ values: ['a"b\\c\nd', ''], value: 1 }]

    const text = textOf([{ definition: requests, told }], 'prometheus')

    expect(text.split('\n')[2]).toBe(
      String.raw`navish_requests_total{status="a\"b\\c\nd",code=""} 1`,
    )
  })

  test.each([
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
  ])('writes %p as %s', (value, written) => {
    const definition: Definition = { name: 'x', kind: 'gauge', help: 'X.', labels: [] }

    const text = textOf([{ definition, told: [{ values: [], value }] }], 'prometheus')

    expect(text).toEndWith(`\nx ${written}\n`)
  })
})

test.each([
  [null, 'prometheus'],
  ['*/*', 'prometheus'],
  ['text/plain;version=0.0.4', 'prometheus'],
  [
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
] as const)('answers Accept: %s with %s', (accept, format) => {
  expect(formatFor(accept)).toBe(format)
  expect(contentTypes[format]).toContain('version=')
})

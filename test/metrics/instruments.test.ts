import { describe, expect, test } from 'bun:test'
import {
  createCounter,
  createDistribution,
  createHistogram,
} from '../../src/metrics/instruments.ts'

describe('createCounter', () => {
  test('begins at 0 where there are no labels, and else with nothing', () => {
    expect(createCounter({ labels: [] }).samples()).toEqual([{ values: [], value: 0 }])
    expect(createCounter({ labels: ['code'] }).samples()).toEqual([])
  })

  test('adds to the series of the same labels', () => {
    const counter = createCounter({ labels: ['id', 'code'] })

    counter.series('1', 'a').value += 1
    counter.series('1', 'b').value += 5
    counter.series('1', 'a').value += 2

    expect(counter.samples()).toEqual([
      { values: ['1', 'a'], value: 3 },
      { values: ['1', 'b'], value: 5 },
    ])
  })

  test('never has more than a thousand series and one for the rest, whatever it is told', () => {
    const counter = createCounter({ labels: ['id'] })

    for (let id = 0; id < 5000; id += 1) counter.series(String(id)).value += 1
    counter.series('7').value += 1

    const samples = counter.samples()
    expect(samples).toHaveLength(1001)
    expect(samples).toContainEqual({ values: ['7'], value: 2 })
    expect(samples).toContainEqual({ values: ['(other)'], value: 4000 })
  })
})

describe('createDistribution', () => {
  test('counts a value at the least bound that it does not exceed', () => {
    const distribution = createDistribution([1, 2, 4])

    for (const value of [0, 1, 1.5, 2, 3, 4, 5]) distribution.add(value)

    expect(distribution.cumulative()).toEqual([2, 4, 6, 7])
    expect(distribution.sum()).toBe(16.5)
  })
})

describe('createHistogram', () => {
  test('tells the kinds apart', () => {
    const labels = ['kind']
    const histogram = createHistogram({
      name: 'x',
      kind: 'histogram',
      help: 'X.',
      labels,
      buckets: [1],
    })

    histogram.of('a').add(0.5)
    histogram.of('b').add(2)

    expect(
      histogram.all().map(({ values, distribution }) => [values, distribution.cumulative()]),
    ).toEqual([
      [['a'], [1, 1]],
      [['b'], [0, 1]],
    ])
  })
})

import { expect, test } from 'bun:test'
import { bothOf } from '../src/observer.ts'
import { observedAppend, observedDrain } from '../src/observed.ts'
import { createTestClock } from './support/clock.ts'
import { emptyReport } from './support/drain-report.ts'
import { createTestObserver } from './support/observer.ts'

const event = {
  integrationId: '1',
  receivedAt: 0,
  resource: 'issue',
  action: 'created',
  headers: {},
  payload: new Uint8Array(),
  replayKey: null,
}

test('a commit is told with the ids of its events, and from when to when it took', async () => {
  const clock = createTestClock(100)
  const { observer, told } = createTestObserver()
  const append = async () => {
    clock.advanceBy(3)
    return ['7', '8']
  }

  const ids = await observedAppend({ append }, observer, clock).append([event, event])

  expect(ids).toEqual(['7', '8'])
  expect(told.committed).toEqual([{ from: 100, to: 103, events: 2, ids: ['7', '8'] }])
})

test('a commit that fails is told, and fails', async () => {
  const { observer, told } = createTestObserver()
  const append = () => Promise.reject(new Error('disk full'))
  const observed = observedAppend({ append }, observer, createTestClock(100))

  const failure = await observed.append([event]).catch(String)

  expect(failure).toBe('Error: disk full')
  expect(told.committed).toEqual([{ from: 100, to: 100, events: 1, ids: null }])
})

test('a batch is told with its report', async () => {
  const report = emptyReport
  const clock = createTestClock(100)
  const { observer, told } = createTestObserver()
  const drain = async (batchMs: number) => {
    clock.advanceBy(batchMs)
    return report
  }

  expect(await observedDrain(drain, observer, clock)(50)).toBe(report)
  expect(told.drained).toEqual([{ from: 100, to: 150, report }])
})

test('two are told the same', () => {
  const one = createTestObserver()
  const other = createTestObserver()
  const both = bothOf(one.observer, other.observer)

  both.committed({ from: 0, to: 1, events: 1, ids: null })

  expect(one.told).toEqual(other.told)
  expect(one.told.committed).toHaveLength(1)
})

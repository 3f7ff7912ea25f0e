import { createMetrics, type MetricsParts } from '../../src/metrics/metrics.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestLog } from '../support/log.ts'
import { openTestStore } from '../support/navish.ts'

/** The lines of an answer, by name and labels. */
export function valuesIn(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(' ')
      return [line.slice(0, end), Number(line.slice(end + 1))]
    }),
  )
}

/** Metrics over an empty store, with a clock that is held in the hand. */
export function setup(parts: Partial<MetricsParts> = {}) {
  const store = openTestStore()
  const clock = createTestClock(1_000_000)
  const { log, lines } = createTestLog()
  const metrics = createMetrics({
    store,
    dataDir: '.',
    standing: () => [],
    backup: () => null,
    lastDrain: () => null,
    readers: () => 0,
    clock,
    monotonic: clock,
    log,
    build: { version: '1.2.3', commit: 'abc', bun: '1.4.5' },
    ...parts,
  })
  return {
    store,
    clock,
    lines,
    metrics,
    observer: metrics.observer,
    scrape: async () => valuesIn(await metrics.scrape('prometheus')),
    [Symbol.asyncDispose]: () => store.close(),
  }
}

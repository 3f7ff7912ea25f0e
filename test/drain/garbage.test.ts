import { describe, expect, test } from 'bun:test'
import { createGarbage } from '../../src/drain/garbage.ts'

function setup() {
  let times = 0
  const garbage = createGarbage(() => {
    times += 1
  })
  return { garbage, collected: () => times }
}

describe('what drained events leave behind', () => {
  test('is collected every 5,000 events, however many a batch has', () => {
    const t = setup()

    for (let batch = 0; batch < 9; batch += 1) t.garbage.collect(1_000, true)
    expect(t.collected()).toBe(1)
    t.garbage.collect(1_000, true)
    expect(t.collected()).toBe(2)
  })

  test('waits while somebody else does, and is then collected once', () => {
    const t = setup()

    for (let batch = 0; batch < 30; batch += 1) t.garbage.collect(1_000, false)
    expect(t.collected()).toBe(0)
    t.garbage.collect(1, true)
    t.garbage.collect(1, true)

    expect(t.collected()).toBe(1)
  })
})

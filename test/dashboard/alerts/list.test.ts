import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { AlertView } from '../../../src/contract/alerts.ts'
import { severities } from '../../../src/core/severity.ts'
import { filterIn, fits, orderOf } from '../../../src/dashboard/alerts/filter.ts'
import { createAlertList } from '../../../src/dashboard/alerts/list.ts'
import { page, type AskPage } from '../../../src/dashboard/alerts/slice.ts'
import { Problem } from '../../../src/dashboard/problem.ts'
import { anApi } from './api.ts'

function listOf(api: { ask: AskPage }, address = '') {
  const list = createAlertList(filterIn(new URLSearchParams(address)), api.ask, () => 0)
  const ids = () => list.rows.value?.map(({ id }) => id)
  return { ...list, ids }
}

describe('a list of alerts', () => {
  test('that is short is asked for at once, and ordered here', async () => {
    const api = anApi(8)
    const list = listOf(api)
    expect(list.ids()).toBeUndefined()

    await list.again()

    expect(list.ids()).toEqual(['8', '4', '5', '1', '6', '2', '7', '3'])
    expect(list.isComplete.value).toBe(true)
    expect(api.asked).toHaveLength(1)
  })

  test('that is long begins with the worst, and goes on to the least', async () => {
    const api = anApi(4 * page.least)
    const list = listOf(api)

    await list.again()
    const first = list.rows.value ?? []
    while (!list.isComplete.value) await list.more()

    expect(first.length).toBeGreaterThanOrEqual(page.least)
    expect(first.every(({ severity }) => severity === 'critical')).toBe(true)
    const all = list.rows.value ?? []
    expect(all.map(({ id }) => id)).toEqual(
      Array.from(api.alerts.values())
        .toSorted(orderOf('open'))
        .map(({ id }) => id),
    )
  })

  test('goes on by pages where the newest come first', async () => {
    const list = listOf(anApi(page.least + 5), 'view=all')

    await list.again()
    expect(list.ids()).toHaveLength(page.least)
    await list.more()

    expect(list.ids()).toHaveLength(page.least + 5)
    expect(list.isComplete.value).toBe(true)
  })

  test('keeps as many as there were when all is asked for anew', async () => {
    const list = listOf(anApi(3 * page.least), 'view=all')
    await list.again()
    await list.more()

    await list.again()

    expect(list.ids()).toHaveLength(2 * page.least)
  })

  test('takes up what opens, changes and goes', async () => {
    const api = anApi(2)
    const list = listOf(api)
    await list.again()

    list.hear(api.put(9, { severity: 'critical' }))
    expect(list.ids()).toEqual(['9', '1', '2'])
    list.hear(api.put(1, { status: 'acknowledged' }))
    expect(list.ids()).toEqual(['9', '2', '1'])
    list.hear(api.put(9, { status: 'resolved' }))
    list.hear(api.put(2, { snooze: { until: null, by: 'user', reason: null } }))

    expect(list.ids()).toEqual(['1'])
  })

  test('is not set back by what is older than it knows', async () => {
    const api = anApi(1)
    const list = listOf(api)
    await list.again()
    const before = api.put(1, { title: 'before' })
    const after = api.put(1, { title: 'after' })

    list.hear(after)
    list.hear(before)

    expect(list.rows.value?.[0]?.title).toBe('after')
  })

  test('does not show again what is gone, when an older word of it comes later', async () => {
    const api = anApi(1)
    const list = listOf(api)
    await list.again()
    const acknowledged = api.put(1, { status: 'acknowledged' })
    const resolved = api.put(1, { status: 'resolved' })

    list.hear(resolved)
    list.hear(acknowledged)

    expect(list.ids()).toEqual([])
  })

  test('does not show again what was told before everything changed', async () => {
    const api = anApi(1)
    const list = listOf(api)
    await list.again()
    list.hear(api.put(2))
    api.put(2, { status: 'resolved' })

    await list.again()

    expect(list.ids()).toEqual(['1'])
  })

  test('shows what is told although an answer does not come', async () => {
    const api = anApi(1)
    let isSlow = false
    const list = listOf({
      ask: (query) => (isSlow ? new Promise(() => {}) : api.ask(query)),
    })
    await list.again()
    isSlow = true
    void list.again()
    await Promise.resolve()

    list.hear(api.put(2))

    expect(list.ids()).toContain('2')
  })

  test('knows what was told while an answer was on its way that is older', async () => {
    const api = anApi(3)
    const list = listOf(api)

    const loaded = list.again()
    await Promise.resolve()
    list.hear(api.put(2, { status: 'resolved' }))
    await loaded

    expect(list.ids()).not.toContain('2')
  })

  test('does not show what is behind its end before it is its turn', async () => {
    const api = anApi(page.least + 50)
    const list = listOf(api, 'view=all')
    await list.again()

    list.hear(api.put(3, { title: 'an old one' }))

    expect(list.ids()).not.toContain('3')
  })

  test('keeps what it has when it cannot be asked for, and says why', async () => {
    const api = anApi(2)
    let isBroken = false
    const list = listOf({
      ask: (query) => {
        if (isBroken) throw new Problem(0, 'unreachable', 'Navish does not answer.')
        return api.ask(query)
      },
    })
    await list.again()

    isBroken = true
    await list.again()
    expect(list.fault.value).toBe('Navish does not answer. It is asked again by itself.')
    expect(list.ids()).toHaveLength(2)
    isBroken = false
    await list.again()

    expect(list.fault.value).toBeNull()
  })

  test('has in the end what the API has, whatever happens while it is loaded', async () => {
    const change = fc.record({
      id: fc.integer({ min: 1, max: 3 * page.least }),
      status: fc.constantFrom<AlertView['status'][]>('open', 'acknowledged', 'resolved'),
      severity: fc.constantFrom(...severities),
      step: fc.constantFrom('nothing', 'more', 'again'),
      isLate: fc.boolean(),
    })
    const address = fc.constantFrom('', 'view=all', 'view=resolved', 'severity=error,info')

    await fc.assert(
      fc.asyncProperty(address, fc.array(change, { maxLength: 30 }), async (view, changes) => {
        const api = anApi(2.5 * page.least)
        const list = listOf(api, view)
        const going = [list.again()]
        for (const { id, status, severity, step, isLate } of changes) {
          if (step === 'more') going.push(list.more())
          if (step === 'again') going.push(list.again())
          const before = api.alerts.get(`${id}`)
          list.hear(api.put(id, { status, severity }))
          // What one has done oneself is answered after the stream has told of it, and of more.
          if (isLate && before !== undefined) list.hear(before)
          await Promise.resolve()
        }
        await Promise.all(going)
        while (!list.isComplete.value) await list.more()

        const filter = filterIn(new URLSearchParams(view))
        const all = Array.from(api.alerts.values()).filter((alert) => fits(filter, alert, 0))
        expect(list.ids()).toEqual(all.toSorted(orderOf(filter.view)).map(({ id }) => id))
      }),
      { numRuns: 60 },
    )
  })
})

import { describe, expect, test } from 'bun:test'
import type { BackupCondition } from '../../src/core/alarm.ts'
import { createAlarms } from '../../src/notify/alarms.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { anEvent, setup as setupStore } from '../store/conformance/setup.ts'
import { createTestClock } from '../support/clock.ts'

async function setup(now = 1000, backup: () => BackupCondition | null = () => null) {
  const t = await setupStore(() => openSqliteStore({ dataDir: ':memory:', prepare: true, now: 0 }))
  const clock = createTestClock(now)
  let changes = 0
  const alarms = createAlarms({
    store: t.store,
    dataDir: '/',
    clock,
    backup,
    onChanged() {
      changes += 1
    },
  })
  return { ...t, clock, alarms, changes: () => changes }
}

describe('alarms', () => {
  test('stand as long as something is wrong, and are alerts', async () => {
    await using t = await setup()
    await t.say('fire a')

    await t.alarms.tick()
    const early = t.alarms.standing()
    t.clock.advanceBy(10 * 60_000)
    await t.alarms.tick()
    const late = t.alarms.standing()
    await t.drain({ now: t.clock() })
    await t.alarms.tick()

    expect(early).toEqual([])
    expect(late.map(({ key }) => key)).toEqual(['outbox'])
    expect(t.alarms.standing()).toEqual([])
    const found = (await t.alerts()).filter(({ dedupKey }) => dedupKey === 'navish-outbox')
    expect(found.map(({ status }) => status)).toEqual(['resolved'])
  })

  test('open when a watched integration is silent, and end when it sends', async () => {
    await using t = await setup()
    const hour = 60 * 60_000
    const change = { silentAfter: hour, ifRevision: null }
    await t.store.updateIntegration(t.integrationId, change, t.clock())

    t.clock.advanceBy(hour + 1)
    await t.alarms.tick()
    const silent = t.alarms.standing()
    await t.store.append([anEvent(t.integrationId, { receivedAt: t.clock() })])
    await t.alarms.tick()

    expect(silent.map(({ title }) => title)).toEqual([
      'Nothing has come from test for more than an hour',
    ])
    expect(t.alarms.standing()).toEqual([])
    expect(await t.alerts()).toMatchObject([
      { dedupKey: `navish-integration-${t.integrationId}`, status: 'resolved' },
    ])
  })

  test('open when a backup fails, and end with the next good one', async () => {
    let failure: string | null = 'There is no room left.'
    const condition = { every: 86_400_000, newestAt: 900, watchedSince: 1000 }
    await using t = await setup(1000, () => ({ ...condition, failure }))

    await t.alarms.tick()
    const failed = await t.alerts()
    failure = null
    await t.alarms.tick()

    expect(failed).toMatchObject([
      { dedupKey: 'navish-backup', status: 'open', project: { slug: 'navish' } },
    ])
    expect(failed[0]?.description).toContain('There is no room left.')
    expect(await t.alerts()).toMatchObject([{ dedupKey: 'navish-backup', status: 'resolved' }])
  })

  test('do not count the time for which the server was stopped', async () => {
    await using t = await setup(1000 + 86_400_000)
    await t.say('fire a')

    await t.alarms.tick()
    const atStart = t.alarms.standing()
    t.clock.advanceBy(121_000)
    await t.alarms.tick()

    expect(atStart).toEqual([])
    expect(t.alarms.standing().map(({ key }) => key)).toEqual(['outbox'])
  })

  test('write nothing while nothing changes', async () => {
    await using t = await setup()
    await t.alarms.tick()
    const before = t.changes()

    await t.alarms.tick()
    await t.alarms.tick()

    expect(t.changes()).toBe(before)
  })

  test('that were open when the server stopped are resolved when they are over', async () => {
    await using t = await setup()
    const alarm = { key: 'disk', severity: 'error', title: 'full', description: 'x' } as const
    await t.store.noteAlarms([alarm], new Set(['disk']), 500)

    await t.alarms.tick()

    expect((await t.alerts()).map(({ status }) => status)).toEqual(['resolved'])
  })
})

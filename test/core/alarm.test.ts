import { describe, expect, test } from 'bun:test'
import type { Severity } from '../../src/core/severity.ts'
import {
  alarmsOf,
  type BackupCondition,
  type ChannelCondition,
  type Condition,
  type IntegrationCondition,
} from '../../src/core/alarm.ts'

const minute = 60_000
const now = 100 * minute

const aChannel = (fields: Partial<ChannelCondition> = {}): ChannelCondition => ({
  id: '7',
  name: 'ops',
  failingSince: null,
  lastFailure: null,
  lastDeadAt: null,
  ...fields,
})

const anIntegration = (fields: Partial<IntegrationCondition> = {}): IntegrationCondition => ({
  id: '3',
  name: 'acme',
  silentAfter: 60 * minute,
  lastSeenAt: now,
  ...fields,
})

const well: Condition = {
  channels: [],
  integrations: [],
  oldestPendingAt: null,
  freeBytes: null,
  backup: null,
}

const said = (condition: Partial<Condition>, standing: [string, Severity][] = []) =>
  alarmsOf({ ...well, ...condition }, new Map(standing), now).map(
    ({ key, severity }) => `${key} ${severity}`,
  )

const mebibyte = 1024 * 1024

describe('what is wrong with Navish itself', () => {
  test('is nothing while all goes well, or is not known', () => {
    expect(said({})).toEqual([])
    expect(said({ channels: [aChannel()], oldestPendingAt: now, freeBytes: 1e12 })).toEqual([])
  })

  test.each([
    [512 * mebibyte, []],
    [511 * mebibyte, ['disk error']],
    [127 * mebibyte, ['disk critical']],
  ])('is a disk with %d bytes free', (freeBytes, alarms) => {
    expect(said({ freeBytes })).toEqual(alarms)
  })

  test('does not go up and down with what goes up and down about a limit', () => {
    const disk = (mebibytes: number, severity: Severity) =>
      said({ freeBytes: mebibytes * mebibyte }, [['disk', severity]])

    expect(disk(600, 'error')).toEqual(['disk error'])
    expect(disk(641, 'error')).toEqual([])
    expect(disk(150, 'critical')).toEqual(['disk critical'])
    expect(disk(161, 'critical')).toEqual(['disk error'])
    const oldestPendingAt = now - minute
    expect(said({ oldestPendingAt }, [['outbox', 'critical']])).toEqual(['outbox critical'])
  })

  test('is an event that waits for more than two minutes', () => {
    expect(said({ oldestPendingAt: now - 2 * minute })).toEqual([])
    expect(said({ oldestPendingAt: now - 2 * minute - 1 })).toEqual(['outbox critical'])
  })

  test('is a channel that has failed for more than five minutes', () => {
    const failing = (ms: number) => said({ channels: [aChannel({ failingSince: now - ms })] })

    expect(failing(5 * minute)).toEqual([])
    expect(failing(5 * minute + 1)).toEqual(['channel-7 error'])
  })

  test('is a delivery that was given up within the last hour', () => {
    const dead = (ms: number) => said({ channels: [aChannel({ lastDeadAt: now - ms })] })

    expect(dead(59 * minute)).toEqual(['channel-7 error'])
    expect(dead(60 * minute)).toEqual([])
  })

  test('is an integration that is silent for longer than it should', () => {
    const silent = (ms: number) =>
      said({ integrations: [anIntegration({ lastSeenAt: now - ms }), anIntegration({ id: '4' })] })

    expect(silent(60 * minute)).toEqual([])
    expect(silent(60 * minute + 1)).toEqual(['integration-3 warning'])
    // Another clock, or one that was set back.
    expect(silent(-60 * minute)).toEqual([])
  })

  test.each([
    [10, '10 minutes'],
    [60, 'an hour'],
    [90, '90 minutes'],
    [360, '6 hours'],
    [1440, 'a day'],
    [10_080, '7 days'],
  ])('says after how long, of %d minutes %s', (minutes, words) => {
    const integration = anIntegration({ silentAfter: minutes * minute, lastSeenAt: -1e9 })

    const [alarm] = alarmsOf({ ...well, integrations: [integration] }, new Map(), now)

    expect(alarm?.title).toBe(`Nothing has come from acme for more than ${words}`)
    expect(alarm?.description).toContain('request log of the integration in Sentry')
  })

  test('is said with the channel and its last failure', () => {
    const channel = aChannel({ failingSince: 0, lastFailure: 'Slack answered 404.' })

    const [alarm] = alarmsOf({ ...well, channels: [channel] }, new Map(), now)

    expect(alarm?.title).toBe('Nobody is told on ops')
    expect(alarm?.description).toContain('Slack answered 404.')
  })
})

describe('what is wrong with backups', () => {
  const day = 24 * 60 * minute
  const later = 100 * day
  const aBackup = (fields: Partial<BackupCondition> = {}): BackupCondition => ({
    every: day,
    newestAt: later - day,
    failure: null,
    watchedSince: 0,
    ...fields,
  })
  const found = (fields: Partial<BackupCondition>) =>
    alarmsOf({ ...well, backup: aBackup(fields) }, new Map(), later)

  test('is nothing while the newest is not older than twice the interval', () => {
    expect(found({})).toEqual([])
    expect(found({ newestAt: later - 2 * day })).toEqual([])
  })

  test('is that none was made for longer', () => {
    expect(found({ newestAt: later - 2 * day - 1 })).toMatchObject([
      { key: 'backup', severity: 'error', title: 'No backup was made for too long' },
    ])
    expect(found({ newestAt: null })[0]?.description).toContain('There is none.')
  })

  test('is not that one is late because the server was stopped', () => {
    const late = { newestAt: null }

    expect(found({ ...late, watchedSince: later - 30 * minute })).toEqual([])
    expect(found({ ...late, watchedSince: later - 30 * minute - 1 })).toHaveLength(1)
  })

  test('is one that failed, at once, with why', () => {
    const [alarm] = found({ failure: 'There is no room left.', watchedSince: later })

    expect(alarm).toMatchObject({ key: 'backup', title: 'The backup failed' })
    expect(alarm?.description).toStartWith('There is no room left. The newest is of 1970-04-10T')
  })
})

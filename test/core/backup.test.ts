import { describe, expect, test } from 'bun:test'
import {
  backupName,
  newestAt,
  readBackupName,
  superfluous,
  type NamedBackup,
} from '../../src/core/backup.ts'

const at = Date.parse('2026-11-28T23:35:00Z')
const hour = 3_600_000

const made = (hours: number): NamedBackup => ({
  name: backupName(at + hours * hour, false),
  at: at + hours * hour,
  encrypted: false,
})
const hoursOf = (backups: readonly NamedBackup[]) => backups.map((one) => (one.at - at) / hour)

describe('the name of a backup', () => {
  test('says when it was made, in UTC, and whether it is encrypted', () => {
    expect(backupName(at, false)).toBe('navish-20261128T233500Z.db')
    expect(backupName(at + 999, true)).toBe('navish-20261128T233500Z.db.age')
  })

  test.each([false, true])('is read back, encrypted: %p', (encrypted) => {
    const name = backupName(at, encrypted)

    expect(readBackupName(name)).toEqual({ name, at, encrypted })
  })

  test.each([
    'navish.db',
    'navish-before-0003_accounts.db',
    'navish-before-restore-20261128T233500Z.db',
    'navish-20261128T233500Z.db.part',
    'navish-20261128T233500Z.db.gz',
    'navish-20260231T233500Z.db',
    'navish-20261128T253500Z.db',
    'my-navish-20261128T233500Z.db',
  ])('is not %s, which is somebody else’s', (name) => {
    expect(readBackupName(name)).toBeNull()
  })
})

describe('what makes room', () => {
  test('is all but the newest, whatever the order they are found in', () => {
    expect(hoursOf(superfluous([made(-2), made(0), made(-3), made(-1)], 2, at))).toEqual([-2, -3])
  })

  test('is nothing while there are not so many', () => {
    expect(superfluous([made(0), made(-1)], 2, at)).toEqual([])
  })

  test('is first what a clock that was wrong put into the future', () => {
    expect(hoursOf(superfluous([made(900), made(0), made(800), made(-1)], 2, at))).toEqual([
      900, 800,
    ])
    expect(hoursOf(superfluous([made(900), made(0)], 1, at))).toEqual([900])
  })
})

describe('the newest backup', () => {
  test('is not one from the future', () => {
    expect(newestAt([made(900), made(-3), made(-2)], at)).toBe(at - 2 * hour)
    expect(newestAt([made(900)], at)).toBeNull()
    expect(newestAt([], at)).toBeNull()
  })
})

import type { Facts } from '../../src/doctor/facts.ts'
import { diagnose } from '../../src/doctor/diagnose.ts'
import type { Finding } from '../../src/doctor/finding.ts'

export const now = Date.UTC(2026, 10, 28, 12)
export const hour = 3_600_000
export const day = 24 * hour
export const mib = 1024 * 1024
export const gib = 1024 * mib

const file = (name: string, mode = 0o600) => ({
  name,
  mode: 0o100000 | mode,
  owner: 7,
  size: 1,
  changedAt: now,
  isFolder: false,
})

/** Part by part what is otherwise than where all is well. */
export type Changes = { [Part in keyof Facts]?: Partial<NonNullable<Facts[Part]>> | null }

/** An installation where all is well, but for what is said. */
export function facts(changes: Changes = {}): Facts {
  const well: Facts = {
    now,
    version: '1.2.0',
    user: { id: 7, name: 'navish' },
    settings: {
      warnings: [],
      publicUrl: 'https://navish.example.org',
      basePath: '',
      trustedProxies: ['127.0.0.1'],
      backupEvery: day,
      isKeyConfigured: false,
    },
    files: {
      dataDir: '/data',
      dir: { ...file('', 0o700), isFolder: true },
      isWritable: true,
      files: [file('navish.db'), file('secret.key')],
      fileSystem: 'ext4',
      isContainer: false,
    },
    database: {
      isThere: true,
      fault: null,
      damage: [],
      isFullCheck: false,
      history: 'same',
      size: 10 * mib,
      logSize: mib,
      freeBytes: 0,
      newestAt: now - 1000,
    },
    server: {
      process: 42,
      isRecorded: true,
      url: 'http://127.0.0.1:8077',
      answer: { isReady: true, reasons: [], version: '1.2.0', date: { its: now, ours: now } },
      isReplaced: false,
    },
    machine: {
      disk: { freeBytes: 9 * gib, freeFiles: 100_000 },
      openFiles: { limit: 65_536, used: 20 },
      memory: { limit: 512 * mib, used: 90 * mib, kills: 0 },
    },
    backups: {
      dir: '/data/backups',
      files: [{ name: 'navish-1.db.zst', size: mib, changedAt: now - hour }],
    },
    work: {
      integrations: 1,
      pending: 0,
      oldestPendingAt: null,
      dead: 0,
      accepted: 5,
      channels: [aChannel()],
      silent: [],
      alarms: [],
      needsAdmin: false,
    },
  }
  const parts = Object.entries(changes).map(([name, change]) => [
    name,
    change === null || typeof change !== 'object'
      ? change
      : { ...(well[name as keyof Facts] as object), ...change },
  ])
  return { ...well, ...(Object.fromEntries(parts) as Partial<Facts>) }
}

type Channel = NonNullable<Facts['work']>['channels'][number]

export function aChannel(fields: Partial<Channel> = {}): Channel {
  return {
    name: 'ops',
    isEnabled: true,
    pending: 0,
    dead: 0,
    failingSince: null,
    lastFailure: null,
    sealFault: null,
    ...fields,
  }
}

export const aFile = file

/** Everything that is not well. */
export function complaints(changes: Changes): Finding[] {
  return diagnose(facts(changes)).filter(({ level }) => level !== 'ok')
}

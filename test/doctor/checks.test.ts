import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnose } from '../../src/doctor/diagnose.ts'
import {
  aChannel,
  aFile,
  complaints,
  day,
  facts,
  gib,
  hour,
  mib,
  now,
  type Changes,
} from './facts.ts'

const opened = { ...aFile('', 0o755), isFolder: true }

/** What is otherwise, and what is then said: level, code, and some of its words. */
const cases: [string, Changes, string, string][] = [
  [
    'no data directory',
    { files: { dir: null } },
    'problem data-dir',
    'There is no data directory at /data.',
  ],
  [
    'one that belongs to somebody else',
    { files: { isWritable: false }, user: { id: 8, name: 'jane' } },
    'problem data-dir',
    "jane cannot write into /data: it belongs to user 7. → Run Navish and its commands as that user: sudo -u '#7'",
  ],
  [
    'a read-only disk',
    { files: { isWritable: false } },
    'problem data-dir',
    'its disk may be read-only',
  ],
  [
    'files that others can read',
    { files: { dir: opened, files: [aFile('navish.db', 0o644), aFile('secret.key', 0o640)] } },
    'problem modes',
    'Others on this machine can get at navish.db, secret.key in /data. → chmod 700',
  ],
  ['a folder that others can see', { files: { dir: opened } }, 'warning modes', '(mode 0755)'],
  [
    'an open file in a closed folder',
    { files: { files: [aFile('secret.key', 0o644)] } },
    'warning modes',
    'Only the mode of /data keeps others from secret.key.',
  ],
  [
    'a file that root left',
    { files: { files: [{ ...aFile('navish.db-shm'), owner: 0 }] } },
    'problem owners',
    "navish.db-shm (user 0): not of user 7, as /data is. → A command was run as somebody else: chown -R 7 '/data'",
  ],
  [
    'a file system over the network',
    { files: { fileSystem: 'nfs4' } },
    'problem file-system',
    'on nfs4',
  ],
  ['one of a host', { files: { fileSystem: '9p' } }, 'problem file-system', 'locks may not hold'],
  ['one over SSH', { files: { fileSystem: 'fuse.sshfs' } }, 'problem file-system', 'on fuse.sshfs'],
  ['one in user space', { files: { fileSystem: 'fuseblk' } }, 'warning file-system', 'on fuseblk'],
  [
    'memory',
    { files: { fileSystem: 'tmpfs' } },
    'warning file-system',
    'gone when this machine restarts',
  ],
  [
    'a container without a volume',
    { files: { fileSystem: 'overlay', isContainer: true } },
    'warning file-system',
    'Mount a volume there.',
  ],
  [
    'little room',
    { machine: { disk: { freeBytes: 300 * mib, freeFiles: null } } },
    'warning disk',
    'Only 300 MiB are free.',
  ],
  [
    'no room',
    { machine: { disk: { freeBytes: mib, freeFiles: null } } },
    'problem disk',
    'Only 1.0 MiB are free: /readyz fails, and without any, webhooks are refused.',
  ],
  [
    'no room for names',
    { machine: { disk: { freeBytes: gib, freeFiles: 1 } } },
    'problem disk',
    'Only 1 file can be made',
  ],
  [
    'no room for a copy',
    { database: { size: 2 * gib }, machine: { disk: { freeBytes: gib, freeFiles: null } } },
    'warning disk',
    '1.0 GiB are free, less than the database has',
  ],
  [
    'leftovers',
    {
      files: {
        files: [
          { ...aFile('navish.db.part'), changedAt: now - day, size: 3 * mib },
          { ...aFile('navish-before-0003.db'), changedAt: now - 40 * day },
          { ...aFile('navish-before-0004.db'), changedAt: now - day },
        ],
      },
    },
    'warning leftovers',
    '1 unfinished file and 1 database from before an upgrade or a restore, 3.0 MiB together: navish.db.part, navish-before-0003.db.',
  ],
  [
    'what other commands left',
    {
      files: {
        files: [
          { ...aFile('navish.db.compact'), changedAt: now - day, size: mib },
          { ...aFile('navish-restore.db.part-packed'), changedAt: now - day, size: mib },
          { ...aFile('navish.db-wal'), changedAt: now - day, size: mib },
        ],
      },
    },
    'warning leftovers',
    '2 unfinished files, 2.0 MiB together: navish.db.compact, navish-restore.db.part-packed.',
  ],
  [
    'a database that is gone',
    { database: { isThere: false } },
    'problem database',
    '/data/navish.db is missing.',
  ],
  [
    'a directory that is new',
    { database: { isThere: false }, files: { files: [] }, server: { process: null } },
    'warning database',
    'There is no database yet.',
  ],
  [
    'a file that is none',
    { database: { fault: 'file is not a database.' } },
    'problem database',
    'not a database.',
  ],
  [
    'a database of somebody else',
    { database: { fault: 'this user may not read it.' }, files: { isWritable: false } },
    'problem database',
    'this user may not read it. → First see data-dir above.',
  ],
  [
    'a database that was larger once',
    { database: { size: 2 * gib, freeBytes: 1.5 * gib } },
    'warning database',
    'Of the 2.0 GiB of the database 1.5 GiB are free: it was larger once.',
  ],
  [
    'damage',
    { database: { damage: ['row 1 missing from index a'] } },
    'problem damage',
    'The database is damaged, says quick_check: row 1 missing from index a',
  ],
  ['an older database', { database: { history: 'older' } }, 'warning migrations', 'upgrades it'],
  [
    'a newer one',
    { database: { history: 'newer or another' } },
    'problem migrations',
    'newer version',
  ],
  [
    'a long log',
    { database: { logSize: gib } },
    'warning log',
    'navish.db-wal is 1.0 GiB and does not shrink',
  ],
  [
    'a clock that is behind',
    { database: { newestAt: now + 3 * hour } },
    'problem clock',
    'is 3 hours behind',
  ],
  [
    'a clock that is ahead',
    { database: { newestAt: now - 400 * day } },
    'warning clock',
    'is 400 days ahead',
  ],
  [
    'two clocks',
    {
      server: {
        answer: {
          isReady: true,
          reasons: [],
          version: null,
          date: { its: now - 60_000, ours: now },
        },
      },
    },
    'problem clock',
    'differs from the one here by 1 minute',
  ],
  [
    'mistyped settings',
    { settings: { warnings: ['nothing reads NAVISH_X'] } },
    'warning settings',
    'nothing reads NAVISH_X',
  ],
  [
    'no public URL',
    { settings: { publicUrl: null } },
    'warning public-url',
    'No public URL is set',
  ],
  [
    'one without the base path',
    { settings: { basePath: '/navish' } },
    'warning public-url',
    'lead beside it. → Set it with the path: https://navish.example.org/navish',
  ],
  [
    'one without TLS',
    { settings: { publicUrl: 'http://navish.example.org' } },
    'warning public-url',
    'is not https',
  ],
  [
    'one of this machine',
    { settings: { publicUrl: 'https://localhost:8077' } },
    'warning public-url',
    'known only here',
  ],
  [
    'one of this network',
    { settings: { publicUrl: 'https://10.1.2.3' } },
    'warning public-url',
    'known only here',
  ],
  [
    'a proxy that is not named',
    { settings: { trustedProxies: [] } },
    'warning proxies',
    'none is trusted',
  ],
  [
    'everybody as a proxy',
    { settings: { trustedProxies: ['0.0.0.0/0'] } },
    'problem proxies',
    'say that they are somebody else',
  ],
  [
    'a lost key',
    { work: { channels: [aChannel({ sealFault: 'there is no key now' })] } },
    'problem secret-key',
    'The secrets of ops do not open: there is no key now',
  ],
  [
    'no server',
    { server: { process: null, isRecorded: false, answer: null } },
    'warning server',
    'No server runs',
  ],
  [
    'a server that was killed',
    { server: { process: null, answer: null } },
    'warning server',
    'without a goodbye',
  ],
  [
    'a server of other data',
    { server: { process: null } },
    'problem server',
    'does not work on /data',
  ],
  [
    'a server that hangs',
    { server: { answer: null } },
    'problem server',
    'Process 42 has the data directory',
  ],
  [
    'a server of another container that hangs',
    { server: { process: 'unknown', answer: null } },
    'problem server',
    'A process that cannot be seen has the data directory',
  ],
  [
    'a server that is not ready',
    {
      server: {
        answer: {
          isReady: false,
          reasons: ['The drain has not run lately.'],
          version: null,
          date: null,
        },
      },
    },
    'problem server',
    'is not ready: The drain has not run lately. → Its log says more.',
  ],
  [
    'a server of another version',
    { server: { answer: { isReady: true, reasons: [], version: '1.1.0', date: null } } },
    'warning version',
    'The server is 1.1.0, this command is 1.2.0.',
  ],
  [
    'a program that was replaced',
    { server: { isReplaced: true } },
    'warning version',
    'Restart it.',
  ],
  [
    'few open files',
    { machine: { openFiles: { limit: 256, used: null } } },
    'warning open-files',
    'Only 256',
  ],
  [
    'many open files',
    { machine: { openFiles: { limit: 1024, used: 1000 } } },
    'problem open-files',
    '1000 files and connections',
  ],
  [
    'little memory',
    { machine: { memory: { limit: 200 * mib, used: null, kills: 0 } } },
    'warning memory',
    'only 200 MiB',
  ],
  [
    'no memory',
    { machine: { memory: { limit: 64 * mib, used: null, kills: 0 } } },
    'problem memory',
    'only 64.0 MiB',
  ],
  [
    'a server that ran out of it',
    { machine: { memory: { limit: gib, used: null, kills: 2 } } },
    'warning memory',
    'ended 2 times',
  ],
  [
    'events that wait',
    { work: { pending: 1, oldestPendingAt: now - 3 * hour } },
    'problem pending-events',
    '1 event waits to become alerts, the oldest for 3 hours.',
  ],
  [
    'events that wait for a server',
    {
      work: { pending: 2, oldestPendingAt: now - hour },
      server: { process: null, isRecorded: true, answer: null },
    },
    'warning pending-events',
    'taken up when the server runs',
  ],
  [
    'dead events',
    { work: { dead: 2 } },
    'warning dead-events',
    '2 events could not be understood, and were given up.',
  ],
  [
    'a channel that fails',
    { work: { channels: [aChannel({ failingSince: now - 2 * hour, lastFailure: 'HTTP 404' })] } },
    'problem channels',
    'Nobody is told on ops (for 2 hours: HTTP 404).',
  ],
  [
    'no channel',
    { work: { channels: [aChannel({ isEnabled: false })] } },
    'warning channels',
    'nobody is told of anything',
  ],
  [
    'dead deliveries',
    { work: { channels: [aChannel({ dead: 3 })] } },
    'warning deliveries',
    'Given up: 3 on ops.',
  ],
  [
    'a silent integration',
    { work: { silent: [{ name: 'shop', lastSeenAt: now - 2 * day }] } },
    'problem silent-integrations',
    'Nothing comes any more from shop (2 days).',
  ],
  [
    'an alarm',
    { work: { alarms: ['The disk of Navish is nearly full'] } },
    'warning alarms',
    'nearly full',
  ],
  ['no admin', { work: { needsAdmin: true } }, 'problem people', 'navish admin create'],
  [
    'no backup',
    { backups: { files: [] } },
    'warning backups',
    'There is no backup in /data/backups.',
  ],
  [
    'no backup where none is made by itself',
    { settings: { backupEvery: null }, backups: { files: [] } },
    'warning backups',
    'There is no backup in /data/backups. → Make one now: navish backup; or have it made: NAVISH_BACKUP_EVERY=24h',
  ],
  [
    'an old backup',
    { backups: { files: [{ name: 'navish-1.db', size: mib, changedAt: now - 3 * day }] } },
    'warning backups',
    'navish-1.db (1.0 MiB), 3 days old.',
  ],
  [
    'a very old backup',
    { backups: { files: [{ name: 'navish-1.db', size: mib, changedAt: now - 9 * day }] } },
    'problem backups',
    '9 days old',
  ],
]

describe('a diagnosis', () => {
  test('knows a public URL with the base path in it', () => {
    const publicUrl = 'https://example.org/team/navish'

    expect(complaints({ settings: { publicUrl, basePath: '/navish' } })).toEqual([])
  })

  test('takes no offence at the note of a server that root runs', () => {
    const files = [{ ...aFile('server.json'), owner: 0 }]

    expect(complaints({ files: { files } })).toEqual([])
  })

  test('says of everything that it is well, and what to do of nothing', () => {
    const findings = diagnose(facts())

    expect(findings.filter(({ level, cure }) => level !== 'ok' || cure !== null)).toEqual([])
    expect(new Set(findings.map(({ code }) => code)).size).toBe(findings.length)
  })

  test('does not say of a key that only the server was given that it opens nothing', () => {
    const theirs = aFile('secret.key.id')
    const channels = [aChannel({ sealFault: 'sealed with another key' })]

    expect(
      complaints({ files: { files: [aFile('navish.db'), theirs] }, work: { channels } }),
    ).toEqual([])
  })

  test.each(cases)('finds %s', (_, changes, what, words) => {
    const found = complaints(changes).map(
      ({ level, code, text, cure }) => `${level} ${code}: ${text} → ${cure}`,
    )

    const it = found.find((line) => line.startsWith(`${what}:`))
    expect(it ?? `not ${what}`).toContain(words)
  })

  test('finds everything that the documentation names, and nothing else', () => {
    const text = readFileSync(join(import.meta.dir, '../../docs/operate/doctor.md'), 'utf8')
    const documented = [...text.matchAll(/^### `([a-z-]+)`$/gm)].map(([, code]) => code)

    expect(documented).toEqual(diagnose(facts()).map(({ code }) => code))
  })

  test('says something of a database that cannot be read, and of nothing that only it knows', () => {
    const findings = diagnose(facts({ database: { fault: 'damaged.', damage: null }, work: null }))

    expect(findings.some(({ code }) => code === 'people' || code === 'pending-events')).toBe(false)
    expect(findings.find(({ code }) => code === 'database')?.level).toBe('problem')
  })

  test('speaks of one mistake once', () => {
    expect(complaints({ work: { dead: 1 } })).toHaveLength(1)
    expect(complaints({ files: { fileSystem: 'cifs' } })).toHaveLength(1)
  })
})

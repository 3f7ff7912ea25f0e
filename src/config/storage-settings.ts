import { resolve } from 'node:path'
import { setting } from './setting.ts'
import { lengthText, orWord, readCount, readLength, sayOr, sizeOf, sizeText } from './values.ts'

const day = 86_400_000
const gib = 1024 ** 3

/** Where everything is kept. */
export const storageSettings = {
  dataDir: setting({
    value: 'DIR',
    doc: 'folder with the database; made with mode 0700',
    byDefault: './navish-data',
    default: resolve('navish-data'),
    example: '/var/lib/navish',
    systemd: 'STATE_DIRECTORY',
    read: (text) => resolve(text),
  }),
}

/** Copies of the database, made while the server runs. */
export const backupSettings = {
  backupDir: setting<string | null>({
    value: 'DIR',
    doc: 'folder for backups; better on another disk',
    byDefault: 'backups in the data directory',
    default: null,
    example: '/var/backups/navish',
    read: (text) => resolve(text),
  }),
  backupEvery: setting<number | null>({
    value: 'TIME',
    doc: 'how often serve makes a backup, like 6h or 1d; or "never"',
    byDefault: '24h',
    default: day,
    example: '6h',
    say: sayOr('never', lengthText),
    read: orWord('never', readLength),
  }),
  backupKeep: setting({
    value: 'NUMBER',
    doc: 'how many of these are kept',
    byDefault: '7',
    default: 7,
    example: '14',
    read: readCount,
  }),
  backupRecipients: setting<string[]>({
    value: 'KEYS',
    doc: 'public keys of age that backups are encrypted for, like age1…; only who has a key of theirs can restore',
    byDefault: 'not encrypted',
    default: [],
    example: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
    read: readRecipients,
  }),
}

/** How long and how much is kept. What waits and alerts that are not resolved are kept in any case. */
export const retentionSettings = {
  keepPayloads: age('what Sentry sent, word by word', '90d', 90 * day, '30d'),
  maxPayloads: setting<number | null>({
    value: 'SIZE',
    doc: 'how much room that may take; or "unlimited"',
    byDefault: '4GiB',
    default: 4 * gib,
    example: '20GiB',
    say: sayOr('unlimited', sizeText),
    read: orWord('unlimited', sizeOf(1024 ** 2, 1024 * gib)),
  }),
  keepEvents: age('that something was received, and what became of it', '365d', 365 * day, '90d'),
  maxEvents: count('events', '10000000', 10_000_000),
  keepAlerts: age('alerts after they were resolved', '730d', 730 * day, '365d'),
  maxAlerts: count('resolved alerts', '2000000', 2_000_000),
  keepDeliveries: age('what was told to people', '90d', 90 * day, '30d'),
  maxDeliveries: count('deliveries', '2000000', 2_000_000),
}

function age(what: string, byDefault: string, ms: number, example: string) {
  return setting<number | null>({
    value: 'TIME',
    doc: `how long is kept ${what}, like 90d; or "forever"`,
    byDefault,
    default: ms,
    example,
    say: sayOr('forever', lengthText),
    read: orWord('forever', readLength),
  })
}

function count(what: string, byDefault: string, most: number) {
  return setting<number | null>({
    value: 'NUMBER',
    doc: `how many ${what} are kept at most; or "unlimited"`,
    byDefault,
    default: most,
    example: '500000',
    say: sayOr('unlimited', String),
    read: orWord('unlimited', readCount),
  })
}

function readRecipients(text: string): string[] {
  return text.split(',').map((part) => {
    const key = part.trim()
    if (!/^age1[a-z0-9]{20,2000}$/.test(key)) {
      throw new Error(`a public key of age is like age1…, not "${key.slice(0, 20)}"`)
    }
    return key
  })
}

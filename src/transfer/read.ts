import { emailOf } from '../core/account.ts'
import { cleanLine, cleanLink } from '../core/text.ts'
import { AppError, messageOf } from '../errors.ts'
import { readPublicUrl } from '../public-url.ts'
import type {
  AlertPart,
  AlertRecord,
  IntegrationRecord,
  PersonRecord,
  RuleRecord,
  SilenceRecord,
  StoredSettingsRecord,
} from '../store/transfer.ts'
import { headerIn, type Header } from './header.ts'
import { linesOf, type FileLine } from './file-lines.ts'
import { isRecordName, lineFault } from './schemas.ts'
import { withUnixTimes } from './times.ts'

/** A channel as the file says it: its secrets are open, or not there. */
export interface ChannelLine {
  record: 'channel'
  id: string
  kind: string
  name: string
  settings: Record<string, unknown>
  secretNames: string[]
  secrets?: Record<string, unknown>
  fallbackId: string | null
  isEnabled: boolean
  createdAt: number
}

export type IntegrationLine = Omit<IntegrationRecord, 'clientSecrets'> & {
  signed: boolean
  clientSecrets?: IntegrationRecord['clientSecrets']
}

type PersonLine = Omit<PersonRecord, 'passwordHash'> & { passwordHash?: string | null }

export type SettingsLine =
  | StoredSettingsRecord
  | PersonLine
  | IntegrationLine
  | ChannelLine
  | RuleRecord
  | SilenceRecord

/** An event is read over: it is for people and other programs. */
type ReadLine = SettingsLine | AlertPart | { record: 'event' } | { record: 'end'; records: number }

/** A file, as far as it is kept in memory: it is whole, and every line of it can be read. */
export interface Checked {
  path: string
  header: Header
  settings: SettingsLine[]
  alerts: number
  events: number
}

/** Reads all of it once. Throws `invalid_request`, with the line, at the first mistake. */
export async function checkFile(path: string): Promise<Checked> {
  let header: Header | null = null
  let end: number | null = null
  let records = 0
  const found = { settings: [] as SettingsLine[], alerts: 0, events: 0 }
  const check = createOrder()
  for await (const { text: line, isEnded, number } of numbered(path)) {
    if (header !== null && !isEnded && !isJson(line)) break
    try {
      if (header === null) {
        header = headerIn(line)
        continue
      }
      if (end !== null) throw new AppError('invalid_request', 'Something follows after the end.')
      const read = recordIn(line)
      check(read)
      if (read.record === 'end') end = read.records
      else records += 1
      if (read.record === 'alert') found.alerts += 1
      else if (read.record === 'event') found.events += 1
      else if (isSetting(read)) found.settings.push(read)
    } catch (cause) {
      // It may quote what stands in the file.
      const what = cleanLine(messageOf(cause), 500)
      throw new AppError('invalid_request', `${path}, line ${number}: ${what}`, { cause })
    }
  }
  if (header === null) throw new AppError('invalid_request', `${path} is empty.`)
  if (end !== records) {
    throw new AppError(
      'invalid_request',
      `${path} is not whole: ${end === null ? 'its end is missing' : `it should have ${end} records and has ${records}`}. Export it again.`,
    )
  }
  return { path, header, ...found }
}

/** The alerts of a file that was checked, and what belongs to them. */
export async function* alertPartsIn(path: string): AsyncGenerator<AlertPart> {
  for await (const { text: line, number } of numbered(path)) {
    // Most of a file with payloads is these.
    if (number === 1 || line.startsWith('{"record":"event"')) continue
    const read = recordIn(line)
    if (read.record === 'alert' || read.record === 'timeline' || read.record === 'key') yield read
  }
}

async function* numbered(path: string): AsyncGenerator<FileLine & { number: number }> {
  let number = 0
  for await (const line of linesOf(path)) {
    number += 1
    if (line.text.trim() !== '') yield { ...line, number }
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

function recordIn(line: string): ReadLine {
  let said: unknown
  try {
    said = JSON.parse(line)
  } catch (cause) {
    throw new AppError('invalid_request', 'It is no JSON.', { cause })
  }
  const name = (said as { record?: unknown } | null)?.record
  if (!isRecordName(name)) {
    throw new AppError('invalid_request', `There is no record ${JSON.stringify(name) ?? ''} here.`)
  }
  const record = withUnixTimes(said)
  const fault = lineFault(name, record)
  if (fault !== null) throw new AppError('invalid_request', `${name}: ${fault}`)
  return sound(record as ReadLine)
}

/** Throws for what a schema cannot say. */
function sound(read: ReadLine): ReadLine {
  if (read.record === 'alert') return soundAlert(read)
  if (read.record === 'settings' && read.publicUrl !== null) {
    return { ...read, publicUrl: readPublicUrl(read.publicUrl) }
  }
  if (read.record === 'person' && emailOf(read.email) !== read.email) {
    throw new AppError('invalid_request', 'person: email should be an address in small letters.')
  }
  return read
}

/** Throws for what the database would refuse, so that it is known before anything is written. */
function soundAlert(alert: AlertRecord): AlertRecord {
  const isResolved = alert.status === 'resolved'
  if (isResolved !== (alert.resolvedAt !== null) || isResolved !== (alert.resolvedBy !== null)) {
    throw new AppError(
      'invalid_request',
      'alert: status, resolvedAt and resolvedBy contradict each other.',
    )
  }
  // Only what may be followed is kept.
  return { ...alert, url: cleanLink(alert.url) === null ? null : alert.url }
}

function isSetting(line: ReadLine): line is SettingsLine {
  return ['settings', 'person', 'integration', 'channel', 'rule', 'silence'].includes(line.record)
}

/** Checks that what a record refers to came before it. */
function createOrder(): (line: ReadLine) => void {
  const integrations = new Set<string>()
  let alert: string | null = null
  const must = (isThere: boolean, what: string) => {
    if (!isThere) throw new AppError('invalid_request', `It refers to ${what}, which is not there.`)
  }
  return (line) => {
    if (line.record === 'integration') integrations.add(line.id)
    if (line.record === 'alert') alert = line.id
    if (line.record === 'alert' || line.record === 'key') {
      must(integrations.has(line.integrationId), `the integration ${line.integrationId}`)
    }
    if (line.record === 'timeline') must(alert === line.alertId, `the alert ${line.alertId}`)
  }
}

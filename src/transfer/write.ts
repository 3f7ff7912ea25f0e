import { isUtf8 } from 'node:buffer'
import { AppError, messageOf } from '../errors.ts'
import type { Seal } from '../secrets/seal.ts'
import type { ChannelRecord, EventRecord, TransferRecord } from '../store/transfer.ts'
import type { TransferStore } from '../store/transfer.ts'
import { format, type Header } from './header.ts'
import { withIsoTimes } from './times.ts'

export interface ExportParts {
  store: Pick<TransferStore, 'exportAll'>
  seal: Pick<Seal, 'open'>
  /** Of the program. */
  version: string
  now: number
  settings: boolean
  alerts: boolean
  payloads: boolean
  secrets: boolean
}

/** How many there are of each record. */
export type Counts = Record<string, number>

/**
 * The text of an export, some lines at a time: a header, a record a line, and an end that tells how many there were.
 * @param counts is filled while it is read
 * Throws `configuration` when secrets are wanted and cannot be opened.
 */
export async function* exported(parts: ExportParts, counts: Counts): AsyncGenerator<string> {
  const { store, seal, version, now, settings, alerts, payloads, secrets } = parts
  const header: Header = {
    navish: 'export',
    format,
    version,
    exportedAt: new Date(now).toISOString(),
    settings,
    alerts,
    payloads,
    secrets,
  }
  yield `${JSON.stringify(header)}\n`
  let records = 0
  for await (const page of store.exportAll({ settings, alerts, events: payloads })) {
    let text = ''
    for (const record of page) {
      counts[record.record] = (counts[record.record] ?? 0) + 1
      records += 1
      text += `${JSON.stringify(withIsoTimes(lineOf(record, { secrets, seal })))}\n`
    }
    yield text
  }
  yield `${JSON.stringify({ record: 'end', records })}\n`
}

function lineOf(
  record: TransferRecord,
  { secrets, seal }: Pick<ExportParts, 'secrets' | 'seal'>,
): unknown {
  switch (record.record) {
    case 'person': {
      const { passwordHash, ...person } = record
      return secrets ? { ...person, passwordHash } : person
    }
    case 'integration': {
      const { clientSecrets, ...integration } = record
      const line = { ...integration, signed: clientSecrets.length > 0 }
      return secrets ? { ...line, clientSecrets } : line
    }
    case 'channel':
      return channelLine(record, { secrets, seal })
    case 'event':
      return eventLine(record)
    case 'settings':
    case 'rule':
    case 'silence':
    case 'alert':
    case 'timeline':
    case 'key':
      return record
  }
}

function channelLine(
  { sealed, ...channel }: ChannelRecord,
  { secrets: wanted, seal }: Pick<ExportParts, 'secrets' | 'seal'>,
): unknown {
  let opened: Record<string, unknown>
  try {
    opened = sealed === null || sealed === '' ? {} : seal.open(sealed)
  } catch (cause) {
    if (!wanted) return { ...channel, secretNames: [] }
    throw new AppError('configuration', `Channel ${channel.name}: ${messageOf(cause)}`, { cause })
  }
  const line = { ...channel, secretNames: Object.keys(opened).toSorted() }
  return wanted ? { ...line, secrets: opened } : line
}

function eventLine({ payload, ...event }: EventRecord): unknown {
  if (isUtf8(payload)) return { ...event, payload: Buffer.from(payload).toString('utf8') }
  return { ...event, payloadBase64: Buffer.from(payload).toString('base64') }
}

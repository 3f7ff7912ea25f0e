import type { Audit } from '../operations/audit.ts'
import type { Scope } from '../operations/calls.ts'
import type { Channel } from '../store/deliveries.ts'
import type { Store } from '../store/store.ts'
import type {
  AlertPart,
  AlertsImported,
  SettingsKind,
  SettingsRecord,
  Tallied,
} from '../store/transfer.ts'
import { preparedChannel } from './channel.ts'
import { alertPartsIn, type Checked, type SettingsLine } from './read.ts'

export interface ImportParts extends Pick<Scope, 'seal' | 'outbound'> {
  store: Store
  audit: Audit
  now: number
  monotonic(): number
  /** Lets time pass, ms. */
  pause(ms: number): Promise<void>
  /** Find out what would happen, and do nothing. */
  rehearse: boolean
}

export interface Imported {
  settings: Record<SettingsKind, Tallied>
  alerts: AlertsImported
  /** Events stay in the file. */
  events: number
  /** What a person should know, in words. */
  warnings: string[]
}

/** How much goes into one transaction: it is to take a few ms. */
const partsAtOnce = 50
const entriesAtOnce = 1_000

/**
 * Takes a file in that was read once: what people set in one transaction, then alerts, some at a time, which can be done again. Throws
 * `invalid_request` for what cannot be kept, and what the store throws.
 */
export async function importFile(file: Checked, parts: ImportParts): Promise<Imported> {
  const { store, audit, now, rehearse } = parts
  const wanted = file.settings.filter(
    ({ record }) => file.header.settings || record === 'integration',
  )
  const { records, warnings } = await prepared(wanted, parts)
  const { counts, integrations } = await store.importSettings({
    records,
    now,
    rehearse,
    audit: audit('import', `Imported what is set from a file of ${file.header.exportedAt}.`),
  })
  warnings.push(...(await unsignedNow(wanted, integrations, parts)))
  const alerts = await importAlerts(file.path, integrations, parts)
  if (!rehearse && alerts.created > 0) {
    await store.recordAudit(audit('import', `Imported ${alerts.created} alerts.`))
  }
  if (alerts.ended > 0) {
    warnings.push(
      `${alerts.ended} alerts were not resolved in the file and are now: here another alert of the same key was there already, or Sentry had said that it is over.`,
    )
  }
  return { settings: counts, alerts, events: file.events, warnings }
}

async function prepared(
  lines: readonly SettingsLine[],
  parts: ImportParts,
): Promise<{ records: SettingsRecord[]; warnings: string[] }> {
  const channels = await allChannels(parts.store)
  const records: SettingsRecord[] = []
  const warnings: string[] = []
  for (const line of lines) {
    if (line.record === 'channel') {
      // As the store will find it: the first of its kind and name that is not spoken for.
      const index = channels.findIndex(({ kind, name }) => kind === line.kind && name === line.name)
      const [before] = index === -1 ? [] : channels.splice(index, 1)
      const { record, warning } = await preparedChannel(line, before, parts)
      records.push(record)
      if (warning !== null) warnings.push(warning)
    } else if (line.record === 'integration') {
      const { signed: _, clientSecrets = [], ...integration } = line
      records.push({ ...integration, clientSecrets })
    } else if (line.record === 'person') {
      records.push({ passwordHash: null, ...line })
    } else records.push(line)
  }
  return { records, warnings }
}

/** Integrations that took only signed requests where the file comes from, and take all now: without its secret none can be checked. */
async function unsignedNow(
  lines: readonly SettingsLine[],
  ids: ReadonlyMap<string, string>,
  { store, rehearse }: ImportParts,
): Promise<string[]> {
  const warnings: string[] = []
  for (const line of lines) {
    if (line.record !== 'integration' || !line.signed || line.clientSecrets !== undefined) continue
    if (line.revokedAt !== null) continue
    const id = ids.get(line.id) ?? ''
    if (!rehearse && (await store.showIntegration(id)).clientSecrets.length > 0) continue
    warnings.push(
      `Integration ${line.name} takes requests without a signature until it has its client secret again: navish integration rotate ${rehearse ? 'ID' : id} --client-secret-file FILE`,
    )
  }
  return warnings
}

/** Oldest first. */
async function allChannels(store: Store): Promise<Channel[]> {
  const found: Channel[] = []
  let after: string | null = null
  do {
    const page = { limit: 1_000, ...(after !== null && { after }) }
    const { items, next } = await store.listChannels(page)
    found.push(...items)
    after = next
  } while (after !== null)
  return found.toReversed()
}

async function importAlerts(
  path: string,
  integrations: ReadonlyMap<string, string>,
  { store, rehearse, monotonic, pause }: ImportParts,
): Promise<AlertsImported> {
  const target = store.importAlerts(integrations, { rehearse })
  const sum = { created: 0, skipped: 0, ended: 0 }
  let lot: AlertPart[] = []
  let entries = 0
  async function put(): Promise<void> {
    if (lot.length === 0) return
    const begun = monotonic()
    const { created, skipped, ended } = await target.take(lot)
    sum.created += created
    sum.skipped += skipped
    sum.ended += ended
    lot = []
    entries = 0
    // As long as this held the database, a server that runs has it to itself.
    if (!rehearse) await pause(Math.max(1, monotonic() - begun))
  }
  for await (const part of alertPartsIn(path)) {
    lot.push(part)
    entries += part.record === 'timeline' ? part.entries.length : 0
    if (lot.length >= partsAtOnce || entries >= entriesAtOnce) await put()
  }
  await put()
  return sum
}

import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { AlertPart, SettingsRecord, TransferRecord } from '../../src/store/transfer.ts'
import { audit } from '../store/conformance/telling.ts'
import { history } from '../support/history.ts'
import { startTestNavish, type TestNavish } from '../support/navish.ts'
import type { Sent } from '../support/requests.ts'

/**
 * A life, in any order of arrival, and after how much of it somebody moves. Nothing is delivered twice: what was delivered before is not
 * known elsewhere.
 */
const moved = history.chain(({ deliveries, unresolved }) =>
  fc.tuple(
    fc.shuffledSubarray(deliveries, { minLength: deliveries.length }),
    fc.nat({ max: deliveries.length }),
    fc.constant(unresolved),
  ),
)

test('whoever moves in the middle of any history goes on as if they had stayed', async () => {
  await using from = await startTestNavish()
  await using to = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(moved, async ([arrivals, moment]) => {
      const stayed = await from.createIntegration()
      await send(from, stayed.token, arrivals)
      const { id, token } = await from.createIntegration()
      await send(from, token, arrivals.slice(0, moment))

      const records = await recordsOf(from, id)
      const there = await importIntegration(to, records)
      await importAlerts(to, records, there)
      await send(to, token, arrivals.slice(moment))

      expect(await openOf(to, there.get(id))).toEqual(await openOf(from, stayed.id))
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('whatever came to the new machine before the alerts did, what is unresolved in Sentry is open there', async () => {
  await using from = await startTestNavish()
  await using to = await startTestNavish()
  to.clock.advanceBy(3_600_000)

  await fc.assert(
    fc.asyncProperty(moved, async ([arrivals, moment, unresolved]) => {
      const { id, token } = await from.createIntegration()
      await send(from, token, arrivals.slice(0, moment))
      const records = await recordsOf(from, id)
      const there = await importIntegration(to, records)

      await send(to, token, arrivals.slice(moment))
      await importAlerts(to, records, there)

      const open = await openOf(to, there.get(id))
      expect(open.map(({ dedupKey }) => dedupKey)).toEqual(unresolved.toSorted())
    }),
    { numRuns: 40 },
  )
}, 120_000)

async function send(navish: TestNavish, token: string, arrivals: readonly Sent[]): Promise<void> {
  for (const sent of arrivals) {
    // No two alerts open in one moment: by that they are told apart.
    navish.clock.advanceBy(1)
    expect((await navish.post(sent, token)).status).toBe(202)
  }
  await navish.drain()
}

/** What an export has of one integration. */
async function recordsOf({ store }: TestNavish, id: string): Promise<TransferRecord[]> {
  const pages = await Array.fromAsync(
    store.exportAll({ settings: false, alerts: true, events: false }),
  )
  let isOfIt = false
  return pages.flat().filter((record) => {
    if (record.record === 'integration') isOfIt = record.id === id
    else if ('integrationId' in record) isOfIt = record.integrationId === id
    // A timeline follows its alert.
    return isOfIt
  })
}

async function importIntegration({ store }: TestNavish, records: readonly TransferRecord[]) {
  const settings = records
    .filter((one) => one.record === 'integration')
    // All are called the same, and one of that name would be taken for it.
    .map((one): SettingsRecord => Object.assign(one, { name: `of ${one.tokens[0]?.hash}` }))
  const asked = { records: settings, now: 1, rehearse: false, audit }
  return (await store.importSettings(asked)).integrations
}

async function importAlerts(
  { store }: TestNavish,
  records: readonly TransferRecord[],
  integrations: ReadonlyMap<string, string>,
): Promise<void> {
  const parts = records.filter((one): one is AlertPart => one.record !== 'integration')
  await store.importAlerts(integrations, { rehearse: false }).take(parts)
}

/** What is unresolved of an integration; and that every event was understood. */
async function openOf({ store }: TestNavish, integrationId = '') {
  const { items: events } = await store.listEvents({ integrationId }, { limit: 1000 })
  expect(events.filter(({ state }) => state !== 'done')).toEqual([])
  const { items } = await store.listAlerts({ integrationId }, { limit: 1000 })
  return items
    .filter(({ status }) => status !== 'resolved')
    .map(({ dedupKey, status, severity, title, assignee, sentrySnooze, eventCount, url }) => ({
      dedupKey,
      status,
      severity,
      title,
      assignee,
      sentrySnooze,
      eventCount,
      url,
    }))
    .toSorted((a, b) => (a.dedupKey < b.dedupKey ? -1 : 1))
}

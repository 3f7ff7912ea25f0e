import { describe, expect, test } from 'bun:test'
import { nothingKnown } from '../../../src/core/memory.ts'
import type { Store } from '../../../src/store/store.ts'
import type {
  AlertPart,
  AlertRecord,
  SettingsRecord,
  TransferRecord,
} from '../../../src/store/transfer.ts'
import { codeOf, setup, type Open } from './setup.ts'
import { aChannel, aRule, audit } from './telling.ts'

const everything = { settings: true, alerts: true, events: false }

async function recordsOf(store: Store, wanted = everything): Promise<TransferRecord[]> {
  const pages = await Array.fromAsync(store.exportAll(wanted))
  return pages.flat()
}

const isSetting = (one: TransferRecord): one is SettingsRecord =>
  ['settings', 'person', 'integration', 'channel', 'rule', 'silence'].includes(one.record)
const isAlertPart = (one: TransferRecord): one is AlertPart =>
  ['alert', 'timeline', 'key'].includes(one.record)

/** Puts records into another store. */
async function putInto(store: Store, records: TransferRecord[], rehearse = false) {
  const settings = records.filter(isSetting)
  const { counts, integrations } = await store.importSettings({
    records: settings,
    now: 9000,
    rehearse,
    audit,
  })
  const alerts = await store
    .importAlerts(integrations, { rehearse })
    .take(records.filter(isAlertPart))
  return { counts, alerts, integrations }
}

/** Without what another store numbers in its own way. */
function withoutIds(records: TransferRecord[]): unknown[] {
  const ids = new Set(['id', 'integrationId', 'alertId', 'eventId', 'channelIds', 'integrationIds'])
  return JSON.parse(
    JSON.stringify(records, (name, value: unknown) => (ids.has(name) ? '…' : value)),
  ) as unknown[]
}

/** A store with a bit of everything. */
async function lived(open: Open) {
  const t = await setup(open)
  const { store } = t
  await store.createUser(
    { email: 'jane@example.org', name: 'Jane', role: 'admin', passwordHash: 'h', createdAt: 3 },
    audit,
  )
  await store.addIdentity(
    '1',
    { issuer: 'https://login.example.org', subject: 's', createdAt: 4 },
    audit,
  )
  await store.changeSettings({ publicUrl: 'https://navish.example.org' }, audit)
  const other = await t.createIntegration('other')
  await store.updateIntegration(other, { silentAfter: 60_000, ifRevision: null }, 5, audit)
  const first = await store.createChannel(aChannel(), audit)
  const second = await store.createChannel(aChannel({ name: 'night', fallbackId: first.id }), audit)
  await store.createRule(aRule([second.id, first.id]), audit)
  await store.createRule(
    aRule([first.id], {
      name: 'some',
      match: {
        integrationIds: [other],
        projects: ['shop'],
        leastSeverity: 'error',
        changes: ['opened'],
      },
    }),
    audit,
  )
  await store.createSilence(
    {
      match: { integrationIds: [other], projects: [], title: null },
      startsAt: 1,
      endsAt: 2,
      reason: 'deploy',
      by: 'jane',
      createdAt: 1,
    },
    audit,
  )
  await t.say('fire a critical shop', 'resolve a', 'resolve never', 'fire b', 'fire a warning shop')
  await t.drain()
  return t
}

export function describeTransfer(open: Open): void {
  describe('an export', () => {
    test('has what others refer to first, and everything once', async () => {
      await using t = await lived(open)

      const records = await recordsOf(t.store)

      expect(records.map(({ record }) => record).join(' ')).toBe(
        'settings person integration integration channel channel rule rule silence key key key alert timeline alert timeline alert timeline',
      )
      expect(records.find(({ record }) => record === 'person')).toMatchObject({
        email: 'jane@example.org',
        passwordHash: 'h',
        identities: [{ issuer: 'https://login.example.org', subject: 's', createdAt: 4 }],
      })
    })

    test('names the alert before by when it opened, and counts arrivals from the newest event', async () => {
      await using t = await lived(open)

      const records = await recordsOf(t.store)

      const again = records.findLast((one) => one.record === 'alert')
      expect(again).toMatchObject({
        dedupKey: 'a',
        openedAt: 5,
        previousOpenedAt: 1,
        status: 'open',
      })
      const never = records.find((one) => one.record === 'key' && one.dedupKey === 'never')
      expect(never).toMatchObject({ memory: { fired: null, resolved: { arrival: -2 } } })
    })

    test('has only what was asked for, with the integrations that it speaks of', async () => {
      await using t = await lived(open)
      const kinds = async (wanted: typeof everything) =>
        new Set((await recordsOf(t.store, wanted)).map(({ record }) => record))

      expect(await kinds({ settings: false, alerts: true, events: false })).toEqual(
        new Set(['integration', 'alert', 'timeline', 'key'] as const),
      )
      const some = await kinds({ settings: true, alerts: false, events: true })
      expect(some.has('alert')).toBe(false)
      expect(some.has('event')).toBe(true)
    })

    test('has events with what was received, also those that wait', async () => {
      await using t = await lived(open)
      await t.say('fire c')

      const records = await recordsOf(t.store, { settings: false, alerts: false, events: true })

      const events = records.filter((one) => one.record === 'event')
      expect(events.map(({ state, outcome }) => outcome ?? state)).toEqual([
        'opened',
        'resolved',
        'ignored',
        'opened',
        'opened',
        'pending',
      ])
      expect(new TextDecoder().decode(events.at(-1)?.payload)).toBe('fire c')
    })

    test('that is not read to its end leaves the store as it was', async () => {
      await using t = await lived(open)

      for await (const page of t.store.exportAll(everything)) {
        expect(page.length).toBeGreaterThan(0)
        break
      }

      expect(await t.say('fire d')).toHaveLength(1)
    })
  })

  describe('an import', () => {
    test('into an empty store gives the same export', async () => {
      await using from = await lived(open)
      await using to = { store: await open(), [Symbol.asyncDispose]: () => to.store.close() }
      const records = await recordsOf(from.store)

      const { counts, alerts } = await putInto(to.store, records)

      expect(withoutIds(await recordsOf(to.store))).toEqual(withoutIds(records))
      expect(counts.integration).toEqual({ created: 2, updated: 0, skipped: 0 })
      expect(alerts).toEqual({ created: 3, skipped: 0, ended: 0 })
    })

    test('done twice changes nothing', async () => {
      await using from = await lived(open)
      await using to = { store: await open(), [Symbol.asyncDispose]: () => to.store.close() }
      const records = await recordsOf(from.store)
      await putInto(to.store, records)
      const before = await recordsOf(to.store)

      const { counts, alerts } = await putInto(to.store, records)

      expect(await recordsOf(to.store)).toEqual(before)
      expect(alerts).toEqual({ created: 0, skipped: 3, ended: 0 })
      for (const { created } of Object.values(counts)) expect(created).toBe(0)
    })

    test('changes what is there by the same name, and says so', async () => {
      await using from = await lived(open)
      await using to = { store: await open(), [Symbol.asyncDispose]: () => to.store.close() }
      const { store } = to
      await putInto(store, await recordsOf(from.store))
      await store.updateChannel('2', { fallbackId: null, ifRevision: null }, audit)
      await store.updateRule('1', { isEnabled: false, ifRevision: null }, audit)
      await store.updateIntegration('2', { silentAfter: null, ifRevision: null }, 5, audit)
      await store.changeSettings({ publicUrl: 'https://elsewhere.example.org' }, audit)

      const { counts } = await putInto(store, await recordsOf(from.store))

      const one = { created: 0, updated: 1, skipped: 1 }
      expect(counts).toMatchObject({ channel: one, rule: one, integration: one })
      expect(counts.settings.updated).toBe(1)
      expect(withoutIds(await recordsOf(store))).toEqual(withoutIds(await recordsOf(from.store)))
    })

    test('that is only tried changes nothing, and tells the same', async () => {
      await using from = await lived(open)
      await using to = { store: await open(), [Symbol.asyncDispose]: () => to.store.close() }
      const records = await recordsOf(from.store)

      const tried = await putInto(to.store, records, true)

      expect(await recordsOf(to.store)).toEqual([{ record: 'settings', publicUrl: null }])
      const done = await putInto(to.store, records)
      expect([tried.counts, tried.alerts]).toEqual([done.counts, done.alerts])
    })

    test('tells nobody, and what follows is told as ever', async () => {
      await using from = await lived(open)
      await using to = await setup(open)
      await putInto(to.store, await recordsOf(from.store))
      expect((await to.store.listDeliveries({}, { limit: 10 })).items).toEqual([])

      await to.say('fire new critical')
      await to.drain()

      const { items } = await to.store.listDeliveries({}, { limit: 10 })
      expect(items.length).toBeGreaterThan(0)
    })

    test('lets the drain go on where it was: what is late is late, what comes next counts', async () => {
      await using from = await lived(open)
      await using to = await setup(open)
      // The integration of both is called the same, and has the same token.
      await putInto(to.store, await recordsOf(from.store))

      // Here the place of an event is its arrival: what comes first is older than what was imported.
      await to.say('resolve a', 'fire a', 'resolve b', 'nothing', 'nothing')
      await to.drain()
      const late = await to.alerts()
      await to.say('resolve a', 'fire b', 'resolve b')
      await to.drain()

      expect(late.map(({ dedupKey, status }) => `${dedupKey} ${status}`).toSorted()).toEqual([
        'a open',
        'a resolved',
        'b open',
      ])
      const { items } = await to.store.listAlerts({}, { limit: 10 })
      expect(items.map(({ dedupKey, status }) => `${dedupKey} ${status}`).toSorted()).toEqual([
        'a resolved',
        'a resolved',
        'b resolved',
      ])
    })

    test('ends what is not resolved when a newer alert of the key is there', async () => {
      await using from = await setup(open)
      await from.say('fire a')
      await from.drain()
      await using to = await setup(open)
      await to.say('nothing', 'fire a')
      await to.drain()

      const { alerts } = await putInto(to.store, await recordsOf(from.store))

      expect(alerts).toEqual({ created: 1, skipped: 0, ended: 1 })
      const { items } = await to.store.listAlerts({}, { limit: 10 })
      expect(items.map(({ status, openedAt }) => [status, openedAt])).toEqual([
        ['resolved', 1],
        ['open', 2],
      ])
      // The next event goes to the one that is open.
      await to.say('resolve a')
      await to.drain()
      expect((await to.store.showAlert('1', 10)).status).toBe('resolved')
      expect((await putInto(to.store, await recordsOf(from.store))).alerts).toMatchObject({
        skipped: 1,
      })
    })

    test('ends what Sentry had said to be over before it came', async () => {
      await using from = await setup(open)
      await from.say('fire a', 'fire b')
      await from.drain()
      await using to = await setup(open)
      await to.say('nothing', 'resolve a')
      await to.drain()

      const { alerts } = await putInto(to.store, await recordsOf(from.store))
      const again = await putInto(to.store, await recordsOf(from.store))

      expect(alerts).toEqual({ created: 2, skipped: 0, ended: 1 })
      expect(again.alerts).toEqual({ created: 0, skipped: 2, ended: 0 })
      const found = (await to.alerts()).map(({ dedupKey, status }) => `${dedupKey} ${status}`)
      expect(found.toSorted()).toEqual(['a resolved', 'b open'])
    })

    test('goes on with a timeline that was cut off', async () => {
      await using to = await setup(open)
      const ids = new Map([['7', to.integrationId]])
      const said = (from: number, texts: string[]): AlertPart => ({
        record: 'timeline',
        alertId: '5',
        from,
        entries: texts.map((text) => ({ at: 1, kind: 'note', by: 'jane', text, eventId: '3' })),
      })
      const whole = [anAlert(), said(0, ['one', 'two']), said(2, ['three'])]

      await to.store.importAlerts(ids, { rehearse: false }).take(whole.slice(0, 2))
      await to.store.importAlerts(ids, { rehearse: false }).take(whole)
      await to.store.importAlerts(ids, { rehearse: false }).take(whole)

      const { timeline } = await to.newestAlert()
      expect(timeline.map(({ text, eventId }) => [text, eventId])).toEqual([
        ['one', null],
        ['two', null],
        ['three', null],
      ])
    })

    test('keeps two alerts of one key that opened in one millisecond apart', async () => {
      await using to = await setup(open)
      const ids = new Map([['7', to.integrationId]])
      const over = { status: 'resolved', resolvedAt: 1, resolvedBy: 'sentry' } as const
      const both = [anAlert({ ...over, title: 'first' }), anAlert({ id: '6', title: 'second' })]

      const first = await to.store.importAlerts(ids, { rehearse: false }).take(both)
      const again = await to.store.importAlerts(ids, { rehearse: false }).take(both)

      expect([first, again]).toEqual([
        { created: 2, skipped: 0, ended: 0 },
        { created: 0, skipped: 2, ended: 0 },
      ])
    })

    test('of alerts that refer to nothing is refused, and nothing of it is done', async () => {
      await using to = await setup(open)
      const ids = new Map([['7', to.integrationId]])
      const parts: AlertPart[] = [
        anAlert(),
        { record: 'key', integrationId: '8', dedupKey: 'a', memory: nothingKnown },
      ]

      expect(await codeOf(to.store.importAlerts(ids, { rehearse: false }).take(parts))).toBe(
        'invalid_request',
      )
      expect(await to.alerts()).toEqual([])
    })

    test('of rules that name no channel is refused, and nothing of it is done', async () => {
      await using from = await lived(open)
      await using to = { store: await open(), [Symbol.asyncDispose]: () => to.store.close() }
      const records = (await recordsOf(from.store)).filter(({ record }) => record !== 'channel')

      expect(await codeOf(putInto(to.store, records))).toBe('invalid_request')
      expect(await recordsOf(to.store)).toEqual([{ record: 'settings', publicUrl: null }])
    })

    test('leaves people as they are, and what was revoked without its tokens', async () => {
      await using from = await lived(open)
      await using to = await setup(open)
      const { store } = to
      await store.createUser(
        {
          email: 'jane@example.org',
          name: null,
          role: 'viewer',
          passwordHash: 'mine',
          createdAt: 3,
        },
        audit,
      )
      const other = await store.createIntegration({
        name: 'other',
        token: { hash: 'another', hint: 'aaaa', createdAt: 1 },
        clientSecret: null,
        createdAt: 1,
      })
      await store.revokeIntegration(other.id, 2, audit)

      const { counts } = await putInto(store, await recordsOf(from.store))

      expect(await store.findCredentials('jane@example.org')).toMatchObject({
        user: { role: 'viewer' },
        passwordHash: 'mine',
      })
      expect(counts.person).toEqual({ created: 0, updated: 0, skipped: 1 })
      expect(await store.findSender('hash of other', 10)).toBeUndefined()
    })
  })
}

function anAlert(fields: Partial<AlertRecord> = {}): AlertRecord {
  return {
    record: 'alert',
    id: '5',
    integrationId: '7',
    dedupKey: 'a',
    kind: 'issue',
    status: 'open',
    severity: 'error',
    title: 'a',
    description: null,
    url: null,
    project: null,
    eventCount: 1,
    assignee: null,
    userSnooze: null,
    sentrySnooze: null,
    openedAt: 1,
    lastEventAt: 1,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    regressed: false,
    previousOpenedAt: null,
    ...fields,
  }
}

import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { severities } from '../src/core/severity.ts'
import { eventDetailView } from '../src/views.ts'
import { startTestNavish, type TestNavish } from './support/navish.ts'
import type { Sent } from './support/requests.ts'

// Requests as senders really make them are not part of this repository: NAVISH_TEST_CORPUS names a folder that has them, with
// `fixtures/*.json` ({name, source, headers, body}) and `raw/*.body` (the bytes of each, which the signature is over).

/** What the signatures of the corpus are made with. */
const corpusSecret = 'fixture-client-secret-not-real'

type Json = Record<string, unknown>

interface Fixture {
  name: string
  headers: Record<string, string>
  body: Json
  sent: Sent & { body: Uint8Array }
}

function readCorpus(folder: string): Fixture[] {
  const files = readdirSync(join(folder, 'fixtures')).filter((file) => file.endsWith('.json'))
  return files.toSorted().map((file) => {
    const name = file.slice(0, -'.json'.length)
    const text = readFileSync(join(folder, 'fixtures', file), 'utf8')
    const { headers, body } = JSON.parse(text) as Pick<Fixture, 'headers' | 'body'>
    const bytes = Uint8Array.from(readFileSync(join(folder, 'raw', `${name}.body`)))
    return { name, headers, body, sent: { headers, body: bytes } }
  })
}

function resourceOf({ headers }: Fixture): string | null {
  return new Headers(headers).get('sentry-hook-resource')
}

function isSigned({ headers }: Fixture): boolean {
  return new Headers(headers).has('sentry-hook-signature')
}

function objectIn(from: Json, field: string): Json {
  const value = from[field]
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

type Expected = 'opened' | 'no alert' | 'ignored'

/** What each action of a resource must come to where nothing is known yet. */
const expectedOf: Record<string, Record<string, Expected>> = {
  issue: {
    created: 'opened',
    unresolved: 'opened',
    resolved: 'no alert',
    assigned: 'no alert',
    ignored: 'no alert',
    archived: 'no alert',
  },
  event_alert: { triggered: 'opened' },
  metric_alert: { critical: 'opened', warning: 'opened', open: 'opened', resolved: 'no alert' },
  error: { created: 'ignored' },
  comment: { created: 'ignored', updated: 'ignored', deleted: 'ignored' },
  installation: { created: 'ignored', deleted: 'ignored' },
}

/** What must become of a request that is the first one heard. */
function expectedFor(fixture: Fixture): Expected {
  const { body } = fixture
  const action = String(body['action'])
  const resource = resourceOf(fixture)
  if (resource === 'activity_alert') return expectedForActivity(body)
  if (resource === 'seer' || resource === 'preprod_artifact') return 'ignored'
  if (resource !== null) return known(expectedOf[resource]?.[action], fixture)
  const data = objectIn(body, 'data')
  if ('metric_alert' in data) return known(expectedOf['metric_alert']?.[action], fixture)
  if ('issue' in data) return known(expectedOf['issue']?.[action], fixture)
  if (JSON.stringify(body['attachments'])?.includes('back up')) return 'no alert'
  const isOther = 'attachments' in body || 'group' in body || 'triggering_rules' in body
  return known(isOther ? 'opened' : undefined, fixture)
}

function expectedForActivity(body: Json): Expected {
  const type = String(objectIn(objectIn(body, 'data'), 'activity')['type'])
  if (type.startsWith('status_resolved')) return 'no alert'
  const reopens = ['status_regression', 'status_unresolved', 'status_escalating'].includes(type)
  return reopens ? 'opened' : 'ignored'
}

function known(expected: Expected | undefined, { name }: Fixture): Expected {
  if (expected === undefined) throw new Error(`what ${name} must come to is not in the table`)
  return expected
}

/** What everything that is shown as an alert must be, whatever it came from. */
async function expectSound(navish: TestNavish) {
  for (const alert of await navish.alerts()) {
    // oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
    expect(alert.title).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/)
    expect(alert.title.trim()).toBe(alert.title)
    expect(severities).toContain(alert.severity)
    expect(alert.url ?? 'https://none').toMatch(/^https?:\/\//)
    expect(['issue', 'metric']).toContain(alert.kind)
    expect(alert.dedupKey).toMatch(new RegExp(`^sentry-${alert.kind}-.+`))
    expect(alert.title).not.toBe(alert.dedupKey)
  }
}

const folder = process.env['NAVISH_TEST_CORPUS']

if (folder === undefined || folder === '') {
  test.skip('captured requests are skipped: NAVISH_TEST_CORPUS names no folder with them', () => {})
} else {
  const corpus = readCorpus(folder)
  const byName = corpus.map((fixture) => [fixture.name, fixture] as const)
  const signed = byName.filter(([, fixture]) => isSigned(fixture))

  test('the corpus is there', () => {
    expect(corpus.length).toBeGreaterThan(0)
    expect(signed.length).toBeGreaterThan(0)
  })

  describe('a captured request', () => {
    test.each(byName)(
      '%s becomes what it must, and its payload stays as it is',
      async (_, fixture) => {
        await using navish = await startTestNavish()
        const expected = expectedFor(fixture)

        expect(await navish.send(fixture.sent)).toBe(202)

        const event = await navish.event()
        expect(event).toMatchObject({ state: 'done', attempts: 1 })
        expect(event.outcome).toBe(expected === 'opened' ? 'opened' : 'ignored')
        expect(event.reason).toMatch(/\S.{10,}/)
        const alerts = await navish.alerts()
        expect(alerts.map(({ status, eventCount }) => ({ status, eventCount }))).toEqual(
          expected === 'opened' ? [{ status: 'open', eventCount: 1 }] : [],
        )
        await expectSound(navish)

        const stored = await navish.store.showEvent(event.id)
        expect(Buffer.from(stored.payload).equals(fixture.sent.body)).toBe(true)
        const { payload } = eventDetailView(stored)
        expect(Buffer.from(payload).equals(fixture.sent.body)).toBe(true)
      },
    )

    test.each(signed)('%s is taken with its secret and no other', async (_, { sent }) => {
      await using navish = await startTestNavish({ clientSecret: corpusSecret })
      const other = await navish.createIntegration('another client secret')

      expect(await navish.send(sent, other.token)).toBe(401)
      expect(await navish.events()).toEqual([])

      expect(await navish.send(sent)).toBe(202)
      expect(await navish.event()).toMatchObject({ state: 'done' })
    })
  })

  test.each([
    ['as they are numbered', corpus],
    ['backwards', corpus.toReversed()],
  ])(
    'all of them twice, %s, leave no dead event and no two open alerts of a key',
    async (_, all) => {
      await using navish = await startTestNavish()

      for (const { sent } of [...all, ...all]) expect(await navish.send(sent)).toBe(202)

      const events = await navish.events()
      expect(events).toHaveLength(2 * all.length)
      expect(events.filter(({ state }) => state !== 'done')).toEqual([])
      const open = (await navish.alerts()).filter(({ status }) => status !== 'resolved')
      const keys = open.map(({ dedupKey }) => dedupKey)
      expect(keys.length).toBeGreaterThan(0)
      expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted())
      await expectSound(navish)
    },
  )
}

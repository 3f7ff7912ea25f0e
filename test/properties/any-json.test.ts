import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { startTestNavish } from '../support/navish.ts'
import { fromSentry, handMade } from '../support/requests.ts'

const anything = fc.jsonValue({ maxDepth: 4 })
const resource = fc.constantFrom(
  'issue',
  'event_alert',
  'metric_alert',
  'activity_alert',
  'error',
  'comment',
  'installation',
  'seer',
  'something new',
)
const text = fc.oneof(fc.string({ unit: 'binary' }), anything)
const action = fc.oneof(
  fc.constantFrom('created', 'resolved', 'assigned', 'ignored', 'unresolved', 'triggered'),
  fc.constantFrom('critical', 'warning', 'open', 'archived', 'deleted'),
  anything,
)

/** An object in which each of the fields that we read is missing, or anything at all. */
function fieldsOf(...names: string[]) {
  return fc.record(Object.fromEntries(names.map((name) => [name, text] as const)), {
    requiredKeys: [],
  })
}

// The text "null" would be an id like any other, but below it is what a missing id would look like.
const id = fc
  .oneof(fc.string({ minLength: 1 }), fc.constant(String.raw`\n`), fc.integer(), anything)
  .filter((value) => value !== 'null')
const issue = fc
  .tuple(
    id,
    fieldsOf(
      'title',
      'level',
      'permalink',
      'web_url',
      'project',
      'metadata',
      'culprit',
      'substatus',
    ),
    fieldsOf('lastSeen', 'firstSeen', 'shortId'),
    fc.record({
      statusDetails: fc.record({ ignoreUntil: fc.oneof(fc.double(), fc.integer(), text) }),
    }),
  )
  .map(([own, ...rest]) => Object.assign({ id: own }, ...rest) as object)
const metric = fc
  .tuple(id, fieldsOf('status', 'title', 'projects', 'alert_rule', 'permalink'))
  .map(([own, rest]) => Object.assign(rest, { id: own }))
const event = fc
  .tuple(
    id,
    fieldsOf('title', 'level', 'tags', 'metadata', 'occurrence', 'logentry', 'url', 'web_url'),
    fieldsOf('datetime', 'timestamp', 'issue_url', 'message', 'culprit'),
  )
  .map(([own, ...rest]) => Object.assign({ issue_id: own }, ...rest) as object)
const activity = fieldsOf('type', 'details')

/** Bodies that are nearly right, with anything where a value should be. */
const nearly = fc.oneof(
  fc.record({ action, data: fc.record({ issue }), actor: anything }),
  fc.record({ action, data: fc.record({ issue, assignee: fieldsOf('name', 'type') }) }),
  fc.record({ action, data: fc.record({ issue, activity }) }),
  fc.record({ action, data: fc.record({ event, triggered_rule: text }) }),
  fc.record({ action, data: fc.record({ metric_alert: metric, description_title: text }) }),
  fc
    .tuple(id, fieldsOf('event', 'level', 'message', 'triggering_rules', 'project_slug', 'url'))
    .map(([own, rest]) => Object.assign(rest, { id: own })),
  fc.record({ project: anything, group: issue, event: anything }),
  fc.record({
    text: fc.string(),
    attachments: fc.array(fieldsOf('title', 'title_link', 'text', 'fields', 'color')),
  }),
)

test('no JSON value whatever makes the endpoint answer 5xx, or becomes a dead letter', async () => {
  await using navish = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anything, nearly),
      fc.option(resource, { nil: undefined }),
      async (body, header) => {
        const json = JSON.stringify(body)
        const sent = header === undefined ? handMade(json) : fromSentry(header, json)
        const status = await navish.send(sent)

        expect([202, 400]).toContain(status)
        const pending = await navish.store.listEvents({ state: 'pending' }, { limit: 1 })
        const dead = await navish.store.listEvents({ state: 'dead' }, { limit: 1 })
        expect([...pending.items, ...dead.items]).toEqual([])
        // Whatever was in it, it can be shown, and has a key of its own.
        if (status === 202) await navish.event()
        const [newest] = (await navish.store.listAlerts({}, { limit: 1 })).items
        if (newest !== undefined) {
          expect((await navish.alert()).dedupKey).toMatch(/^sentry-(?:issue|metric)-(?!null$)./)
        }
      },
    ),
    { numRuns: 1500 },
  )
}, 120_000)

import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Action } from '../../src/core/action.ts'
import { alertStatuses } from '../../src/core/alert.ts'
import { eventStates, outcomes } from '../../src/core/event.ts'
import { severities } from '../../src/core/severity.ts'
import type {
  AlertFilter,
  EventFilter,
  EventSummary,
  Found,
  KeptAlert,
  Page,
} from '../../src/store/store.ts'
import { keeping, type Wanted } from '../store/conformance/kept.ts'
import { anEvent } from '../store/conformance/setup.ts'
import { openTestStore } from '../support/navish.ts'

const hour = 3_600_000
const words = ['timeout', 'refused', 'cart', 'total', 'time', 'a-b', 'to']
const people = ['jane', 'joe']
const projects = ['shop', 'api']

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const at = fc.integer({ min: 0, max: 5 * hour })

/** Without what is undefined. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

const action = fc.oneof(
  fc.constantFrom<Action>(
    { kind: 'acknowledge' },
    { kind: 'resolve', reason: null },
    { kind: 'snooze', until: 'worse', reason: null },
  ),
  fc.constantFrom(...people).map((assignee): Action => ({ kind: 'assign', assignee })),
  at.map((until): Action => ({ kind: 'snooze', until, reason: null })),
)

const alert: fc.Arbitrary<Wanted> = fc
  .record({
    key: fc.nat(30).map((n) => `key-${n}`),
    at,
    severity: fc.constantFrom(...severities),
    title: some(words).map((all) => all.join(' ')),
    description: fc.option(fc.constantFrom(...words)),
    slug: fc.option(fc.constantFrom(...projects)),
    actions: fc.array(action, { maxLength: 3 }),
  })
  .map(({ key, at: opened, slug, actions, ...content }) => {
    const project = slug === null ? null : { slug, name: slug }
    return { key, at: opened, actions, content: Object.assign(content, { project }) }
  })

const alertFilter: fc.Arbitrary<AlertFilter> = fc
  .record({
    status: maybe(some(alertStatuses)),
    severity: maybe(some(severities)),
    project: maybe(fc.constantFrom(...projects)),
    text: maybe(some([...words, 'key', '1', 'ti', 't']).map((all) => all.slice(0, 2).join(' '))),
    openedFrom: maybe(at),
    openedBefore: maybe(at),
    snoozed: maybe(fc.record({ is: fc.boolean(), at })),
    assignee: maybe(fc.option(fc.constantFrom(...people))),
  })
  .map(given)

const eventFilter: fc.Arbitrary<EventFilter> = fc
  .record({
    state: maybe(fc.constantFrom(...eventStates)),
    outcome: maybe(fc.constantFrom(...outcomes)),
    resource: maybe(fc.constantFrom('issue', 'comment')),
    integrationId: maybe(fc.constantFrom('1', '2')),
  })
  .map(given)

const page = fc
  .record({ limit: fc.integer({ min: 1, max: 12 }), patience: maybe(fc.constant(0)) })
  .map(given)

const hasWords = ({ title, description, project, dedupKey }: KeptAlert, text: string) => {
  const all = [title, description, project?.slug, dedupKey].join(' ').split(/[ -]/)
  return text.split(/[ -]/).every((term) => all.some((word) => word.startsWith(term)))
}

const isSnoozed = ({ status, userSnooze }: KeptAlert, now: number) =>
  status !== 'resolved' && userSnooze !== null && (userSnooze.until ?? Infinity) > now

function isAlert(one: KeptAlert, filter: AlertFilter): boolean {
  const { status, severity, project, text, openedFrom, openedBefore, snoozed, assignee } = filter
  return (
    (status ?? alertStatuses).includes(one.status) &&
    (severity ?? severities).includes(one.severity) &&
    (project === undefined || one.project?.slug === project) &&
    (text === undefined || hasWords(one, text)) &&
    one.openedAt >= (openedFrom ?? 0) &&
    one.openedAt < (openedBefore ?? Infinity) &&
    (snoozed === undefined || isSnoozed(one, snoozed.at) === snoozed.is) &&
    (assignee === undefined || one.assignee === assignee)
  )
}

function isEvent(one: EventSummary, filter: EventFilter): boolean {
  return Object.entries(filter).every(([name, value]) => one[name as keyof EventFilter] === value)
}

/** Everything that a list has, page by page. */
async function everything<T>(list: (page: Page) => Promise<Found<T>>, first: Page): Promise<T[]> {
  const all: T[] = []
  for (let next: Page | null = first; next !== null;) {
    const found: Found<T> = await list(next)
    all.push(...found.items)
    next = found.next === null ? null : { ...first, after: found.next }
  }
  return all
}

test('a list has the alerts that fulfil its filter, whatever is combined, and however far the index of words is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(alert, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }),
      fc.array(fc.tuple(alertFilter, page), { minLength: 5, maxLength: 15 }),
      async (batches, indexed, lists) => {
        await using t = await keeping(openTestStore)
        for (const [index, batch] of batches.entries()) {
          await t.put(...batch)
          await t.store.indexWords(indexed[index] ?? 0)
        }
        const alerts = await t.alerts()

        for (const [filter, first] of lists) {
          const found = await everything((next) => t.store.listAlerts(filter, next), {
            limit: 10,
            ...first,
          })
          expect(found).toEqual(alerts.filter((one) => isAlert(one, filter)))
        }
      },
    ),
    { numRuns: 100 },
  )
}, 120_000)

const sent = fc.record({
  text: fc.constantFrom('fire a', 'resolve a', 'fire b, assign a', 'throw', 'hello', 'archive a'),
  resource: fc.constantFrom('issue', 'comment'),
  isOther: fc.boolean(),
})

test('a list has the events that fulfil its filter, those that are not drained yet, too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(sent, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(12), { minLength: 4, maxLength: 4 }),
      fc.boolean(),
      fc.array(fc.tuple(eventFilter, page), { minLength: 5, maxLength: 15 }),
      async (batches, drained, isReplayed, lists) => {
        await using t = await keeping(openTestStore)
        const other = await t.createIntegration('other')
        for (const [index, batch] of batches.entries()) {
          await t.store.append(
            batch.map(({ text, resource, isOther }) =>
              anEvent(isOther ? other : t.integrationId, { text, resource }),
            ),
          )
          const limit = drained[index] ?? 0
          if (limit > 0) await t.drain({ limit, now: 1000 + index * 10_000 })
          if (isReplayed && index === 2) await t.store.replayDeadEvents()
        }
        const events = await t.events()

        for (const [filter, first] of lists) {
          const found = await everything((next) => t.store.listEvents(filter, next), {
            limit: 10,
            ...first,
          })
          expect(found).toEqual(events.filter((one) => isEvent(one, filter)))
        }
      },
    ),
    { numRuns: 100 },
  )
}, 120_000)

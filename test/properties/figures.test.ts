import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { act, type Action } from '../../src/core/action.ts'
import { severities } from '../../src/core/severity.ts'
import { signalKinds } from '../../src/core/signal.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { createSqliteStore } from '../../src/store/sqlite/store.ts'
import { anEvent, aToken, patient } from '../store/conformance/setup.ts'
import { countedAnew, kept } from '../store/figures.ts'

const day = 86_400_000

/** Any time within three days: clocks jump. */
const time = fc.integer({ min: 0, max: 3 * day })
const key = fc.constantFrom('a', 'b', 'c')

/** What an event says, in the words of the conformance suite. */
const signal = fc
  .tuple(
    fc.constantFrom(...signalKinds, 'fire' as const, 'fire' as const),
    key,
    fc.constantFrom(...severities),
    fc.constantFrom('', ' shop', ' api'),
  )
  .map(([kind, of, severity, project]) => `${kind} ${of} ${severity}${project}`)
const said = fc.oneof(
  { weight: 8, arbitrary: signal },
  { weight: 2, arbitrary: fc.tuple(signal, signal).map((both) => both.join(', ')) },
  { weight: 1, arbitrary: fc.constantFrom('throw', 'nothing') },
)
const sent = fc.record({ by: fc.nat({ max: 1 }), text: said, receivedAt: time })

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action>(
    { kind: 'acknowledge' },
    { kind: 'unacknowledge' },
    { kind: 'unsnooze' },
    { kind: 'snooze', until: 'worse', reason: null },
    { kind: 'resolve', reason: null },
    { kind: 'note', text: 'looking' },
    { kind: 'assign', assignee: 'jane' },
  ),
  time.map((until): Action => ({ kind: 'snooze', until, reason: null })),
)

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ events: fc.array(sent, { minLength: 1, maxLength: 10 }) }) },
  { weight: 3, arbitrary: fc.record({ action, now: time, alert: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ action, now: time, all: fc.constant(true), broken: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ replayed: fc.integer({ min: 1, max: 30 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('after every history the figures are what is counted anew, and each change has its number', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 20, size: 'max' }),
      async (steps) => {
        await using t = await opened()

        for (const [index, one] of steps.entries()) await t.take(one, index)

        expect(kept(t.client) as unknown).toEqual(countedAnew(t.client))
      },
    ),
    { numRuns: 150 },
  )
}, 120_000)

/** A store in memory with two integrations, and its database. */
async function opened() {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  const store = createSqliteStore(db)
  const senders: string[] = []
  for (const name of ['first', 'second']) {
    const { id } = await store.createIntegration({
      name,
      token: aToken(name),
      clientSecret: null,
      createdAt: 0,
    })
    senders.push(id)
  }

  /** Takes a step; each is ten seconds after the one before, for what is tried again. */
  async function take(one: Step, index: number): Promise<void> {
    if ('events' in one) {
      const events = one.events.map(({ by, text, receivedAt }) =>
        anEvent(senders[by] ?? '', { text, receivedAt }),
      )
      await store.append(events)
    } else if ('replayed' in one) {
      // Most of them cannot be.
      await store.replayEvent(String(one.replayed)).catch(() => null)
    } else if ('alert' in one) {
      const { action: asked, now } = one
      const change = { action: asked, act, by: 'jane', now }
      await store.changeAlert(String(one.alert), change).catch(() => null)
    } else {
      await changeAll(one)
    }
    await store.drain({ ...patient, now: index * 10_000 })
  }

  /** One that is broken is rolled back as a whole. */
  async function changeAll({ action: asked, now, broken }: Extract<Step, { all: true }>) {
    const ids = Array.from({ length: 8 }, (_, index) => String(index + 1))
    const actOn: typeof act = (alert, ...rest) => {
      if (broken && alert.id === '2') throw new Error('broken')
      return act(alert, ...rest)
    }
    await store.changeAlerts(ids, { action: asked, act: actOn, by: 'jane', now }).catch(() => null)
  }

  return { client: db.$client, take, [Symbol.asyncDispose]: () => store.close() }
}

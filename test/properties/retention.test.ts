import { expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Limits } from '../../src/core/retention.ts'
import { arrivalsOf, history } from '../support/history.ts'
import { startTestNavish, type TestNavish } from '../support/navish.ts'
import type { Sent } from '../support/requests.ts'
import { day, goBy, retain } from '../support/retention.ts'

const week = 7 * day

const limit = fc.record({
  age: fc.option(fc.constantFrom(0, day, week)),
  most: fc.option(fc.constantFrom(0, 1, 3)),
})
const anyLimits: fc.Arbitrary<Limits> = fc.record({
  payloads: limit,
  events: limit,
  alerts: limit,
  deliveries: limit,
})

/** Nothing of what is sent here comes so late that nothing is known any more of what came before. */
const limits = anyLimits.map((some) => ({ ...some, events: { age: 40 * day, most: null } }))

/** What happens between two requests: so much time goes by, and what is kept is looked through. */
const pausesWith = (some: fc.Arbitrary<Limits>) =>
  fc.array(
    fc.option(fc.record({ limits: some, days: fc.constantFrom(0, 1, 3) }), { nil: undefined }),
    { minLength: 12, maxLength: 12 },
  )

const told = history.chain(({ deliveries, unresolved }) =>
  fc.tuple(arrivalsOf(deliveries), pausesWith(limits), fc.constant(unresolved)),
)

test('what is removed, and when, changes nothing about what is open in the end', async () => {
  await using navish = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(told, async ([arrivals, pauses, unresolved]) => {
      const untouched = await endOf(navish, arrivals, [])
      const looked = await endOf(navish, arrivals, pauses)

      expect(looked).toEqual(untouched)
      expect(looked.map(({ dedupKey }) => dedupKey)).toEqual(unresolved.toSorted())
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('with any limits at all, what comes in order ends as it would without', async () => {
  await using navish = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(history, pausesWith(anyLimits), async ({ deliveries, unresolved }, pauses) => {
      const looked = await endOf(navish, deliveries, pauses)

      expect(looked.map(({ dedupKey }) => dedupKey)).toEqual(unresolved.toSorted())
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('looking through what is kept never changes an alert that is not resolved', async () => {
  await using navish = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(told, anyLimits, async ([arrivals], some) => {
      const { id: integrationId, token } = await navish.createIntegration()
      for (const sent of arrivals) await navish.post(sent, token)
      await navish.drain()
      const before = await unresolvedOf(navish, integrationId)
      await goBy(navish.store, 400 * day)

      await retain(navish.store, some, navish.clock())

      expect(await unresolvedOf(navish, integrationId)).toEqual(before)
    }),
    { numRuns: 60 },
  )
}, 120_000)

async function unresolvedOf({ store }: TestNavish, integrationId: string) {
  const { items } = await store.listAlerts({ integrationId }, { limit: 1000 })
  return items.filter(({ status }) => status !== 'resolved')
}

/** Sends everything, with these pauses in between, and gives back what is unresolved in the end. */
async function endOf(
  navish: TestNavish,
  arrivals: readonly Sent[],
  pauses: readonly ({ limits: Limits; days: number } | undefined)[],
) {
  const { id: integrationId, token } = await navish.createIntegration()
  for (const [index, sent] of arrivals.entries()) {
    expect((await navish.post(sent, token)).status).toBe(202)
    const pause = pauses[index]
    if (pause === undefined) continue
    await navish.drain()
    await goBy(navish.store, pause.days * day)
    await retain(navish.store, pause.limits, navish.clock())
    while (await navish.store.joinPayloads());
  }
  await navish.drain()
  return (await unresolvedOf(navish, integrationId))
    .map(({ dedupKey, status, severity, assignee, sentrySnooze }) => ({
      dedupKey,
      status,
      severity,
      assignee,
      sentrySnooze,
    }))
    .toSorted((a, b) => (a.dedupKey < b.dedupKey ? -1 : 1))
}

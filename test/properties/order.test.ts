import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { arrivalsOf, history, withLostAttempts } from '../support/history.ts'
import { startTestNavish, type TestNavish } from '../support/navish.ts'
import type { Sent } from '../support/requests.ts'

test('every order of arrival, with retries and doubles, ends in the same alerts', async () => {
  await using navish = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(
      history
        .chain(({ deliveries }) => withLostAttempts(deliveries))
        .chain((deliveries) => fc.tuple(fc.constant(deliveries), arrivalsOf(deliveries))),
      async ([deliveries, arrivals]) => {
        const inOrder = await endOf(navish, deliveries)
        const shuffled = await endOf(navish, arrivals)

        expect(shuffled).toEqual(inOrder)
      },
    ),
    { numRuns: 150 },
  )
}, 120_000)

test('what is unresolved in Sentry in the end is open here, and nothing else, in every order', async () => {
  await using navish = await startTestNavish()

  await fc.assert(
    fc.asyncProperty(
      history.chain(({ deliveries, unresolved }) =>
        fc.tuple(arrivalsOf(deliveries), fc.constant(unresolved)),
      ),
      async ([arrivals, unresolved]) => {
        const open = await endOf(navish, arrivals)

        expect(open.map(({ dedupKey }) => dedupKey)).toEqual(unresolved.toSorted())
      },
    ),
    { numRuns: 150 },
  )
}, 120_000)

/** Sends everything through an integration of its own, and gives back what is unresolved in the end. */
async function endOf(navish: TestNavish, arrivals: readonly Sent[]) {
  const { id: integrationId, token } = await navish.createIntegration()
  for (const sent of arrivals) {
    expect((await navish.post(sent, token)).status).toBe(202)
  }
  await navish.drain()
  const { items: events } = await navish.store.listEvents({ integrationId }, { limit: 1000 })
  expect(events.filter(({ state }) => state !== 'done')).toEqual([])
  const { items: alerts } = await navish.store.listAlerts({ integrationId }, { limit: 1000 })
  return alerts
    .filter(({ status }) => status !== 'resolved')
    .map(({ dedupKey, status, severity, title, assignee, sentrySnooze, url, project }) => ({
      dedupKey,
      status,
      severity,
      title,
      assignee,
      sentrySnooze,
      url,
      // Not its name: only some shapes know it.
      project: project?.slug,
    }))
    .toSorted((a, b) => (a.dedupKey < b.dedupKey ? -1 : 1))
}

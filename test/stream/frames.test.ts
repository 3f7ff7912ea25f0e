import { describe, expect, test } from 'bun:test'
import { streamEvents } from '../../src/contract/stream.ts'
import { compile } from '../../src/core/schema.ts'
import type { Changes, Integration, KeptAlert } from '../../src/store/store.ts'
import {
  bytesOf,
  countsFrame,
  frame,
  framesOf,
  piecesOf,
  readyFrame,
} from '../../src/stream/frames.ts'
import { anAlert } from '../core/builders.ts'
import { eventsIn } from './setup.ts'

const alert = (revision: number, fields: Partial<KeptAlert> = {}): KeptAlert => ({
  ...anAlert(),
  ...fields,
  revision,
})

const integration = (revision: number): Integration => ({
  id: '7',
  name: 'acme',
  source: 'sentry',
  createdAt: 1,
  revokedAt: null,
  silentAfter: null,
  revision,
  tokens: [{ hint: '9f3c', createdAt: 1, expiresAt: null }],
  clientSecrets: [{ createdAt: 1, expiresAt: 2 }],
})

const changes: Pick<Changes, 'alerts' | 'integrations'> = {
  alerts: [alert(3), alert(6)],
  integrations: [integration(4), { id: '8', revision: 5, deleted: true }],
}

describe('a frame', () => {
  test('of every kind has data as the contract says it', () => {
    const frames = [
      readyFrame(1, { revision: 2, now: 0, retryMs: 3000 }),
      ...framesOf(changes, 0),
      countsFrame(6, { accepted: 1, pending: 0, dead: 0, lastReceivedAt: 5, oldestPendingAt: 4 }),
      countsFrame(6, {
        accepted: 0,
        pending: 0,
        dead: 0,
        lastReceivedAt: null,
        oldestPendingAt: null,
      }),
      frame('reload', 9, {}),
    ]

    const told = eventsIn(frames.map(({ text }) => text).join(''))

    expect(told.map(({ id }) => id)).toEqual(frames.map(({ revision }) => revision))
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(Object.keys(streamEvents)))
    const faults = told.map(({ event, data }) =>
      compile(streamEvents[event as keyof typeof streamEvents].data).fault(data),
    )
    expect(faults).toEqual(told.map(() => null))
  })

  test('tells changes in their order, whatever they are of', () => {
    expect(framesOf(changes, 0).map(({ revision }) => revision)).toEqual([3, 4, 5, 6])
  })

  test('is whole, whatever a title says', () => {
    const title = 'a\n\nb\r\ndata: c\u2028\u0000 "é\u{1f4a5}"'

    const [told, ...more] = eventsIn(
      Buffer.from(
        bytesOf(framesOf({ alerts: [alert(1, { title })], integrations: [] }, 0)),
      ).toString(),
    )

    expect(told?.data).toMatchObject({ title })
    expect(more).toEqual([])
  })
})

describe('pieces', () => {
  const frames = [5, 30, 30, 30, 200, 5, 5].map((length, index) => ({
    revision: index + 1,
    text: 'x'.repeat(length),
  }))

  test('are of whole frames, each up to its last one, and together all of them', () => {
    const pieces = piecesOf(frames, 70)

    expect(pieces.map(({ revision, text }) => [revision, text.length])).toEqual([
      [3, 65],
      [4, 30],
      [5, 200],
      [7, 10],
    ])
  })

  test('of nothing are none', () => {
    expect(piecesOf([], 70)).toEqual([])
  })
})

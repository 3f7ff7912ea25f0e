import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { createFrameReader } from '../../../src/dashboard/live/frames.ts'
import { countsFrame, frame, heartbeat, readyFrame } from '../../../src/stream/frames.ts'

const counts = { accepted: 3, pending: 0, dead: 0, lastReceivedAt: 1, oldestPendingAt: null }
const sent = [
  readyFrame(7, { revision: 7, now: 0, retryMs: 2000 }).text,
  new TextDecoder().decode(heartbeat),
  countsFrame(7, counts).text,
  frame('deleted', 8, { kind: 'integration', id: '1' }).text,
  frame('reload', 9, {}).text,
].join('')

describe('a reader of frames', () => {
  test('gives what the server sends, without its heartbeats', () => {
    const frames = createFrameReader().push(sent)

    expect(frames.map(({ event, id }) => [event, id])).toEqual([
      ['ready', '7'],
      ['events', '7'],
      ['deleted', '8'],
      ['reload', '9'],
    ])
    expect(JSON.parse(frames[2]?.data ?? '')).toEqual({ kind: 'integration', id: '1' })
  })

  test('does not care where the network cuts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(sent.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), sent.length]
        const reader = createFrameReader()

        const frames = places
          .slice(1)
          .flatMap((end, index) => reader.push(sent.slice(places[index], end)))

        expect(frames).toEqual(createFrameReader().push(sent))
      }),
    )
  })
})

import type { OutboxEvent, Reading } from '../core/event.ts'
import { isHandMade, sentAt } from './headers.ts'
import { isJson } from './json.ts'
import { recognise } from './payload.ts'
import type { Place } from './shape.ts'

/** What a stored event means. Pure: the same event always gives the same reading. */
export function interpret(event: OutboxEvent): Reading {
  const body: unknown = JSON.parse(utf8.decode(event.payload))
  if (!isJson(body)) return { ignored: 'The payload is no JSON object.' }
  const found = recognise(body, event.headers['sentry-hook-resource'] ?? null)
  switch (found.kind) {
    case 'shape':
      return found.shape.read(body, placed(event))
    case 'ignored':
      return { ignored: found.reason }
    case 'fault':
      return { ignored: found.fault }
  }
}

const utf8 = new TextDecoder()

function placed(event: OutboxEvent): Place {
  const sent = sentAt(event.headers)
  const handMade = isHandMade(event.headers)
  return (at, rank) => ({
    at: at ?? sent ?? event.receivedAt,
    // Without a time in the payload nothing says that an observation was made before a decision of the same second.
    rank: at === null ? 1 : rank,
    sentAt: sent,
    arrival: event.arrival,
    handMade,
  })
}

import type { Database } from 'bun:sqlite'
import { sampleResource, type Outcome } from '../../core/event.ts'
import { hourOf } from '../../core/pause.ts'
import { cleanLine } from '../../core/text.ts'
import { createTally } from './tally.ts'

/** How many kinds of events of an integration are told apart: their names come from outside. */
const kindsOfAnIntegration = 100

/** How many ids there are in a block. */
export const blockLength = 1024

export function blockOf(eventId: number): number {
  return Math.floor(eventId / blockLength)
}

export interface EventFacts {
  id: number
  integrationId: number
  receivedAt: number
  resource: string
  action: string | null
}

/** Keeps what makes events quick to find and to count, without an index that each of them would have to write. */
export interface EventFigures {
  /** What became of an event. @param isFirst whether it is done for the first time, and so counts */
  note(event: EventFacts, became: Outcome | 'pending', isFirst: boolean): void
  write(): void
  /** Forgets what is not written, because it was rolled back. */
  forget(): void
}

interface Seen extends EventFacts {
  became: Outcome | 'pending'
  count: number
  lastSeenAt: number
}

export function createEventFigures(client: Database): EventFigures {
  const blocks = createTally<{
    block: number
    integrationId: number
    resource: string
    outcome: string
  }>(client, {
    name: 'event_blocks',
    key: ['block', 'integrationId', 'resource', 'outcome'],
    sums: [],
  })
  const resources = createTally<{
    integrationId: number
    resource: string
    action: string
    count: number
    firstSeenAt: number
    lastSeenAt: number
  }>(client, {
    name: 'integration_resources',
    key: ['integrationId', 'resource', 'action'],
    sums: ['count'],
    least: ['firstSeenAt'],
    most: ['lastSeenAt'],
    limit: {
      within: ['integrationId'],
      rows: kindsOfAnIntegration,
      beyond: { resource: '(other)', action: '' },
    },
  })
  const hours = createTally<{ integrationId: number; hour: number; count: number }>(client, {
    name: 'integration_hours',
    key: ['integrationId', 'hour'],
    sums: ['count'],
  })
  /** Those of a batch are much alike: one entry for all of a kind in a block. */
  const seen = new Map<string, Seen>()

  function tell({ id, integrationId, resource, action, became, ...rest }: Seen): void {
    blocks.add({ block: blockOf(id), integrationId, resource, outcome: became })
    const { count, receivedAt: firstSeenAt, lastSeenAt } = rest
    if (count === 0) return
    if (resource !== sampleResource) {
      hours.add({ integrationId, hour: hourOf(lastSeenAt), count })
    }
    resources.add({
      integrationId,
      resource: cleanLine(resource, 100),
      action: cleanLine(action ?? '', 100),
      count,
      firstSeenAt,
      lastSeenAt,
    })
  }

  return {
    note({ id, integrationId, receivedAt, resource, action }, became, isFirst) {
      const kind = `${blockOf(id)}\0${hourOf(receivedAt)}\0${integrationId}\0${became}\0${isFirst}\0${resource}\0${action ?? ''}`
      const known = seen.get(kind)
      if (known === undefined) {
        const facts = { id, integrationId, receivedAt, resource, action }
        seen.set(kind, { ...facts, became, count: isFirst ? 1 : 0, lastSeenAt: receivedAt })
        return
      }
      if (isFirst) known.count += 1
      known.receivedAt = Math.min(known.receivedAt, receivedAt)
      known.lastSeenAt = Math.max(known.lastSeenAt, receivedAt)
    },

    write() {
      for (const one of seen.values()) tell(one)
      seen.clear()
      blocks.write()
      resources.write()
      hours.write()
    },

    forget() {
      seen.clear()
      blocks.forget()
      resources.forget()
      hours.forget()
    },
  }
}

/** Says that an event of a block is pending again. To be called in the transaction that makes it so. */
export function createPendingNote(client: Database) {
  const figures = createEventFigures(client)
  return (event: EventFacts): void => {
    figures.note(event, 'pending', false)
    figures.write()
  }
}

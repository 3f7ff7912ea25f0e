import type { Alert, AlertStatus } from './alert.ts'
import type { DeliveryState } from './delivery.ts'
import type { Memory } from './memory.ts'
import { latest, type Position } from './position.ts'

/** How long (ms) and how much of something is kept; null: there is no limit. */
export interface Limit {
  age: number | null
  most: number | null
}

export interface Limits {
  /** `most` in bytes. */
  payloads: Limit
  events: Limit
  /** After they were resolved. */
  alerts: Limit
  deliveries: Limit
}

/** Whether an alert may be removed that is old enough, or one too many. */
export function mayRemoveAlert(alert: {
  status: AlertStatus
  /** Somebody is still to be told of it. */
  isBeingTold: boolean
  /** The alert that follows it is not resolved. */
  isFollowed: boolean
}): boolean {
  return alert.status === 'resolved' && !alert.isBeingTold && !alert.isFollowed
}

/** The same of a delivery. Those of an alert that is not resolved say who waits for its end. */
export function mayRemoveDelivery(delivery: {
  state: DeliveryState
  alert: AlertStatus
  isBeingTold: boolean
}): boolean {
  return delivery.state !== 'pending' && delivery.alert === 'resolved' && !delivery.isBeingTold
}

/**
 * What stays in memory of a key when its newest alert is removed. A person's resolve was final for what had fired by then; without the
 * alert that would be forgotten, and a late firing would open it again.
 */
export function memoryWithout({ resolvedBy }: Pick<Alert, 'resolvedBy'>, memory: Memory): Memory {
  if (resolvedBy === 'sentry' || memory.fired === null) return memory
  return { ...memory, resolved: latest(memory.resolved, memory.fired) }
}

/** The newest event that a memory rests on; 0: none. */
export function lastArrivalOf(memory: Memory): number {
  const { fired, reopened, resolved, archived, assigned } = memory
  const positions = [fired, reopened, resolved, archived?.position, assigned?.position]
  return Math.max(
    0,
    ...positions.map((position: Position | null | undefined) => position?.arrival ?? 0),
  )
}

import { closed } from '../../src/core/delivery.ts'
import type { Channel, LeasedDelivery, Lot } from '../../src/store/deliveries.ts'
import { aNotice } from './builders.ts'

export function aStoredChannel(fields: Partial<Channel> = {}): Channel {
  return {
    id: '1',
    kind: 'fake',
    name: 'ops',
    settings: { place: 'there' },
    sealed: 'sealed',
    fallbackId: null,
    createdAt: 0,
    isEnabled: true,
    breaker: closed,
    failingSince: null,
    lastFailure: null,
    lastSentAt: null,
    pending: 0,
    dead: 0,
    revision: 1,
    ...fields,
  }
}

export function aLeasedDelivery(fields: Partial<LeasedDelivery> = {}): LeasedDelivery {
  return {
    id: '1',
    channelId: '1',
    alertId: '12',
    change: 'opened',
    state: 'pending',
    reason: null,
    ruleId: '1',
    fallbackOf: null,
    createdAt: 0,
    runAt: 0,
    attempts: 1,
    sentAt: null,
    together: 1,
    notice: aNotice(),
    triedSince: 0,
    thread: null,
    ...fields,
  }
}

export function aLot(fields: Partial<Lot> = {}): Lot {
  return { channel: aStoredChannel(), deliveries: [aLeasedDelivery()], ...fields }
}

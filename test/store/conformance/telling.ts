import type { AuditEntry } from '../../../src/store/accounts.ts'
import type { NewChannel, NewRule } from '../../../src/store/deliveries.ts'

// What the tests of channels, rules, silences, deliveries and alarms have in common.

export const audit: AuditEntry = {
  at: 5,
  actor: { kind: 'user', id: '1', name: 'jane@example.org' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: 'For a test.',
}

export const aChannel = (fields: Partial<NewChannel> = {}): NewChannel => ({
  kind: 'webhook',
  name: 'ops',
  settings: { url: 'https://example.org/hook' },
  sealed: 'v1.sealed',
  fallbackId: null,
  createdAt: 1,
  ...fields,
})

/** Matches every change of every alert. */
export const everything = {
  integrationIds: [],
  projects: [],
  leastSeverity: 'info',
  changes: [],
} as const

export const aRule = (channelIds: string[], fields: Partial<NewRule> = {}): NewRule => ({
  name: 'all',
  isEnabled: true,
  match: everything,
  channelIds,
  isLast: false,
  ...fields,
})

import type { HealthView, IntegrationView } from '../../../src/contract/integrations.ts'
import { integrationExample } from '../../../src/contract/integrations.ts'
import type { Known } from '../../../src/dashboard/connect/sightings.ts'

export const now = Date.parse('2026-11-24T12:00:00Z')
export const minute = 60_000
export const hour = 60 * minute
export const ago = (ms: number) => new Date(now - ms).toISOString()

/** A kind of webhook that was received. */
export const seen = (resource: string, action: string | null, count = 1, last = minute) => ({
  resource,
  action,
  count,
  firstSeenAt: ago(48 * hour),
  lastSeenAt: ago(last),
})
export const refused = (reason: string, last = minute, code = 'unauthorized') => ({
  code,
  reason,
  count: 3,
  lastAt: ago(last),
})

/** What is known of an integration, with what a test wants to be different. */
export function known(
  health: Partial<HealthView> = {},
  { strays = [], ...integration }: Partial<IntegrationView> & Partial<Pick<Known, 'strays'>> = {},
): Known {
  return {
    integration: { ...integrationExample, clientSecrets: [], ...integration },
    health: {
      id: '1',
      name: 'acme',
      lastSeenAt: null,
      signed: false,
      pending: 0,
      resources: [],
      refusals: [],
      hours: [],
      longestPauseMs: null,
      ...health,
    },
    strays,
    now,
  }
}

export const wrongSignature =
  'The signature does not fit the 812 bytes received: compare the secrets.'
export const noSignature = 'The request carries no Sentry-Hook-Signature.'

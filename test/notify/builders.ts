import type { Digest, Notice } from '../../src/core/notice.ts'

/** 2026-11-24 08:00 UTC. */
export const eight = Date.UTC(2026, 10, 24, 8)

/** An alert of checkout that opened at eight, with what a test wants to be different. */
export function aNotice({
  alert,
  ...fields
}: Partial<Omit<Notice, 'alert'>> & { alert?: Partial<Notice['alert']> } = {}): Notice {
  return {
    change: 'opened',
    at: eight,
    reason: 'Sentry said that the issue is new.',
    ...fields,
    alert: {
      id: '12',
      kind: 'issue',
      dedupKey: 'issue:4711',
      title: 'TypeError: cart is undefined',
      description: null,
      severity: 'error',
      severityBefore: null,
      project: { slug: 'shop', name: 'Shop' },
      integration: 'Production',
      eventCount: 1,
      assignee: null,
      url: 'https://acme.sentry.io/issues/4711/',
      openedAt: eight,
      resolvedAt: null,
      resolvedBy: null,
      ...alert,
    },
  }
}

/** The same alert once Sentry has resolved it. */
export function aResolvedNotice(alert: Partial<Notice['alert']> = {}): Notice {
  return aNotice({
    change: 'resolved',
    reason: 'Sentry said that it is resolved.',
    alert: { resolvedAt: eight, resolvedBy: 'sentry', ...alert },
  })
}

/** Two alerts that opened and one that was resolved, told together. */
export function aDigest(fields: Partial<Digest> = {}): Digest {
  return {
    from: eight,
    to: eight + 5 * 60_000,
    counts: { opened: 2, worse: 0, reopened: 0, resolved: 1 },
    severities: { critical: 1, error: 1, warning: 0, info: 0 },
    notices: [
      aNotice({ alert: { severity: 'critical', title: 'Database is gone' } }),
      aNotice(),
      aResolvedNotice(),
    ],
    ...fields,
  }
}

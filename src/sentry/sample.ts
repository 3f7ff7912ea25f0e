import { sampleResource } from '../core/event.ts'
import type { Severity } from '../core/severity.ts'
import { signatureOf } from './signature.ts'

export interface SampleParts {
  severity: Severity
  /** Says that it is resolved, instead of that it is there. */
  resolve: boolean
  /** Unix ms. */
  now: number
  /** Of this delivery. */
  requestId: string
  /** Signs with it; null: does not sign. */
  clientSecret: string | null
}

/** The issue that samples speak of: one an integration, so that a resolve closes what a sample before opened. */
const issueId = 'navish-sample'

/** A webhook as an internal integration of Sentry sends it, for trying the whole way. */
export function sampleWebhook(parts: SampleParts): {
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer>
} {
  const { severity, resolve, now, requestId, clientSecret } = parts
  const seen = new Date(now).toISOString()
  const body = new TextEncoder().encode(
    JSON.stringify({
      action: resolve ? 'resolved' : 'created',
      actor: { type: 'application', id: 'sentry', name: 'Sentry' },
      data: {
        issue: {
          id: issueId,
          title: 'A sample alert from Navish',
          culprit: 'sent to try whether everything works',
          level: severity === 'critical' ? 'fatal' : severity,
          status: resolve ? 'resolved' : 'unresolved',
          substatus: resolve ? null : 'new',
          firstSeen: seen,
          lastSeen: seen,
          project: { id: '0', slug: 'navish-sample', name: 'Navish sample' },
        },
      },
    }),
  )
  return {
    headers: {
      'content-type': 'application/json',
      'request-id': requestId,
      // Not a resource of Sentry's: whoever asks what Sentry sends must not be told of samples.
      'sentry-hook-resource': sampleResource,
      'sentry-hook-timestamp': String(Math.floor(now / 1000)),
      ...(clientSecret !== null && { 'sentry-hook-signature': signatureOf(body, clientSecret) }),
    },
    body,
  }
}

import type { HealthView, IntegrationView, RefusalView } from '../../contract/integrations.ts'
import { sampleResource } from '../../core/event.ts'

// What one can tell of an integration from what it sent. Pure.

export interface Known {
  integration: IntegrationView
  health: HealthView
  /** What was refused because its token never was one. */
  strays: readonly RefusalView[]
  /** Unix ms. */
  now: number
}

export type Seen = HealthView['resources'][number]

/** What was sent, without samples of our own. */
export function seenIn({ resources }: HealthView): readonly Seen[] {
  return resources.filter(({ resource }) => resource !== sampleResource)
}

/** When something was sent last, Unix ms; null: never. */
export function latest(seen: readonly Seen[]): number | null {
  return seen.length === 0
    ? null
    : Math.max(...seen.map(({ lastSeenAt }) => Date.parse(lastSeenAt)))
}

export function isAboutSignature({ reason }: { reason: string }): boolean {
  return /signature/i.test(reason)
}

/** Who sends here and cannot sign, in words; null: nobody that is known. */
export function unsignedIn(seen: readonly Seen[]): string | null {
  const sends = (name: string) => seen.some(({ resource }) => resource === name)
  if (sends('legacy')) return 'The legacy plugin'
  if (sends('glitchtip')) return 'GlitchTip'
  return sends('service_hook') ? 'A service hook' : null
}

/** Who sends, as far as that makes a difference to what can be expected: some never send some things. */
export function senderOf(seen: readonly Seen[]): 'sentry' | 'legacy' | 'glitchtip' {
  const only = (name: string) => seen.length > 0 && seen.every(({ resource }) => resource === name)
  if (only('legacy')) return 'legacy'
  return only('glitchtip') ? 'glitchtip' : 'sentry'
}

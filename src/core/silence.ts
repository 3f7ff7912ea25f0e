import type { Alert } from './alert.ts'

/** For a time nobody is told of the alerts that match; what would have been told is kept, and why it was not. */
export interface Silence {
  id: string
  match: SilenceMatch
  /** Unix ms. */
  startsAt: number
  endsAt: number
  reason: string
  /** Who made it. */
  by: string
}

/** What is left out, or empty, is no condition; one at least is there. */
export interface SilenceMatch {
  integrationIds: readonly string[]
  /** Slugs. */
  projects: readonly string[]
  /** A part of the title, in whatever letter case; null: any title. */
  title: string | null
}

/** Whether a silence has not begun yet, counts, or has ended. */
export const silenceStates = ['waiting', 'active', 'over'] as const
export type SilenceState = (typeof silenceStates)[number]

export function silenceStateOf(
  { startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>,
  now: number,
): SilenceState {
  if (now >= endsAt) return 'over'
  return now < startsAt ? 'waiting' : 'active'
}

/** The silence that an alert is under at `now` (Unix ms), or undefined. Of several the one that lasts longest. */
export function silenceOf(
  silences: readonly Silence[],
  alert: Pick<Alert, 'integrationId' | 'project' | 'title'>,
  now: number,
): Silence | undefined {
  return silences
    .filter((each) => silenceStateOf(each, now) === 'active' && fits(each.match, alert))
    .toSorted((a, b) => b.endsAt - a.endsAt)[0]
}

/** `Silenced by jane until 2026-11-28T22:00:00.000Z: maintenance` */
export function silencedBecause({ by, endsAt, reason }: Silence): string {
  return `It is silenced by ${by} until ${new Date(endsAt).toISOString()}: ${reason}`
}

function fits(
  { integrationIds, projects, title }: SilenceMatch,
  alert: Pick<Alert, 'integrationId' | 'project' | 'title'>,
): boolean {
  return (
    (integrationIds.length === 0 || integrationIds.includes(alert.integrationId)) &&
    (projects.length === 0 || (alert.project !== null && projects.includes(alert.project.slug))) &&
    (title === null || alert.title.toLowerCase().includes(title.toLowerCase()))
  )
}

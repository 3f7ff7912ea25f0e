import type { Database } from 'bun:sqlite'
import type { Alert } from '../../core/alert.ts'
import { contributionOf, dayOf, type Contribution, type Duration } from '../../core/statistics.ts'
import { createTally } from './tally.ts'

/** How many projects of an integration are told apart on a day: their names come from outside. */
const projectsOfADay = 1000

/** Keeps the figures that statistics are made of. What it is told is written with `write`, in the same transaction. */
export interface Figures {
  /** An alert changed from one to the other; null: it is new. */
  note(before: Alert | null, after: Alert): void
  /** An alert took up so many events that were received at this time. */
  noteEvents(alert: Alert, events: number, receivedAt: number): void
  write(): void
  /** Forgets what is not written, because it was rolled back. */
  forget(): void
}

export function createFigures(client: Database): Figures {
  const alertCounts = createTally<{ status: string; severity: string; count: number }>(client, {
    name: 'alert_counts',
    key: ['status', 'severity'],
    sums: ['count'],
  })
  const openedHours = createTally<{
    hour: number
    severity: string
    count: number
    firstId: number
    lastId: number
  }>(client, {
    name: 'opened_hours',
    key: ['hour', 'severity'],
    sums: ['count'],
    least: ['firstId'],
    most: ['lastId'],
  })
  const resolvedHours = createTally<{ hour: number; count: number }>(client, {
    name: 'resolved_hours',
    key: ['hour'],
    sums: ['count'],
  })
  const durations = createTally<{
    kind: string
    day: number
    bucket: number
    count: number
    totalMs: number
  }>(client, {
    name: 'durations',
    key: ['kind', 'day', 'bucket'],
    sums: ['count', 'totalMs'],
  })
  const projectDays = createTally<{
    day: number
    integrationId: number
    projectSlug: string
    alerts: number
    events: number
  }>(client, {
    name: 'project_days',
    key: ['day', 'integrationId', 'projectSlug'],
    sums: ['alerts', 'events'],
    limit: {
      within: ['day', 'integrationId'],
      rows: projectsOfADay,
      beyond: { projectSlug: '' },
    },
  })
  const tallies = [alertCounts, openedHours, resolvedHours, durations, projectDays]

  function addDuration(kind: string, duration: Duration | null, count: 1 | -1): void {
    if (duration === null) return
    const { day, bucket, ms } = duration
    durations.add({ kind, day, bucket, count, totalMs: count * ms })
  }

  function add(id: number, of: Contribution, count: 1 | -1): void {
    const { current, opened, resolved, acknowledgement, resolution, project } = of
    alertCounts.add({ ...current, count })
    openedHours.add({ ...opened, count, firstId: id, lastId: id })
    if (resolved !== null) resolvedHours.add({ ...resolved, count })
    addDuration('acknowledgement', acknowledgement, count)
    addDuration('resolution', resolution, count)
    const { day, slug: projectSlug } = project
    const integrationId = Number(project.integrationId)
    projectDays.add({ day, integrationId, projectSlug, alerts: count, events: 0 })
  }

  return {
    note(before, after) {
      if (before !== null && contributesTheSame(before, after)) return
      const id = Number(after.id)
      if (before !== null) add(id, contributionOf(before), -1)
      add(id, contributionOf(after), 1)
    },

    noteEvents({ integrationId: id, project }, events, receivedAt) {
      const integrationId = Number(id)
      const projectSlug = project?.slug ?? ''
      projectDays.add({ day: dayOf(receivedAt), integrationId, projectSlug, alerts: 0, events })
    },

    write() {
      for (const tally of tallies) tally.write()
    },

    forget() {
      for (const tally of tallies) tally.forget()
    },
  }
}

/** Mostly so: then there is nothing to take away and add again. */
function contributesTheSame(a: Alert, b: Alert): boolean {
  return (
    a.status === b.status &&
    a.severity === b.severity &&
    a.openedAt === b.openedAt &&
    a.acknowledgedAt === b.acknowledgedAt &&
    a.resolvedAt === b.resolvedAt &&
    a.project?.slug === b.project?.slug
  )
}

import { isDeepStrictEqual } from 'node:util'
import type { Notice } from '../../core/notice.ts'
import { membersOf } from '../reply.ts'
import { dedupKeyOf, type PostableAlert } from './alert.ts'

/** An alert that Alertmanager has and that has not ended, as far as we need to know it. */
export interface HeldAlert {
  labels: Record<string, string>
  startsAt: string
}

/** The path that lists what Alertmanager has of one alert. */
export function heldPath({ alert }: Notice): string {
  return `/api/v2/alerts?filter=${encodeURIComponent(`navish_alert=${JSON.stringify(alert.id)}`)}`
}

/** What such a list says of the alert of a notice. Whatever is not as expected is passed over. */
export function heldIn(listed: unknown, notice: Notice): HeldAlert[] {
  if (!Array.isArray(listed)) return []
  return listed.filter((one): one is HeldAlert => isHeld(one, notice))
}

/**
 * All that is to be posted so that Alertmanager has this alert once. Its severity, title, project or integration may be another than what it was
 * told before; with those labels it is another alert there, which would stay open for ever if it were not ended. One that was never told
 * with the labels of now is not resolved with them either: people would hear of a second one.
 */
export function withEnded(
  current: PostableAlert,
  held: readonly HeldAlert[],
  { at, change }: Notice,
): PostableAlert[] {
  const outdated = held.filter(({ labels }) => !isDeepStrictEqual(labels, current.labels))
  const onlyOutdated = outdated.length > 0 && outdated.length === held.length
  const told = change === 'resolved' && onlyOutdated ? [] : [current]
  return [
    ...told,
    ...outdated.map((one) => endedOf(one, current, change === 'resolved' ? null : at)),
  ]
}

/** The same alert with the labels that it had, ended at `at`; null: when the alert itself ended. */
function endedOf(
  { labels, startsAt }: HeldAlert,
  { annotations, generatorURL, endsAt }: PostableAlert,
  at: number | null,
): PostableAlert {
  const end = at ?? Date.parse(endsAt)
  // It cannot end before it began, whatever the clocks say.
  const start = Math.min(Date.parse(startsAt) || end, end)
  return {
    labels,
    annotations,
    generatorURL,
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
  }
}

function isHeld(one: unknown, notice: Notice): one is HeldAlert {
  const { labels: told, annotations, startsAt } = membersOf(one)
  const labels = membersOf(told)
  return (
    typeof startsAt === 'string' &&
    labels['navish_alert'] === notice.alert.id &&
    membersOf(annotations)['dedup_key'] === dedupKeyOf(notice) &&
    Object.values(labels).every((value) => typeof value === 'string')
  )
}

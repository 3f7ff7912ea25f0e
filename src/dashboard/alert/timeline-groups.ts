import type { AlertDetailView } from '../../contract/alerts.ts'

export type Entry = AlertDetailView['timeline'][number]

/** An entry of a timeline, or many that say the same: that it was seen again. */
export type Group = { is: 'entry'; entry: Entry } | { is: 'repeats'; entries: Entry[] }

/** So many at least are put together. */
const least = 3

/** The timeline, newest first, with what only says that it was seen again put together. */
export function grouped(timeline: readonly Entry[]): Group[] {
  const groups: Group[] = []
  let repeats: Entry[] = []
  const close = () => {
    if (repeats.length >= least) groups.push({ is: 'repeats', entries: repeats })
    else groups.push(...repeats.map((entry): Group => ({ is: 'entry', entry })))
    repeats = []
  }
  for (const entry of timeline.toReversed()) {
    if (isRepeat(entry)) {
      repeats.push(entry)
    } else {
      close()
      groups.push({ is: 'entry', entry })
    }
  }
  close()
  return groups
}

/** Says no more than that. A severity that changed and a snooze that ended are said in the same breath, and are more. */
function isRepeat({ kind, text }: Entry): boolean {
  return (kind === 'updated' || kind === 'replayed') && !/ Severity | no longer snoozed/.test(text)
}

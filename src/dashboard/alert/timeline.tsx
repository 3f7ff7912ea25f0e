import { Icon, type IconName } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { Time } from '../parts/time.tsx'
import { Worded } from '../parts/worded.tsx'
import { grouped, type Entry } from './timeline-groups.ts'

const icons: Record<string, IconName> = {
  opened: 'bell',
  reopened: 'again',
  updated: 'again',
  replayed: 'copy',
  late: 'clock',
  resolved: 'check',
  acknowledged: 'check',
  unacknowledged: 'hand',
  snoozed: 'snooze',
  unsnoozed: 'bell',
  assigned: 'person',
  note: 'note',
  told: 'send',
  untold: 'warning',
  quiet: 'hush',
}

/** Who did it, where that is no person. */
const names: Record<string, string> = { sentry: 'Sentry', navish: 'Navish' }

interface Props {
  timeline: readonly Entry[]
  /** How many entries there are in all: only the newest of a very long one are here. */
  length: number
}

/** Everything that happened to an alert, newest first, and why. */
export function Timeline({ timeline, length }: Props) {
  return (
    <>
      <ol class="timeline" aria-label="Timeline, newest first">
        {grouped(timeline).map((group) =>
          group.is === 'entry' ? (
            <Line key={keyOf(group.entry)} entry={group.entry} />
          ) : (
            <Repeats key={keyOf(group.entries.at(-1))} entries={group.entries} />
          ),
        )}
      </ol>
      {length > timeline.length && (
        <p class="hint">
          The newest {timeline.length.toLocaleString('en')} of {length.toLocaleString('en')}{' '}
          entries.
        </p>
      )}
    </>
  )
}

function keyOf(entry: Entry | undefined): string {
  return entry === undefined ? '' : `${entry.at} ${entry.kind} ${entry.eventId} ${entry.text}`
}

function Line({ entry }: { entry: Entry }) {
  const { at, kind, by, text, eventId } = entry
  return (
    <li class={kind}>
      <span class="mark">
        <Icon name={icons[kind] ?? 'info'} size={14} />
      </span>
      <div>
        <p class={kind === 'note' ? 'note' : ''}>
          <Worded text={text} />
        </p>
        <p class="by">
          <strong>{names[by] ?? by}</strong> · <Time at={at} />
          {eventId !== null && (
            <>
              {' · '}
              <Link to={`/events/${eventId}`}>event {eventId}</Link>
            </>
          )}
        </p>
      </div>
    </li>
  )
}

function Repeats({ entries }: { entries: Entry[] }) {
  const [newest] = entries
  return (
    <li class="repeats">
      <span class="mark">
        <Icon name="again" size={14} />
      </span>
      <details>
        <summary>
          Reported {entries.length.toLocaleString('en')} more times
          {newest !== undefined && (
            <>
              , the last time <Time at={newest.at} />
            </>
          )}
        </summary>
        <ol class="timeline inner">
          {entries.map((entry) => (
            <Line key={keyOf(entry)} entry={entry} />
          ))}
        </ol>
      </details>
    </li>
  )
}

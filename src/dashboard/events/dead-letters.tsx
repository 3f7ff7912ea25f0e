import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { may } from '../session.ts'
import { eventCounts } from '../summary.ts'
import { replayDead } from './replay.ts'

interface Props {
  /** Whether only those are shown. */
  isFilter: boolean
  onReplayed: () => unknown
}

/** Says that there are events that could not be processed, and what can be done. */
export function DeadLetters({ isFilter, onReplayed }: Props) {
  const count = eventCounts.value?.dead ?? 0
  if (count === 0) return null
  const number = count.toLocaleString('en')
  return (
    <div class="banner" role="status">
      <Icon name="warning" />
      <p>
        <strong>
          {count === 1
            ? '1 event could not be processed.'
            : `${number} events could not be processed.`}
        </strong>{' '}
        Nothing is lost: they are kept. Each says why; when the cause is gone, process them again.
      </p>
      <div class="buttons">
        {!isFilter && (
          <Link class="button" to="/events?state=dead">
            Show {count === 1 ? 'it' : 'them'}
          </Link>
        )}
        {may('operator') && (
          <Button icon="again" onClick={() => replayDead().then(onReplayed)}>
            {count === 1 ? 'Process it again' : `Process all ${number} again`}
          </Button>
        )}
      </div>
    </div>
  )
}

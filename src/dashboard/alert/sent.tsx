import { useState } from 'preact/hooks'
import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Wait } from '../parts/wait.tsx'
import { Payload } from '../payload/payload.tsx'

/**
 * What Sentry sent, when somebody wants to see it. It stays while they read, also when more comes.
 * @param props.eventId the newest event
 */
export function Sent({ eventId }: { eventId: string }) {
  const [read, setRead] = useState<string | null>(null)
  return (
    <details
      class="card panel fold"
      onToggle={(event) => setRead(event.currentTarget.open ? eventId : null)}
    >
      <summary>What Sentry sent last</summary>
      {read !== null && read !== eventId && (
        <p class="buttons">
          <span>There is a newer one.</span>
          <Button icon="again" onClick={() => setRead(eventId)}>
            Show it
          </Button>
        </p>
      )}
      {read !== null && <Shown eventId={read} />}
    </details>
  )
}

function Shown({ eventId }: { eventId: string }) {
  const found = useAnswer(`event ${eventId}`, () => calls.showEvent({ id: eventId }))
  if (found.value === undefined)
    return <>{found.fault === null ? <Wait /> : <Fault text={found.fault} />}</>
  return <Payload text={found.value.payload} />
}

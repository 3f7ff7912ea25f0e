import { useState } from 'preact/hooks'
import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Fault } from '../parts/fault.tsx'
import { Wait } from '../parts/wait.tsx'
import { Payload } from '../payload/payload.tsx'

/** What Sentry sent, when somebody wants to see it. */
export function Sent({ eventId }: { eventId: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="card panel fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What Sentry sent last</summary>
      {isOpen && <Shown eventId={eventId} />}
    </details>
  )
}

function Shown({ eventId }: { eventId: string }) {
  const found = useAnswer(`event ${eventId}`, () => calls.showEvent({ id: eventId }))
  if (found.value === undefined)
    return <>{found.fault === null ? <Wait /> : <Fault text={found.fault} />}</>
  return <Payload text={found.value.payload} />
}

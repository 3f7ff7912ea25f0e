import { useEffect, useState } from 'preact/hooks'
import { now } from '../clock.ts'
import { connection, follow } from '../live/live.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'

/** ms: what heals sooner is not worth a word. */
const patience = 800

/** Says that what is shown may be old, while the connection is lost. */
export function ConnectionLost() {
  const state = connection.value
  const isLost = state.state === 'lost'
  const [isShown, setShown] = useState(false)

  useEffect(() => {
    if (state.state === 'live') setShown(false)
    if (!isLost) return undefined
    const timer = setTimeout(() => setShown(true), patience)
    return () => clearTimeout(timer)
  }, [state.state])

  if (!isShown) return <div role="status" />
  const wait = state.state === 'lost' ? Math.ceil((state.retryAt - now.value) / 1000) : 0
  return (
    <div class="lost" role="status">
      <Icon name="offline" />
      <span>
        <strong>No connection to Navish.</strong> What you see may be old.{' '}
        <span aria-hidden="true">{wait > 0 ? `Trying again in ${wait}s.` : 'Trying again …'}</span>
      </span>
      <Button onClick={follow}>Try now</Button>
    </div>
  )
}

import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { lookForUpdate } from '../frame/updated.tsx'
import { Button } from './button.tsx'
import { Empty } from './empty.tsx'
import { Wait } from './wait.tsx'

const all: (() => Promise<unknown>)[] = []

/** A part of the page whose code is loaded when it is shown first, or when there is time: the first view does not wait for it. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const loaded = signal<{ part: ComponentType<Props> } | 'failed' | null>(null)

  async function begin(): Promise<void> {
    try {
      loaded.value = { part: await load() }
    } catch {
      loaded.value = 'failed'
      await lookForUpdate()
    }
  }
  all.push(load)

  return function Later(props) {
    const found = loaded.value
    useEffect(() => {
      if (found === null) void begin()
    }, [])
    if (found === null) return <Wait />
    if (found === 'failed') return <Missing onRetry={begin} />
    return <found.part {...props} />
  }
}

function Missing({ onRetry }: { onRetry: () => Promise<void> }) {
  return (
    <Empty icon="again" title="This part of the page could not be loaded">
      <p>Navish does not answer, or it was updated while this page was open.</p>
      <p class="buttons">
        <Button look="main" onClick={onRetry}>
          Try again
        </Button>
        <Button onClick={() => window.location.reload()}>Reload the page</Button>
      </p>
    </Empty>
  )
}

/** ms after the first view: nobody waits for anything any more. */
const quiet = 3_000

/** Loads everything that is loaded later, so that it is there when somebody wants it, also when Navish is updated meanwhile. */
export function loadRest(): void {
  setTimeout(async () => {
    // Whoever wants it hears of a failure.
    for (const load of all) await load().catch(() => {})
  }, quiet)
}

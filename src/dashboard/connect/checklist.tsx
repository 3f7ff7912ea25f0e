import { now } from '../clock.ts'
import { Icon } from '../parts/icon.tsx'
import { mistakesOf } from './mistakes.ts'
import type { Known } from './sightings.ts'
import { stepsOf, type Step } from './steps.ts'

const words: Record<Step['state'], string> = {
  done: 'done',
  waiting: 'not yet',
  failed: 'failed',
  optional: 'optional',
}

/** How far the connection is; it turns green by itself while one clicks in Sentry. */
export function Checklist({ known }: { known: Omit<Known, 'now'> }) {
  const steps = stepsOf({ ...known, now: now.value })
  const needed = steps.filter(({ state }) => state !== 'optional')
  const count = needed.filter(({ state }) => state === 'done').length
  return (
    <>
      <p class="sr" role="status">
        {count} of {needed.length} steps are done.
      </p>
      <ol class="checklist" aria-label="Connection">
        {steps.map(({ name, state, text }) => (
          <li key={name} class={state}>
            <span class="mark">
              {state === 'done' && <Icon name="check" size={14} />}
              {state === 'failed' && <Icon name="cross" size={14} />}
            </span>
            <div>
              <p>
                <strong>{name}</strong>
                <span class="sr"> ({words[state]})</span>
              </p>
              <p class="quiet">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Names the mistake, where it can be seen. */
export function Mistakes({ known }: { known: Omit<Known, 'now'> }) {
  const mistakes = mistakesOf({ ...known, now: now.value })
  if (mistakes.length === 0) return null
  return (
    <div class="mistakes" role="status">
      {mistakes.map(({ title, advice }) => (
        <div key={title} class="mistake">
          <Icon name="warning" />
          <div>
            <h2>{title}</h2>
            <p>{advice}</p>
          </div>
        </div>
      ))}
    </div>
  )
}

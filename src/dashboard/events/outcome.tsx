import type { EventView } from '../../contract/events.ts'
import type { Outcome } from '../../core/event.ts'

interface Words {
  tag: string
  /** What it means, in a sentence. */
  says: string
  look: 'good' | 'warn' | 'bad' | ''
}

const waiting: Words = {
  tag: 'waiting',
  says: 'It is stored, and waits to be processed.',
  look: '',
}

const words: Record<Outcome, Words> = {
  opened: { tag: 'opened', says: 'It opened an alert.', look: 'warn' },
  updated: { tag: 'updated', says: 'It was counted to an alert that there was.', look: '' },
  resolved: { tag: 'resolved', says: 'It resolved an alert.', look: 'good' },
  reopened: { tag: 'reopened', says: 'It opened an alert that was resolved.', look: 'warn' },
  assigned: { tag: 'assigned', says: 'It said who has an alert.', look: '' },
  snoozed: { tag: 'snoozed', says: 'It snoozed an alert, as somebody did in Sentry.', look: '' },
  late: { tag: 'late', says: 'It came too late: something newer was known.', look: '' },
  replayed: { tag: 'replayed', says: 'It had come before, and had no second effect.', look: '' },
  ignored: { tag: 'ignored', says: 'It says nothing about alerts.', look: '' },
  dead: { tag: 'dead', says: 'It could not be processed.', look: 'bad' },
}

/** What became of an event, in words. */
export function wordsFor({ outcome }: Pick<EventView, 'outcome'>): Words {
  return outcome === null ? waiting : words[outcome]
}

export function OutcomeTag({ event }: { event: Pick<EventView, 'outcome'> }) {
  const { tag, says, look } = wordsFor(event)
  return (
    <span class={`tag ${look}`} title={says}>
      {tag}
    </span>
  )
}

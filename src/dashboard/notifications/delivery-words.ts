import type { DeliveryDetailView, DeliveryView } from '../../contract/deliveries.ts'
import type { DeliveryState } from '../../core/delivery.ts'

export interface Words {
  tag: string
  /** What it means, in a sentence. */
  says: string
  look: 'good' | 'warn' | 'bad' | ''
}

export const stateWords: Record<DeliveryState, string> = {
  pending: 'waiting',
  sent: 'sent',
  dead: 'dead',
  quiet: 'quiet',
}

/** How a delivery is, in words. */
export function wordsFor({
  state,
  attempts,
  together,
}: Pick<DeliveryView, 'state' | 'attempts' | 'together'>): Words {
  switch (state) {
    case 'pending':
      return attempts === 0
        ? { tag: 'waiting', says: 'It is told as soon as its turn comes.', look: '' }
        : { tag: 'tried again', says: 'It did not work so far, and is tried again.', look: 'warn' }
    case 'sent': {
      const others = together > 1 ? ` It was told together with ${together - 1} more.` : ''
      return { tag: 'sent', says: `The other side took it.${others}`, look: 'good' }
    }
    case 'dead':
      return { tag: 'dead', says: 'It was given up: nobody was told there.', look: 'bad' }
    case 'quiet':
      return { tag: 'quiet', says: 'There was nothing to be told.', look: '' }
  }
}

/** Whether a person can have it tried again. @param now Unix ms */
export function canRetry({ state, dueAt }: Pick<DeliveryView, 'state' | 'dueAt'>, now: number) {
  if (state === 'dead') return true
  return state === 'pending' && dueAt !== null && Date.parse(dueAt) > now
}

/** What one attempt came to. */
export function attemptInWords({
  result,
  status,
  why,
}: DeliveryDetailView['tries'][number]): string {
  if (result === 'sent') return 'The other side took it.'
  return why ?? (status === null ? 'There was no answer.' : `The answer was ${status}.`)
}

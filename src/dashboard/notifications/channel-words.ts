import type { ChannelView } from '../../contract/channels.ts'

export interface ChannelState {
  /** In a word or two. */
  tag: string
  look: 'good' | 'warn' | 'bad' | ''
  /** Since when it is so; null: that says nothing. */
  since: string | null
  /** Until when. */
  until: string | null
}

type Known = Pick<ChannelView, 'enabled' | 'restsUntil' | 'failingSince' | 'lastSentAt' | 'secrets'>

/** How a channel is. @param now Unix ms */
export function stateOf(channel: Known, now: number): ChannelState {
  const { enabled, restsUntil, failingSince, lastSentAt, secrets } = channel
  const none = { since: null, until: null }
  if (!enabled) return { tag: 'switched off', look: '', ...none }
  if (secrets === null) return { tag: 'secrets cannot be opened', look: 'bad', ...none }
  if (failingSince !== null) {
    const rests = restsUntil !== null && Date.parse(restsUntil) > now
    return { tag: 'failing', look: 'bad', since: failingSince, until: rests ? restsUntil : null }
  }
  if (lastSentAt === null) return { tag: 'told nothing yet', look: 'warn', ...none }
  return { tag: 'works', look: 'good', ...none }
}

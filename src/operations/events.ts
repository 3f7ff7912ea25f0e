import type { Calls } from '../contract/contract.ts'
import { eventDetailView, eventView } from '../views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'

type Part = Pick<Calls, 'listEvents' | 'showEvent' | 'replayEvent' | 'replayDeadEvents'>

/** The ledger of what arrived. */
export function eventCalls({ store, patience, audit, onChanged }: Scope): Part {
  return {
    async listEvents(asked) {
      const { state, outcome, integrationId, resource } = asked
      const filter = {
        ...(state && { state }),
        ...(outcome && { outcome }),
        ...(integrationId !== undefined && { integrationId }),
        ...(resource !== undefined && { resource }),
      }
      return pageView(await store.listEvents(filter, pageOf(asked, patience)), eventView)
    },

    async showEvent({ id }) {
      return eventDetailView(await store.showEvent(id))
    },

    async replayEvent({ id }) {
      const text = 'Put back into the outbox.'
      const replayed = await store.replayEvent(id, audit('event.replay', text, `event ${id}`))
      onChanged()
      return eventView(replayed)
    },

    async replayDeadEvents() {
      const replayed = await store.replayDeadEvents(
        audit('event.replay-dead', 'Put every dead event back into the outbox.'),
      )
      if (replayed > 0) onChanged()
      return { replayed }
    },
  }
}

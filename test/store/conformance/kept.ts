import { act, type Action } from '../../../src/core/action.ts'
import type { OutboxEvent, Reading } from '../../../src/core/event.ts'
import type { Content } from '../../../src/core/signal.ts'
import type { AlertFilter, Store } from '../../../src/store/store.ts'
import { aSignal } from '../../core/builders.ts'
import { anEvent, pagesOf, setup, type Open } from './setup.ts'

/** An alert that a test wants to be there. */
export interface Wanted {
  key: string
  /** null: the first integration. */
  by?: string | null
  at?: number
  content?: Partial<Content>
  /** What people then did to it, one after the other. */
  actions?: Action[]
}

/** A store in which alerts can be put by saying what they are like. */
export async function keeping(open: Open) {
  const t = await setup(open)

  async function put(...all: Wanted[]): Promise<void> {
    await t.store.append(
      all.map(({ key, by = null, at = 1, content = {} }) =>
        anEvent(by ?? t.integrationId, {
          text: JSON.stringify({ key, content }),
          receivedAt: at,
        }),
      ),
    )
    await t.drain({ interpret: readWanted })
    for (const { key, actions = [] } of all) {
      for (const action of actions) await change(key, action)
    }
  }

  async function change(key: string, action: Action, now = 2000): Promise<void> {
    const alert = (await t.alerts()).find(({ dedupKey }) => dedupKey === key)
    await t.store.changeAlert(alert?.id ?? '', { action, act, by: 'jane', now })
  }

  return {
    ...t,
    put,
    change,
    /** The keys of the alerts that are found, newest first. */
    async keys(filter: AlertFilter, limit = 100): Promise<string[]> {
      return keysOf(t.store, filter, limit)
    },
  }
}

async function keysOf(store: Store, filter: AlertFilter, limit: number): Promise<string[]> {
  const { items } = await store.listAlerts({}, { limit: 1000 })
  const names = new Map(items.map(({ id, dedupKey }) => [id, dedupKey]))
  const pages = await pagesOf((page) => store.listAlerts(filter, page), limit)
  return pages.flat().map((id) => names.get(id) ?? id)
}

function readWanted(event: OutboxEvent): Reading {
  const text = new TextDecoder().decode(event.payload)
  const { key, content } = JSON.parse(text) as Required<Wanted>
  return { signals: [aSignal('fire', event.arrival, { dedupKey: key, content })] }
}

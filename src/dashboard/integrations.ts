import { signal } from '@preact/signals'
import type { IntegrationView } from '../contract/integrations.ts'
import { calls } from './api.ts'
import { onNews } from './live/live.ts'

/** Who may send, newest first. */
export const integrations = signal<readonly IntegrationView[]>([])

/** Whether that is known yet. */
export const areIntegrationsKnown = signal(false)

async function ask(): Promise<void> {
  try {
    const { items } = await calls.listIntegrations({ limit: 1000 })
    integrations.value = items
    areIntegrationsKnown.value = true
  } catch {
    // The connection says so.
  }
}

/** Keeps them up to date, until what it gives back is called. */
export function keepIntegrations(): () => void {
  void ask()
  return onNews((name) => {
    if (name === 'integration' || name === 'deleted' || name === 'reload') void ask()
  })
}

export function integrationName(id: string): string {
  return integrations.value.find((each) => each.id === id)?.name ?? `integration ${id}`
}

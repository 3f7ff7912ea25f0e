import { signal } from '@preact/signals'
import type { IntegrationView } from '../contract/integrations.ts'
import { calls } from './api.ts'
import { onNews } from './live/live.ts'
import { createAsking } from './parts/asking.ts'
import { whenSomebodyElse } from './session.ts'

/** Who may send, newest first. */
export const integrations = signal<readonly IntegrationView[]>([])

/** Whether that is known yet. */
export const areIntegrationsKnown = signal(false)

/** Why that is not known as it is now. */
export const integrationsFault = signal<string | null>(null)

/** Keeps them up to date, until what it gives back is called. */
export function keepIntegrations(): () => void {
  const asking = createAsking(() => calls.listIntegrations({ limit: 1000 }), {
    onAnswer({ items }) {
      integrations.value = items
      areIntegrationsKnown.value = true
      integrationsFault.value = null
    },
    onFault(text) {
      integrationsFault.value = text
    },
  })
  void asking.again()
  const stop = onNews((name) => {
    if (name === 'integration' || name === 'deleted' || name === 'reload') void asking.again()
  })
  return () => {
    stop()
    asking.end()
  }
}

export function integrationName(id: string): string {
  return integrations.value.find((each) => each.id === id)?.name ?? `integration ${id}`
}

whenSomebodyElse(() => {
  integrations.value = []
  areIntegrationsKnown.value = false
})

import type { IntegrationView } from '../../contract/integrations.ts'
import { sampleResource } from '../../core/event.ts'
import { calls } from '../api.ts'

/** The integration that set-up is about: the first start made it. */
export interface First {
  integration: IntegrationView
  /** Whether Sentry sends to it already. */
  isUsed: boolean
}

/** Asks for it. null: there is none that may receive. */
export async function askForFirst(): Promise<First | null> {
  const { items } = await calls.listIntegrations({ limit: 1000 })
  const integration = items.findLast(({ revokedAt }) => revokedAt === null)
  if (integration === undefined) return null
  const { resources } = await calls.integrationHealth({ id: integration.id })
  return { integration, isUsed: resources.some(({ resource }) => resource !== sampleResource) }
}

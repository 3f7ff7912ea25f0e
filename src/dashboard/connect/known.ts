import type { IntegrationView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { useAnswer, type Answered } from '../parts/answer.ts'
import { useEvery } from '../parts/every.ts'
import type { Known } from './sightings.ts'

/** ms: what is refused is told to nobody, so it is asked for; in set-up, where nothing is told, more often. */
export const refreshEvery = { usually: 3_000, inSetUp: 1_000 }

/** Whether it is told that something came in. */
export function isArrival(name: string): boolean {
  return name === 'events'
}

/** What is known of an integration, kept up to date. */
export function useKnown(id: string, every = refreshEvery.usually): Answered<Omit<Known, 'now'>> {
  const found = useAnswer<Omit<Known, 'now'>>(
    `integration ${id}`,
    async () => {
      const [integration, health, strays] = await Promise.all([
        calls.showIntegration({ id }),
        calls.integrationHealth({ id }),
        calls.listStrayRefusals({}),
      ])
      return { integration, health, strays: strays.items }
    },
    (name, told) =>
      isArrival(name) || (name === 'integration' && (told as IntegrationView).id === id),
  )
  useEvery(every, () => void found.again())
  return found
}

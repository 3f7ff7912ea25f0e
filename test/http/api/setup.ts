import type { contract } from '../../../src/contract/contract.ts'
import type { endpoints } from '../../../src/contract/endpoints.ts'
import { startTestApi, type Asking } from '../../support/api.ts'
import { operationNamed } from '../../support/document.ts'

type Name = keyof typeof contract | keyof typeof endpoints

/** The API with an open alert, asked by an operator unless a test says otherwise. */
export async function setupApi(settings: Parameters<typeof startTestApi>[0] = {}) {
  const api = await startTestApi(settings)
  return Object.assign(api, {
    async call<T = Record<string, unknown>>(name: Name, asking: Asking = {}) {
      const answer = await api.ask(operationNamed(name), { as: 'operator', ...asking })
      return { ...answer, json: answer.json as T }
    },
    /** Something about the one alert. */
    onAlert: (more: Asking = {}): Asking => ({ params: { id: api.alertId }, ...more }),
  })
}

import { contract, type OperationName } from '../contract/contract.ts'
import type { Method } from '../contract/operation.ts'

/** Where each operation is, and how it is asked. */
export type RouteTable = Record<OperationName, [method: Method, path: string, takesBody: boolean]>

/** Of the contract only what a browser needs to ask. Imported as a macro: the schemas themselves stay out of the page. */
export function routeTable(): RouteTable {
  return Object.fromEntries(
    Object.entries(contract).map(([name, { method, path, body }]) => [
      name,
      [method, path, body !== null],
    ]),
  ) as RouteTable
}

import { accountOperations } from './accounts.ts'
import { alertOperations } from './alerts.ts'
import { channelOperations } from './channels.ts'
import { deliveryOperations } from './deliveries.ts'
import { eventOperations } from './events.ts'
import { integrationOperations } from './integrations.ts'
import type { AnswerOf, InputOf } from './operation.ts'
import { ruleOperations } from './rules.ts'
import { settingsOperations } from './settings.ts'
import { silenceOperations } from './silences.ts'
import { statisticsOperations } from './statistics.ts'
import { storageOperations } from './storage.ts'

/** Everything that the API does on behalf of somebody: a name for each operation, the same in code and documentation. */
export const contract = {
  ...alertOperations,
  ...integrationOperations,
  ...eventOperations,
  ...channelOperations,
  ...ruleOperations,
  ...silenceOperations,
  ...deliveryOperations,
  ...statisticsOperations,
  ...storageOperations,
  ...settingsOperations,
  ...accountOperations,
}

export type Contract = typeof contract
export type OperationName = keyof Contract

/**
 * The whole API as functions. There are two kinds: one works on the store in the name of somebody, the other asks a server;
 * whoever calls cannot tell them apart. All throw `AppError`.
 */
export type Calls = {
  [Name in OperationName]: (input: InputOf<Contract[Name]>) => Promise<AnswerOf<Contract[Name]>>
}

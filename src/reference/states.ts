import { actorKinds, roles } from '../core/account.ts'
import { alertStatuses, resolvers } from '../core/alert.ts'
import { deliveryStates } from '../core/delivery.ts'
import { eventStates, outcomes } from '../core/event.ts'
import { changes } from '../core/notice.ts'
import { severities } from '../core/severity.ts'
import { alertKinds, signalKinds } from '../core/signal.ts'
import { silenceStates } from '../core/silence.ts'
import { code, page, table } from './markdown.ts'
import * as meanings from './state-meanings.ts'

/** Every word that a status, a state or an outcome can be, from the core's own lists. */
export function statesPage(): string {
  return page('Words and states', 'src/core/', [
    'The same words stand in the API, in what commands print, in the dashboard and in the log. How they belong together: [concepts](../concepts.md).',
    ...section('Status of an alert', alertStatuses, meanings.ofStatus),
    ...section('Severity', severities, meanings.ofSeverity),
    ...section('Kind of an alert', alertKinds, meanings.ofAlertKind),
    ...section('Who resolved an alert', resolvers, meanings.ofResolver),
    ...section('What an event says about an alert', signalKinds, meanings.ofSignal),
    ...section('State of an event', eventStates, meanings.ofEventState),
    ...section('Outcome of an event', outcomes, meanings.ofOutcome),
    ...section('Why people are told', changes, meanings.ofChange),
    ...section('State of a delivery', deliveryStates, meanings.ofDeliveryState),
    ...section('State of a silence', silenceStates, meanings.ofSilenceState),
    ...section('Role', roles, meanings.ofRole),
    ...section('Who did something', actorKinds, meanings.ofActor),
  ])
}

function section<T extends string>(
  title: string,
  words: readonly T[],
  meaning: Record<T, string>,
): string[] {
  return [
    `## ${title}`,
    table(
      ['word', 'meaning'],
      words.map((word) => [code(word), meaning[word]]),
    ),
  ]
}

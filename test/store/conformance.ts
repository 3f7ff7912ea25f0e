import { describe } from 'bun:test'
import { describeAlerts } from './conformance/alerts.ts'
import { describeBatches } from './conformance/batches.ts'
import { describeDrain } from './conformance/drain.ts'
import { describeEvents } from './conformance/events.ts'
import { describeFailures } from './conformance/failures.ts'
import { describeIntegrations } from './conformance/integrations.ts'
import { describeOutbox } from './conformance/outbox.ts'
import { describePending } from './conformance/pending.ts'
import { describeReplays } from './conformance/replays.ts'
import type { Open } from './conformance/setup.ts'
import { describeTokens } from './conformance/tokens.ts'

/**
 * What every store promises, said in the words of the `Store` interface alone.
 * @param open gives an empty store, another one at each call; closing it must leave nothing behind
 */
export function describeStore(name: string, open: Open): void {
  describe(name, () => {
    describeIntegrations(open)
    describeTokens(open)
    describeOutbox(open)
    describeDrain(open)
    describeBatches(open)
    describeFailures(open)
    describeReplays(open)
    describeEvents(open)
    describePending(open)
    describeAlerts(open)
  })
}

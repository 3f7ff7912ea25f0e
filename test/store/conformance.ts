import { describe } from 'bun:test'
import { describeAdmins } from './conformance/admins.ts'
import { describeAlarms } from './conformance/alarms.ts'
import { describeAlerts } from './conformance/alerts.ts'
import { describeApiTokens } from './conformance/api-tokens.ts'
import { describeAudit } from './conformance/audit.ts'
import { describeBatches } from './conformance/batches.ts'
import { describeChanges } from './conformance/changes.ts'
import { describeChannels } from './conformance/channels.ts'
import { describeDeliveries } from './conformance/deliveries.ts'
import { describeDrain } from './conformance/drain.ts'
import { describeEvents } from './conformance/events.ts'
import { describeFailures } from './conformance/failures.ts'
import { describeFilters } from './conformance/filters.ts'
import { describeHistory } from './conformance/history.ts'
import { describeHealth } from './conformance/health.ts'
import { describeIdentities } from './conformance/identities.ts'
import { describeIntegrationChanges } from './conformance/integration-changes.ts'
import { describeIntegrations } from './conformance/integrations.ts'
import { describeLevels } from './conformance/levels.ts'
import { describeLinks } from './conformance/links.ts'
import { describeOnce } from './conformance/once.ts'
import { describeOutbox } from './conformance/outbox.ts'
import { describePending } from './conformance/pending.ts'
import { describeRefusals } from './conformance/refusals.ts'
import { describeReplays } from './conformance/replays.ts'
import { describeRetention } from './conformance/retention.ts'
import { describeRevisions } from './conformance/revisions.ts'
import { describeSenders } from './conformance/senders.ts'
import { describeSessions } from './conformance/sessions.ts'
import type { Open } from './conformance/setup.ts'
import { describeSettings } from './conformance/settings.ts'
import { describeSilences } from './conformance/silences.ts'
import { describeStatistics } from './conformance/statistics.ts'
import { describeTokens } from './conformance/tokens.ts'
import { describeTransfer } from './conformance/transfer.ts'
import { describeUsers } from './conformance/users.ts'
import { describeWatched } from './conformance/watched.ts'
import { describeWords } from './conformance/words.ts'

/**
 * What every store promises, said in the words of the `Store` interface alone.
 * @param open gives an empty store, another one at each call; closing it must leave nothing behind
 */
export function describeStore(name: string, open: Open): void {
  describe(name, () => {
    describeIntegrations(open)
    describeIntegrationChanges(open)
    describeTokens(open)
    describeSenders(open)
    describeHealth(open)
    describeHistory(open)
    describeWatched(open)
    describeRefusals(open)
    describeOutbox(open)
    describeDrain(open)
    describeBatches(open)
    describeFailures(open)
    describeReplays(open)
    describeRetention(open)
    describeEvents(open)
    describePending(open)
    describeAlerts(open)
    describeFilters(open)
    describeWords(open)
    describeChanges(open)
    describeRevisions(open)
    describeSettings(open)
    describeChannels(open)
    describeDeliveries(open)
    describeSilences(open)
    describeAlarms(open)
    describeStatistics(open)
    describeLevels(open)
    describeUsers(open)
    describeAdmins(open)
    describeIdentities(open)
    describeLinks(open)
    describeSessions(open)
    describeApiTokens(open)
    describeAudit(open)
    describeOnce(open)
    describeTransfer(open)
  })
}

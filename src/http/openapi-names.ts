import {
  AuditView,
  CreatedUserView,
  LinkView,
  MeView,
  NewTokenView,
  SessionView,
  TokenView,
  UserView,
} from '../contract/accounts.ts'
import {
  AlertChangeView,
  AlertDetailView,
  AlertView,
  BulkBody,
  BulkView,
  SnoozeView,
  TimelineEntryView,
} from '../contract/alerts.ts'
import { contract } from '../contract/contract.ts'
import { SignInWays } from '../contract/endpoints.ts'
import { EventCountsView, EventDetailView, EventView } from '../contract/events.ts'
import {
  CredentialsView,
  HealthView,
  IntegrationView,
  RefusalsView,
  RefusalView,
  TestView,
} from '../contract/integrations.ts'
import { Problem } from '../contract/shapes.ts'
import { DurationsView, StatisticsView } from '../contract/statistics.ts'
import { DeletionView } from '../contract/stream.ts'

/** The shapes that have a name in the document. Wherever the contract uses one, it uses this very object: by that it is known. */
export const named = {
  Alert: AlertView,
  AlertChange: AlertChangeView,
  AlertDetail: AlertDetailView,
  AlertPage: contract.listAlerts.answer,
  ApiToken: TokenView,
  ApiTokenPage: contract.listTokens.answer,
  AuditEntry: AuditView,
  AuditPage: contract.listAudit.answer,
  BulkChange: BulkBody,
  BulkResult: BulkView,
  CreatedUser: CreatedUserView,
  Deletion: DeletionView,
  Durations: DurationsView,
  Event: EventView,
  EventCounts: EventCountsView,
  EventDetail: EventDetailView,
  EventPage: contract.listEvents.answer,
  Integration: IntegrationView,
  IntegrationCredentials: CredentialsView,
  IntegrationHealth: HealthView,
  Refusal: RefusalView,
  Refusals: RefusalsView,
  IntegrationPage: contract.listIntegrations.answer,
  IntegrationTest: TestView,
  Me: MeView,
  NewApiToken: NewTokenView,
  OneTimeLink: LinkView,
  Problem,
  Session: SessionView,
  SessionPage: contract.listSessions.answer,
  SignInWays,
  Snooze: SnoozeView,
  Statistics: StatisticsView,
  TimelineEntry: TimelineEntryView,
  User: UserView,
  UserPage: contract.listUsers.answer,
}

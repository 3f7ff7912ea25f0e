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
import {
  ChannelKindView,
  ChannelTestView,
  ChannelView,
  CreatedChannelView,
  SavedChannelView,
} from '../contract/channels.ts'
import { contract } from '../contract/contract.ts'
import { DeliveryDetailView, DeliveryView, NoticeView } from '../contract/deliveries.ts'
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
import { MatchView, PreviewView, RuleView } from '../contract/rules.ts'
import { Problem } from '../contract/shapes.ts'
import { SilenceMatchView, SilenceView } from '../contract/silences.ts'
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
  Channel: ChannelView,
  ChannelKind: ChannelKindView,
  ChannelKinds: contract.listChannelKinds.answer,
  ChannelPage: contract.listChannels.answer,
  ChannelTest: ChannelTestView,
  CreatedChannel: CreatedChannelView,
  CreatedUser: CreatedUserView,
  Deletion: DeletionView,
  Delivery: DeliveryView,
  DeliveryDetail: DeliveryDetailView,
  DeliveryPage: contract.listDeliveries.answer,
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
  Match: MatchView,
  NewApiToken: NewTokenView,
  Notice: NoticeView,
  OneTimeLink: LinkView,
  Problem,
  Rule: RuleView,
  RulePreview: PreviewView,
  Rules: contract.listRules.answer,
  SavedChannel: SavedChannelView,
  Session: SessionView,
  SessionPage: contract.listSessions.answer,
  SignInWays,
  Silence: SilenceView,
  SilenceMatch: SilenceMatchView,
  SilencePage: contract.listSilences.answer,
  Snooze: SnoozeView,
  Statistics: StatisticsView,
  TimelineEntry: TimelineEntryView,
  User: UserView,
  UserPage: contract.listUsers.answer,
}

import { Type, type Static } from '@sinclair/typebox'
import { changes } from '../core/notice.ts'
import { severities } from '../core/severity.ts'
import { operation } from './operation.ts'
import { byId, Count, Id, Meaning, Nullable, OneOf, Revision, Shape, Text, Time } from './shapes.ts'

const Name = Text(100, 'what to call it')

export const ChangeSchema = OneOf(
  changes,
  'opened, worse (a higher severity), reopened (it came back, or its snooze ended early) or resolved',
)

const match = {
  integrationIds: Type.Array(Id, {
    maxItems: 100,
    description: 'ids of integrations: only alerts of these; empty: of any',
  }),
  projects: Type.Array(Type.String({ maxLength: 200 }), {
    maxItems: 100,
    description: 'slugs of projects: only alerts of these; empty: of any',
  }),
  leastSeverity: OneOf(severities, 'only alerts of this severity or a worse one'),
  changes: Type.Array(ChangeSchema, {
    maxItems: changes.length,
    description: `some of ${changes.join(', ')}: only these changes; empty: all`,
  }),
}

export const MatchView = Shape(match, { description: 'which changes of which alerts are told' })

const Match = Shape(
  {
    integrationIds: Type.Optional(match.integrationIds),
    projects: Type.Optional(match.projects),
    leastSeverity: Type.Optional(match.leastSeverity),
    changes: Type.Optional(match.changes),
  },
  { description: 'an object with conditions: what is left out is none' },
)

export const RuleView = Shape(
  {
    id: Id,
    name: Type.String({ description: 'what it is called' }),
    enabled: Type.Boolean({ description: 'false: it is not looked at' }),
    position: Type.Integer({ minimum: 1, description: 'when it is looked at: 1 is the first' }),
    match: MatchView,
    channelIds: Type.Array(Id, { description: 'the channels that are told' }),
    last: Type.Boolean({
      description: 'whether the rules after it are not looked at when it matches',
    }),
    revision: Revision,
  },
  { description: 'what is told where' },
)
export type RuleView = Static<typeof RuleView>

const ruleFields = {
  name: Name,
  enabled: Type.Boolean({ description: 'true, or false (it is not looked at)' }),
  match: Match,
  channelIds: Type.Array(Id, {
    maxItems: 100,
    uniqueItems: true,
    description: 'ids of the channels that are told',
  }),
  last: Type.Boolean({
    description: 'true: the rules after it are not looked at when it matches',
  }),
}

const RulesView = Shape(
  { items: Type.Array(RuleView, { description: 'in the order in which they are looked at' }) },
  { description: 'all rules' },
)

const counts = {
  opened: Meaning(Count, 'of those that opened'),
  reopened: Meaning(Count, 'of those that came back'),
  resolved: Meaning(Count, 'of those that were resolved'),
}

export const PreviewCountsView = Shape(counts, { description: 'how many of each change' })

export const PreviewView = Shape(
  {
    from: Meaning(Time, 'the beginning of the week that was looked at'),
    to: Meaning(Time, 'its end'),
    complete: Type.Boolean({
      description: 'false: there were so many alerts that only the newest were looked at',
    }),
    alerts: Meaning(Count, 'how many alerts were looked at'),
    untold: Type.Object(PreviewCountsView.properties, {
      additionalProperties: false,
      description: 'how many changes would have been told nowhere',
    }),
    channels: Type.Array(Shape({ channelId: Meaning(Id, 'the channel'), ...counts }), {
      description: 'how much each channel would have been told',
    }),
    rules: Type.Array(
      Shape({
        ruleId: Nullable(Meaning(Id, 'the rule; null: the one that was given')),
        ...counts,
      }),
      {
        description: 'how much would have been told because of each rule, on all channels together',
      },
    ),
    examples: Type.Array(
      Shape({
        at: Meaning(Time, 'when'),
        change: ChangeSchema,
        alertId: Meaning(Id, 'the alert'),
        title: Type.String({ description: 'its title: untrusted text' }),
        severity: OneOf(severities, 'how bad it is now'),
        ways: Type.Array(
          Shape({
            channelId: Meaning(Id, 'the channel'),
            ruleId: Nullable(Meaning(Id, 'because of which rule; null: the one that was given')),
          }),
          { description: 'where it would have been told' },
        ),
      }),
      { description: 'the newest 20 that would have been told' },
    ),
  },
  { description: 'what rules would have sent' },
)
export type PreviewView = Static<typeof PreviewView>

const aRule: RuleView = {
  id: '1',
  name: 'the worst to those on call',
  enabled: true,
  position: 1,
  match: { integrationIds: [], projects: [], leastSeverity: 'critical', changes: [] },
  channelIds: ['1'],
  last: false,
  revision: 52,
}

export const ruleOperations = {
  listRules: operation({
    method: 'GET',
    path: '/v1/rules',
    tag: 'rules',
    role: 'viewer',
    summary: 'List all rules, in the order in which they are looked at',
    answer: RulesView,
    examples: { answer: { items: [aRule] } },
  }),
  createRule: operation({
    method: 'POST',
    path: '/v1/rules',
    tag: 'rules',
    role: 'admin',
    summary: 'Create a rule, after those that are there',
    description: 'Without `enabled` it counts from now on; without `match` for everything.',
    body: Shape({
      name: Name,
      channelIds: ruleFields.channelIds,
      enabled: Type.Optional(ruleFields.enabled),
      match: Type.Optional(ruleFields.match),
      last: Type.Optional(ruleFields.last),
    }),
    answer: RuleView,
    status: 201,
    errors: ['not_found'],
    once: true,
    examples: {
      body: { name: aRule.name, channelIds: ['1'], match: { leastSeverity: 'critical' } },
      answer: aRule,
    },
  }),
  previewRules: operation({
    method: 'POST',
    path: '/v1/rules/preview',
    tag: 'rules',
    role: 'viewer',
    summary: 'What rules would have sent in the last week',
    description:
      'For alerts that opened in the last 7 days: their openings and resolves, by the severity that they have now, as if nothing had been snoozed and every channel were enabled. With `rule` only that one, as if it were enabled; else all rules that there are. A resolve is told where the opening was, unless the rule leaves resolves out.',
    body: Shape({
      rule: Type.Optional(
        Shape(
          { match: Type.Optional(ruleFields.match), channelIds: ruleFields.channelIds },
          { description: 'a rule that need not be there' },
        ),
      ),
    }),
    answer: PreviewView,
    examples: {
      body: { rule: { match: { leastSeverity: 'critical' }, channelIds: ['1'] } },
      answer: {
        from: '2026-11-17T08:00:00.000Z',
        to: '2026-11-24T08:00:00.000Z',
        complete: true,
        alerts: 12,
        untold: { opened: 11, reopened: 0, resolved: 9 },
        channels: [{ channelId: '1', opened: 1, reopened: 0, resolved: 0 }],
        rules: [{ ruleId: null, opened: 1, reopened: 0, resolved: 0 }],
        examples: [
          {
            at: '2026-11-24T07:55:00.000Z',
            change: 'opened',
            alertId: '12',
            title: 'TypeError: cart is undefined',
            severity: 'critical',
            ways: [{ channelId: '1', ruleId: null }],
          },
        ],
      },
    },
  }),
  showRule: operation({
    method: 'GET',
    path: '/v1/rules/{id}',
    tag: 'rules',
    role: 'viewer',
    summary: 'Show a rule',
    params: byId,
    answer: RuleView,
    examples: { answer: aRule },
  }),
  updateRule: operation({
    method: 'PATCH',
    path: '/v1/rules/{id}',
    tag: 'rules',
    role: 'admin',
    summary: 'Change a rule, or when it is looked at',
    description: 'What is left out stays, also within `match`. Those from `position` on move down.',
    params: byId,
    body: Shape({
      name: Type.Optional(Name),
      channelIds: Type.Optional(ruleFields.channelIds),
      enabled: Type.Optional(ruleFields.enabled),
      match: Type.Optional(ruleFields.match),
      last: Type.Optional(ruleFields.last),
      position: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 100_000,
          description: 'a number from 1: when it is looked at; beyond the end it is the last',
        }),
      ),
    }),
    answer: RuleView,
    ifMatch: 'required',
    examples: {
      body: { position: 1, last: true },
      answer: { ...aRule, last: true, revision: 53 },
    },
  }),
  deleteRule: operation({
    method: 'DELETE',
    path: '/v1/rules/{id}',
    tag: 'rules',
    role: 'admin',
    summary: 'Delete a rule; what it had told already stays',
    params: byId,
  }),
}

import { Type, type Static } from '@sinclair/typebox'
import { operation } from './operation.ts'
import {
  byId,
  Count,
  Id,
  Meaning,
  Nullable,
  OneOf,
  PageOf,
  paging,
  Revision,
  Shape,
  Text,
  Time,
} from './shapes.ts'

const Kind = Type.String({
  maxLength: 50,
  description: 'a kind of channel, such as slack: `GET /v1/channel-kinds` lists them',
})
const Name = Text(100, 'what to call it, such as the room in which people read')

export const ChannelKindView = Shape(
  {
    kind: Type.String({ description: 'its name' }),
    fields: Type.Array(
      Shape({
        name: Type.String({ description: 'under which name it stands in `settings`' }),
        type: OneOf(
          ['string', 'integer', 'number', 'boolean', 'array', 'object'],
          'what it is in JSON; an array is one of texts',
        ),
        description: Type.String({ description: 'what it means' }),
        required: Type.Boolean({ description: 'whether it must be there' }),
        secret: Type.Boolean({ description: 'whether it is kept sealed and never given out' }),
        choices: Nullable(
          Type.Array(Type.String(), { description: 'the only values; null: there are others' }),
        ),
        default: Type.Unknown({ description: 'what counts without it; null: nothing' }),
      }),
      { description: 'what can be set' },
    ),
    digests: Type.Boolean({
      description: 'whether many alerts are told as one when there are too many to tell each',
    }),
    idempotent: Type.Boolean({
      description:
        'whether the other side knows what it was told already, so that nothing is told twice',
    }),
  },
  { description: 'what a channel can be' },
)
export type ChannelKindView = Static<typeof ChannelKindView>

const channel = {
  id: Id,
  kind: Type.String({ description: 'what it is, such as slack' }),
  name: Type.String({ description: 'what it is called' }),
  enabled: Type.Boolean({ description: 'false: nothing new is told there' }),
  settings: Nullable(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'what is set and not secret; null for whoever is no admin',
    }),
  ),
  secrets: Nullable(
    Type.Array(Type.String(), {
      description:
        'which secret settings are set; null: they were sealed with another key than that of now, and must be given again',
    }),
  ),
  fallbackChannelId: Nullable(
    Meaning(Id, 'the channel that is told what this one could not be told'),
  ),
  restsUntil: Nullable(
    Meaning(Time, 'until when it is left alone, because it failed several times in a row'),
  ),
  failingSince: Nullable(Meaning(Time, 'since when everything failed; null: the last one did not')),
  lastFailure: Nullable(Type.String({ description: 'of what the last failure came, in words' })),
  lastSentAt: Nullable(Meaning(Time, 'when something was told there last')),
  pending: Meaning(Count, 'how much waits to be told there'),
  dead: Meaning(Count, 'how much was given up'),
  createdAt: Meaning(Time, 'when it was created'),
  revision: Revision,
}

export const ChannelView = Shape(channel, { description: 'where people are told' })
export type ChannelView = Static<typeof ChannelView>

export const SavedChannelView = Shape(
  {
    ...channel,
    warning: Nullable(
      Type.String({
        description: 'what may keep it from working, in words; null: nothing is known',
      }),
    ),
  },
  { description: 'a channel that was saved' },
)
export type SavedChannelView = Static<typeof SavedChannelView>

export const CreatedChannelView = Shape(
  {
    ...SavedChannelView.properties,
    ruleId: Nullable(
      Meaning(
        Id,
        'the rule that was created with it, because there was none; null: there are rules already',
      ),
    ),
  },
  { description: 'a channel that was created' },
)
export type CreatedChannelView = Static<typeof CreatedChannelView>

export const ChannelTestView = Shape(
  {
    result: OneOf(
      ['sent', 'retry', 'refused'],
      'sent: the other side took it; retry: it may work later; refused: something must change first',
    ),
    status: Nullable(
      Type.Integer({ description: 'the status that the other side answered; null: no answer' }),
    ),
    reply: Type.String({
      description: 'the beginning of the answer, without secrets: untrusted text',
    }),
    why: Nullable(Type.String({ description: 'why it did not work, in words' })),
    ms: Type.Integer({ minimum: 0, description: 'how long it took, in milliseconds' }),
  },
  { description: 'what became of a test' },
)
export type ChannelTestView = Static<typeof ChannelTestView>

const Given = Type.Record(Type.String(), Type.Unknown(), {
  description: 'an object with what the kind has, see `GET /v1/channel-kinds`',
})
const FallbackId = Meaning(
  Nullable(Id),
  'the id of a channel that is told what this one could not be told, or null',
)

const aChannel: ChannelView = {
  id: '1',
  kind: 'slack',
  name: 'on call',
  enabled: true,
  settings: {},
  secrets: ['webhookUrl'],
  fallbackChannelId: null,
  restsUntil: null,
  failingSince: null,
  lastFailure: null,
  lastSentAt: '2026-11-24T08:00:01.000Z',
  pending: 0,
  dead: 0,
  createdAt: '2026-11-24T07:00:00.000Z',
  revision: 50,
}

export const channelOperations = {
  listChannelKinds: operation({
    method: 'GET',
    path: '/v1/channel-kinds',
    tag: 'channels',
    role: 'viewer',
    summary: 'List what a channel can be, and what is set for each',
    answer: Shape(
      { items: Type.Array(ChannelKindView, { description: 'in alphabetical order' }) },
      { description: 'kinds of channels' },
    ),
    examples: {
      answer: {
        items: [
          {
            kind: 'teams',
            fields: [
              {
                name: 'webhookUrl',
                type: 'string',
                description: 'a URL: that of a workflow',
                required: true,
                secret: true,
                choices: null,
                default: null,
              },
            ],
            digests: true,
            idempotent: false,
          },
        ],
      },
    },
  }),
  listChannels: operation({
    method: 'GET',
    path: '/v1/channels',
    tag: 'channels',
    role: 'viewer',
    summary: 'List channels, newest first',
    query: Shape(paging),
    answer: PageOf(ChannelView),
    examples: { answer: { items: [aChannel], nextCursor: null } },
  }),
  createChannel: operation({
    method: 'POST',
    path: '/v1/channels',
    tag: 'channels',
    role: 'admin',
    summary: 'Create a channel',
    description:
      'With the first channel comes a rule: while there is none at all, one is created by which alerts of severity error and worse are told there, see `ruleId`. Where there are rules, nothing is told until one names the channel. An address that may not be reached is refused; one whose name cannot be found now is taken, with a `warning`.',
    body: Shape({
      kind: Kind,
      name: Name,
      settings: Given,
      fallbackChannelId: Type.Optional(FallbackId),
    }),
    answer: CreatedChannelView,
    status: 201,
    errors: ['configuration', 'not_found'],
    once: true,
    examples: {
      body: {
        kind: 'slack',
        name: 'on call',
        settings: { webhookUrl: 'https://hooks.slack.com/services/…' },
      },
      answer: { ...aChannel, lastSentAt: null, warning: null, ruleId: '1' },
    },
  }),
  showChannel: operation({
    method: 'GET',
    path: '/v1/channels/{id}',
    tag: 'channels',
    role: 'viewer',
    summary: 'Show a channel, without its secrets',
    params: byId,
    answer: ChannelView,
    examples: { answer: aChannel },
  }),
  updateChannel: operation({
    method: 'PATCH',
    path: '/v1/channels/{id}',
    tag: 'channels',
    role: 'admin',
    summary: 'Change a channel',
    description:
      'Of `settings` what is given replaces, null takes out, and what is left out stays, secret or not. While it is not enabled nothing new is told there, and what waits goes on waiting.',
    params: byId,
    body: Shape({
      name: Type.Optional(Name),
      enabled: Type.Optional(
        Type.Boolean({ description: 'true or false (nothing is told there)' }),
      ),
      settings: Type.Optional(Given),
      fallbackChannelId: Type.Optional(FallbackId),
    }),
    answer: SavedChannelView,
    errors: ['configuration'],
    ifMatch: 'required',
    examples: {
      body: { name: 'on call, Europe', enabled: false },
      answer: {
        ...aChannel,
        name: 'on call, Europe',
        enabled: false,
        revision: 51,
        warning: null,
      },
    },
  }),
  deleteChannel: operation({
    method: 'DELETE',
    path: '/v1/channels/{id}',
    tag: 'channels',
    role: 'admin',
    summary: 'Delete a channel; rules no longer name it, what waits for it is given up',
    params: byId,
  }),
  testChannel: operation({
    method: 'POST',
    path: '/v1/channels/{id}/test',
    tag: 'channels',
    role: 'admin',
    summary: 'Tell a test there, now',
    description:
      'Also when it is not enabled or rests, and tried once. Where an alert stays open until it is closed, the test is closed again at once.',
    params: byId,
    answer: ChannelTestView,
    errors: ['configuration'],
    examples: {
      answer: {
        result: 'refused',
        status: 404,
        reply: 'no_service',
        why: 'Slack answered 404: the webhook is no longer there.',
        ms: 213,
      },
    },
  }),
}

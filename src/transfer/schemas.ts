import { Type, type TSchema } from '@sinclair/typebox'
import { roles } from '../core/account.ts'
import { alertStatuses, resolvers } from '../core/alert.ts'
import { changes } from '../core/notice.ts'
import { severities } from '../core/severity.ts'
import { alertKinds } from '../core/signal.ts'
import { compile, type Schema } from '../core/schema.ts'

// What the lines of an export are, once their times are numbers. What is not said here is refused.

const Words = (maxLength: number) => Type.String({ maxLength, description: 'a text' })
const Name = Type.String({ minLength: 1, maxLength: 200, description: 'a name' })
const Id = Type.String({ pattern: '^[1-9]\\d{0,14}$', description: 'an id in quotes' })
/** Unix ms. Sixteen digits are as far as a date goes. */
const Time = Type.Integer({ minimum: -8.64e15, maximum: 8.64e15, description: 'a time' })
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'a count' })
const Flag = Type.Boolean({ description: 'true or false' })
const OrNull = <S extends TSchema>(schema: S) =>
  Type.Union([schema, Type.Null()], { description: `${schema.description ?? 'a value'} or null` })
const OneOf = <T extends string>(choices: readonly T[]) =>
  Type.Union(
    choices.map((choice) => Type.Literal(choice)),
    { description: `one of ${choices.join(', ')}` },
  )
const Line = (record: string, properties: Record<string, TSchema>) =>
  Type.Object({ record: Type.Literal(record), ...properties }, { additionalProperties: false })
const Part = (properties: Record<string, TSchema>) =>
  Type.Object(properties, { additionalProperties: false, description: 'an object' })
const Several = (schema: TSchema, maxItems = 10_000) =>
  Type.Array(schema, { maxItems, description: 'a list' })
const Anything = Type.Record(Type.String(), Type.Unknown(), { description: 'an object' })

const Snooze = OrNull(
  Part({
    until: OrNull(Time),
    by: OneOf(['sentry', 'user']),
    reason: OrNull(Words(10_000)),
    untilWorseThan: OrNull(OneOf(severities)),
  }),
)

const Position = Part({
  at: Type.Number({ description: 'a number' }),
  rank: Type.Union([Type.Literal(0), Type.Literal(1)], { description: '0 or 1' }),
  sentAt: OrNull(Type.Number({ description: 'a number' })),
  // The newest event of where it comes from is 0.
  arrival: Type.Integer({ maximum: 0, description: 'a number that is not above 0' }),
  handMade: Flag,
})

const Token = Part({
  hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'a SHA-256 in hex' }),
  hint: Words(20),
  createdAt: Time,
  expiresAt: OrNull(Time),
})

const schemas = {
  settings: Line('settings', {
    publicUrl: OrNull(
      Type.String({ pattern: '^https?://', maxLength: 2000, description: 'an address' }),
    ),
  }),
  person: Line('person', {
    email: Type.String({
      pattern: '^[^\\s@"<>]+@[^\\s@"<>]+$',
      maxLength: 254,
      description: 'an e-mail address',
    }),
    name: OrNull(Name),
    role: OneOf(roles),
    createdAt: Time,
    disabledAt: OrNull(Time),
    passwordHash: Type.Optional(
      OrNull(
        Type.String({
          pattern: '^\\$argon2id\\$',
          maxLength: 1000,
          description: 'an argon2id hash',
        }),
      ),
    ),
    identities: Several(Part({ issuer: Words(2000), subject: Words(2000), createdAt: Time })),
  }),
  integration: Line('integration', {
    id: Id,
    name: Name,
    createdAt: Time,
    revokedAt: OrNull(Time),
    deletedAt: OrNull(Time),
    silentAfter: OrNull(Count),
    tokens: Several(Token),
    signed: Flag,
    clientSecrets: Type.Optional(
      Several(Part({ secret: Words(10_000), createdAt: Time, expiresAt: OrNull(Time) })),
    ),
  }),
  channel: Line('channel', {
    id: Id,
    kind: Name,
    name: Name,
    settings: Anything,
    secretNames: Several(Name),
    secrets: Type.Optional(Anything),
    fallbackId: OrNull(Id),
    isEnabled: Flag,
    createdAt: Time,
  }),
  rule: Line('rule', {
    name: Name,
    isEnabled: Flag,
    match: Part({
      integrationIds: Several(Id),
      projects: Several(Words(200)),
      leastSeverity: OneOf(severities),
      changes: Several(OneOf(changes)),
    }),
    channelIds: Several(Id),
    isLast: Flag,
  }),
  silence: Line('silence', {
    match: Part({
      integrationIds: Several(Id),
      projects: Several(Words(200)),
      title: OrNull(Words(1000)),
    }),
    startsAt: Time,
    endsAt: Time,
    reason: Words(10_000),
    by: Words(1000),
    createdAt: Time,
  }),
  alert: Line('alert', {
    id: Id,
    integrationId: Id,
    dedupKey: Type.String({ minLength: 1, maxLength: 1000, description: 'a dedup key' }),
    kind: OneOf(alertKinds),
    status: OneOf(alertStatuses),
    severity: OneOf(severities),
    title: Words(10_000),
    description: OrNull(Words(100_000)),
    url: OrNull(Words(10_000)),
    project: OrNull(Part({ slug: Words(1000), name: Words(1000) })),
    eventCount: Count,
    assignee: OrNull(Words(1000)),
    userSnooze: Snooze,
    sentrySnooze: Snooze,
    openedAt: Time,
    lastEventAt: Time,
    acknowledgedAt: OrNull(Time),
    resolvedAt: OrNull(Time),
    resolvedBy: OrNull(OneOf(resolvers)),
    regressed: Flag,
    previousOpenedAt: OrNull(Time),
  }),
  timeline: Line('timeline', {
    alertId: Id,
    from: Count,
    entries: Several(
      Part({
        at: Time,
        kind: Words(100),
        by: Words(1000),
        text: Words(100_000),
        eventId: OrNull(Id),
      }),
    ),
  }),
  key: Line('key', {
    integrationId: Id,
    dedupKey: Type.String({ minLength: 1, maxLength: 1000, description: 'a dedup key' }),
    memory: Part({
      fired: OrNull(Position),
      reopened: OrNull(Position),
      resolved: OrNull(Position),
      archived: OrNull(
        Part({
          position: Position,
          reason: Words(10_000),
          until: OrNull(Type.Number({ description: 'a number' })),
        }),
      ),
      assigned: OrNull(Part({ position: Position, assignee: OrNull(Words(1000)) })),
    }),
  }),
  event: Line('event', {
    id: Id,
    integrationId: Id,
    receivedAt: Time,
    resource: Words(1000),
    action: OrNull(Words(1000)),
    headers: Anything,
    state: Name,
    outcome: OrNull(Name),
    reason: OrNull(Words(100_000)),
    alertId: OrNull(Id),
    payload: Type.Optional(Type.String({ description: 'a text' })),
    payloadBase64: Type.Optional(Type.String({ description: 'a text' })),
  }),
  end: Line('end', { records: Count }),
} as const

export type RecordName = keyof typeof schemas

const compiled = new Map<RecordName, Schema<unknown>>()

/** What is wrong with a line that is said to be one of these, as a sentence, or null. */
export function lineFault(name: RecordName, line: unknown): string | null {
  const schema = compiled.get(name) ?? compile<TSchema>(schemas[name])
  compiled.set(name, schema)
  return schema.fault(line)
}

export function isRecordName(name: unknown): name is RecordName {
  return typeof name === 'string' && Object.hasOwn(schemas, name)
}

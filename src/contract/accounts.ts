import { Type, type Static } from '@sinclair/typebox'
import { actorKinds, roles } from '../core/account.ts'
import { operation } from './operation.ts'
import {
  byId,
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

export const RoleSchema = OneOf(
  roles,
  'viewer reads, operator acts on alerts and events, admin does everything',
)
const Email = Type.String({ minLength: 3, maxLength: 254, description: 'an e-mail address' })
export const Password = Type.String({
  maxLength: 1000,
  description: 'a password of 12 to 1,000 characters',
})

export const UserView = Shape(
  {
    id: Id,
    email: Type.String({ description: 'the e-mail address' }),
    name: Nullable(Type.String({ description: 'how to call them' })),
    role: RoleSchema,
    createdAt: Meaning(Time, 'when they were added'),
    disabledAt: Nullable(Meaning(Time, 'since when they cannot sign in')),
    lastSignInAt: Nullable(Meaning(Time, 'when they signed in last')),
    hasPassword: Type.Boolean({ description: 'whether they can sign in with a password' }),
    singleSignOn: Type.Boolean({ description: 'whether the identity provider knows them' }),
    revision: Revision,
  },
  { description: 'a person' },
)
export type UserView = Static<typeof UserView>

export const LinkView = Shape(
  {
    url: Type.String({ description: 'shown only this once: where they set a password' }),
    expiresAt: Meaning(Time, 'when it stops working'),
  },
  { description: 'a one-time link' },
)
export type LinkView = Static<typeof LinkView>

const kind = OneOf(actorKinds, 'a person, an API token, a command on the machine, or Navish itself')

export const CreatedUserView = Shape(
  { user: UserView, link: Nullable(LinkView) },
  { description: 'a new person, and how they get in' },
)

export const MeView = Shape(
  {
    kind,
    name: Type.String({ description: 'an e-mail address, or the label of an API token' }),
    role: RoleSchema,
    user: Nullable(UserView),
  },
  { description: 'who asks' },
)
export type MeView = Static<typeof MeView>

export const SessionView = Shape(
  {
    id: Id,
    userId: Meaning(Id, 'who is signed in'),
    email: Type.String({ description: 'their e-mail address' }),
    createdAt: Meaning(Time, 'when they signed in'),
    lastUsedAt: Meaning(Time, 'when it was used last'),
    expiresAt: Meaning(Time, 'when it ends if it is not used'),
    address: Nullable(Type.String({ description: 'from where it was used last' })),
    userAgent: Nullable(Type.String({ description: 'with what browser' })),
    current: Type.Boolean({ description: 'whether it is the one that asks' }),
  },
  { description: 'somebody signed in with a browser' },
)
export type SessionView = Static<typeof SessionView>

const token = {
  id: Id,
  label: Type.String({ description: 'what it is for' }),
  role: RoleSchema,
  hint: Type.String({ description: 'the last four characters' }),
  createdBy: Type.String({ description: 'who made it' }),
  createdAt: Meaning(Time, 'when it was made'),
  expiresAt: Nullable(Meaning(Time, 'when it stops working')),
  lastUsedAt: Nullable(Meaning(Time, 'when it was used last')),
  lastUsedFrom: Nullable(Type.String({ description: 'from where that was' })),
}
export const TokenView = Shape(token, { description: 'an API token' })
export type TokenView = Static<typeof TokenView>

export const NewTokenView = Shape(
  { ...token, token: Type.String({ description: 'shown only this once' }) },
  { description: 'an API token, with the token itself' },
)
export type NewTokenView = Static<typeof NewTokenView>

export const AuditView = Shape(
  {
    id: Id,
    at: Meaning(Time, 'when'),
    actor: Shape(
      {
        kind,
        id: Nullable(Meaning(Id, 'of the person or the API token')),
        name: Type.String({ description: 'what they were known by' }),
      },
      { description: 'who did it' },
    ),
    address: Nullable(Type.String({ description: 'from where' })),
    requestId: Nullable(Type.String({ description: 'the Request-Id of the request' })),
    action: Type.String({ description: 'what was done, such as alert.resolve' }),
    target: Nullable(Type.String({ description: 'to what, such as alert 12' })),
    text: Type.String({ description: 'what happened, in words' }),
  },
  { description: 'something that somebody did' },
)
export type AuditView = Static<typeof AuditView>

const aUser: UserView = {
  id: '2',
  email: 'jane@example.org',
  name: 'Jane Roe',
  role: 'operator',
  createdAt: '2026-11-24T07:00:00.000Z',
  disabledAt: null,
  lastSignInAt: '2026-11-24T08:00:00.000Z',
  hasPassword: true,
  singleSignOn: false,
  revision: 9,
}

const aLink: LinkView = {
  url: 'https://navish.example.org/setup#…',
  expiresAt: '2026-11-25T08:00:00.000Z',
}

const aSession: SessionView = {
  id: '5',
  userId: '2',
  email: 'jane@example.org',
  createdAt: '2026-11-24T08:00:00.000Z',
  lastUsedAt: '2026-11-24T08:10:00.000Z',
  expiresAt: '2026-12-01T08:10:00.000Z',
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 …',
  current: true,
}

const aToken: TokenView = {
  id: '3',
  label: 'ci',
  role: 'viewer',
  hint: '41ab',
  createdBy: 'jane@example.org',
  createdAt: '2026-11-24T08:00:00.000Z',
  expiresAt: '2027-02-22T08:00:00.000Z',
  lastUsedAt: null,
  lastUsedFrom: null,
}

export const accountOperations = {
  showMe: operation({
    method: 'GET',
    path: '/v1/me',
    tag: 'sign-in',
    role: 'anyone',
    summary: 'Who is asking',
    answer: MeView,
    examples: { answer: { kind: 'user', name: 'jane@example.org', role: 'operator', user: aUser } },
  }),
  changePassword: operation({
    method: 'PUT',
    path: '/v1/me/password',
    tag: 'sign-in',
    role: 'anyone',
    summary: 'Change the own password',
    description: 'All other sessions of the person end.',
    body: Shape({
      currentPassword: Meaning(Password, 'the password so far'),
      newPassword: Password,
    }),
    errors: ['rate_limited', 'conflict'],
    examples: { body: { currentPassword: '…', newPassword: '…' } },
  }),
  listAssignees: operation({
    method: 'GET',
    path: '/v1/assignees',
    tag: 'alerts',
    role: 'viewer',
    summary: 'List who can be given an alert',
    description:
      'The e-mail addresses of those who may act, in alphabetical order. An alert may also be given to anybody else, such as a team.',
    answer: Shape(
      { items: Type.Array(Type.String(), { description: 'e-mail addresses' }) },
      { description: 'whom one can choose from' },
    ),
    examples: { answer: { items: ['jane@example.org', 'joe@example.org'] } },
  }),
  listUsers: operation({
    method: 'GET',
    path: '/v1/users',
    tag: 'users',
    role: 'admin',
    summary: 'List people, newest first',
    query: Shape(paging),
    answer: PageOf(UserView),
    examples: { answer: { items: [aUser], nextCursor: null } },
  }),
  createUser: operation({
    method: 'POST',
    path: '/v1/users',
    tag: 'users',
    role: 'admin',
    summary: 'Add a person',
    description:
      'Without a password it answers with a one-time link, with which the person sets one within 24 hours.',
    body: Shape({
      email: Email,
      name: Type.Optional(Text(200, 'how to call them')),
      role: RoleSchema,
      password: Type.Optional(Password),
    }),
    answer: CreatedUserView,
    status: 201,
    errors: ['conflict'],
    once: true,
    secrets: ['link'],
    examples: {
      body: { email: 'jane@example.org', name: 'Jane Roe', role: 'operator' },
      answer: { user: { ...aUser, hasPassword: false, lastSignInAt: null }, link: aLink },
    },
  }),
  showUser: operation({
    method: 'GET',
    path: '/v1/users/{id}',
    tag: 'users',
    role: 'admin',
    summary: 'Show a person',
    params: byId,
    answer: UserView,
    examples: { answer: aUser },
  }),
  updateUser: operation({
    method: 'PATCH',
    path: '/v1/users/{id}',
    tag: 'users',
    role: 'admin',
    summary: 'Change name or role of a person, or disable them',
    description:
      'Counts at once, also for sessions and tokens that are there. The last admin stays one.',
    params: byId,
    body: Shape({
      name: Type.Optional(Nullable(Text(200, 'how to call them'))),
      role: Type.Optional(RoleSchema),
      disabled: Type.Optional(
        Type.Boolean({ description: 'true (they can no longer sign in) or false' }),
      ),
    }),
    answer: UserView,
    errors: ['conflict'],
    ifMatch: 'required',
    examples: { body: { role: 'viewer' }, answer: { ...aUser, role: 'viewer', revision: 10 } },
  }),
  deleteUser: operation({
    method: 'DELETE',
    path: '/v1/users/{id}',
    tag: 'users',
    role: 'admin',
    summary: 'Remove a person, with their sessions and tokens',
    params: byId,
    errors: ['conflict'],
  }),
  createUserLink: operation({
    method: 'POST',
    path: '/v1/users/{id}/link',
    tag: 'users',
    role: 'admin',
    summary: 'Make a one-time link with which a person sets a new password',
    description: 'Valid for 24 hours; one made before stops working.',
    params: byId,
    answer: LinkView,
    status: 201,
    errors: ['conflict'],
    once: true,
    secrets: ['url'],
    examples: { answer: aLink },
  }),
  listSessions: operation({
    method: 'GET',
    path: '/v1/sessions',
    tag: 'sessions',
    role: 'anyone',
    summary: 'List who is signed in, newest first',
    description: 'The own sessions; for an admin with `all` those of everybody.',
    query: Shape({
      all: Type.Optional(Type.Boolean({ description: 'true: those of everybody' })),
      ...paging,
    }),
    answer: PageOf(SessionView),
    examples: { answer: { items: [aSession], nextCursor: null } },
  }),
  revokeSession: operation({
    method: 'DELETE',
    path: '/v1/sessions/{id}',
    tag: 'sessions',
    role: 'anyone',
    summary: 'Sign a browser out',
    description: 'An own session; for an admin any.',
    params: byId,
  }),
  listTokens: operation({
    method: 'GET',
    path: '/v1/tokens',
    tag: 'tokens',
    role: 'anyone',
    summary: 'List API tokens, newest first',
    description: 'The own ones; for an admin all.',
    query: Shape(paging),
    answer: PageOf(TokenView),
    examples: { answer: { items: [aToken], nextCursor: null } },
  }),
  createToken: operation({
    method: 'POST',
    path: '/v1/tokens',
    tag: 'tokens',
    role: 'anyone',
    summary: 'Create an API token, and show it once',
    description: 'Never with more rights than who makes it; it loses them when that person does.',
    body: Shape({
      label: Text(100, 'what it is for'),
      role: RoleSchema,
      expiresInSeconds: Type.Optional(
        Type.Integer({
          minimum: 60,
          maximum: 315_360_000,
          description: 'a number of seconds, at least 60: without it, it does not expire',
        }),
      ),
    }),
    answer: NewTokenView,
    status: 201,
    once: true,
    secrets: ['token'],
    examples: {
      body: { label: 'ci', role: 'viewer', expiresInSeconds: 7_776_000 },
      answer: { ...aToken, token: 'nva_…' },
    },
  }),
  revokeToken: operation({
    method: 'DELETE',
    path: '/v1/tokens/{id}',
    tag: 'tokens',
    role: 'anyone',
    summary: 'Make an API token stop working',
    description: 'An own one; for an admin any.',
    params: byId,
  }),
  listAudit: operation({
    method: 'GET',
    path: '/v1/audit',
    tag: 'audit',
    role: 'admin',
    summary: 'List who did what, newest first',
    query: Shape({
      actor: Type.Optional(
        Type.String({ maxLength: 254, description: 'a name: only what was done in that name' }),
      ),
      action: Type.Optional(
        Type.String({ maxLength: 100, description: 'an action such as alert.resolve' }),
      ),
      target: Type.Optional(
        Type.String({ maxLength: 100, description: 'a target such as alert 12' }),
      ),
      ...paging,
    }),
    answer: PageOf(AuditView),
    examples: {
      answer: {
        items: [
          {
            id: '90',
            at: '2026-11-24T08:06:00.000Z',
            actor: { kind: 'user', id: '2', name: 'jane@example.org' },
            address: '192.0.2.7',
            requestId: '5f0c…',
            action: 'alert.acknowledge',
            target: 'alert 12',
            text: 'Acknowledged.',
          },
        ],
        nextCursor: null,
      },
    },
  }),
}

import { Type, type Static } from '@sinclair/typebox'
import { MeView, Password } from './accounts.ts'
import { operation } from './operation.ts'
import { Id, Meaning, Nullable, OneOf, Problem, Shape, Text, Time } from './shapes.ts'

// What speaks HTTP itself, with cookies, redirects or streams, and so is no part of `Calls`.

export const SignInWays = Shape(
  {
    password: Type.Boolean({ description: 'whether with e-mail address and password' }),
    singleSignOn: Nullable(
      Shape(
        {
          name: Type.String({ description: 'what to write on the button' }),
          url: Type.String({ description: 'where to send the browser' }),
        },
        { description: 'the identity provider; null: there is none' },
      ),
    ),
    needsSetup: Type.Boolean({
      description: 'whether there is no admin yet: use the link that the start printed',
    }),
  },
  { description: 'how one can sign in' },
)
export type SignInWays = Static<typeof SignInWays>

const LinkToken = Type.String({ maxLength: 100, description: 'what stands behind # in the link' })

const Check = Type.Object(
  {
    ok: Type.Boolean({ description: 'whether it works' }),
    reason: Type.Optional(Type.String({ description: 'what is wrong' })),
  },
  { description: 'a part that must work, with what is known of it' },
)

const me = { kind: 'user', name: 'jane@example.org', role: 'admin', user: null }

export const endpoints = {
  listSignInWays: operation({
    method: 'GET',
    path: '/v1/auth',
    tag: 'sign-in',
    role: 'public',
    summary: 'How one can sign in here',
    answer: SignInWays,
    examples: { answer: { password: true, singleSignOn: null, needsSetup: false } },
  }),
  signIn: operation({
    method: 'POST',
    path: '/v1/auth/sign-in',
    tag: 'sign-in',
    role: 'public',
    summary: 'Sign in with e-mail address and password',
    description:
      'Sets the session cookie (HttpOnly, SameSite=Lax, Secure behind TLS). Whether the name or the password is wrong is not said, and takes the same time.',
    body: Shape({
      email: Type.String({ minLength: 1, maxLength: 254, description: 'an e-mail address' }),
      password: Type.String({ minLength: 1, maxLength: 1000, description: 'the password' }),
    }),
    answer: MeView,
    errors: ['unauthorized', 'rate_limited'],
    examples: { body: { email: 'jane@example.org', password: '…' }, answer: me },
  }),
  signOut: operation({
    method: 'POST',
    path: '/v1/auth/sign-out',
    tag: 'sign-in',
    role: 'public',
    summary: 'End the session of this browser',
  }),
  checkLink: operation({
    method: 'POST',
    path: '/v1/auth/link/check',
    tag: 'sign-in',
    role: 'public',
    summary: 'What a one-time link is for',
    body: Shape({ link: LinkToken }),
    answer: Shape({
      kind: OneOf(['setup', 'password'], 'makes the first admin, or sets a password'),
      email: Nullable(Type.String({ description: 'of whom; null when it makes the first admin' })),
      expiresAt: Meaning(Time, 'when it stops working'),
    }),
    errors: ['unauthorized', 'rate_limited'],
    examples: {
      body: { link: 'nvl_…' },
      answer: { kind: 'setup', email: null, expiresAt: '2026-11-24T08:30:00.000Z' },
    },
  }),
  useLink: operation({
    method: 'POST',
    path: '/v1/auth/link',
    tag: 'sign-in',
    role: 'public',
    summary: 'Use a one-time link: make the first admin, or set a password',
    description: 'Works once. Signs in.',
    body: Shape({
      link: LinkToken,
      email: Type.Optional(
        Type.String({ maxLength: 254, description: 'the e-mail address of the first admin' }),
      ),
      name: Type.Optional(Text(200, 'how to call the first admin')),
      password: Password,
    }),
    answer: MeView,
    errors: ['unauthorized', 'conflict', 'rate_limited'],
    examples: { body: { link: 'nvl_…', email: 'jane@example.org', password: '…' }, answer: me },
  }),
  startSingleSignOn: operation({
    method: 'GET',
    path: '/v1/auth/oidc',
    tag: 'sign-in',
    role: 'public',
    summary: 'Go to the identity provider',
    description: 'For browsers: redirects. OpenID Connect, authorization code with PKCE.',
    query: Shape({
      returnTo: Type.Optional(
        Type.String({ maxLength: 2000, description: 'a path here: where to go then' }),
      ),
    }),
    status: 302,
    errors: ['not_found', 'failed'],
  }),
  finishSingleSignOn: operation({
    method: 'GET',
    path: '/v1/auth/oidc/callback',
    tag: 'sign-in',
    role: 'public',
    summary: 'Come back from the identity provider',
    description:
      'The redirect URI to register there. Whoever is let in gets a session and is sent to where they began.',
    query: Type.Object({}),
    status: 303,
    errors: ['not_found', 'unauthorized', 'forbidden', 'failed'],
  }),
  stream: operation({
    method: 'GET',
    path: '/v1/stream',
    tag: 'stream',
    role: 'viewer',
    summary: 'Follow changes live',
    description:
      'Server-sent events, whose data is JSON. What changes is told within a tenth of a second, while many events come in within a second. Each has an `id`; with the last one in `Last-Event-ID` (browsers do that by themselves; or in `?lastEventId=`) a new connection goes on where the one before ended: what changed meanwhile is told as it is now, in the order in which it changed last. A comment comes every 15 seconds. A reader that does not read is cut off, and one that may not read any more is sent away within half a minute. There may be 50 readers of one user or token, and 1,000 in all.',
    query: Shape({
      lastEventId: Type.Optional(
        Type.String({
          maxLength: 20,
          description: 'a number: what the header Last-Event-ID would say',
        }),
      ),
    }),
    errors: ['rate_limited'],
    status: 200,
  }),
  receiveSentry: operation({
    method: 'POST',
    path: '/v1/events/sentry/{token}',
    tag: 'intake',
    role: 'public',
    summary: 'Take a webhook of Sentry',
    description:
      '202 once it is on disk. The token in the path is the right to send; with a client secret the bytes must be signed.',
    params: Shape({
      token: Type.String({ description: 'the token of an integration', examples: ['nvi_…'] }),
    }),
    body: Type.Object({}),
    answer: Shape({
      id: Meaning(Id, 'the id of the event'),
      status: Type.Literal('accepted', { description: 'it is on disk' }),
    }),
    status: 202,
    errors: ['unauthorized', 'invalid_event'],
    examples: {
      body: {
        action: 'created',
        data: { issue: { id: '4711', level: 'error', title: 'TypeError' } },
      },
      answer: { id: '77', status: 'accepted' },
    },
  }),
  healthz: operation({
    method: 'GET',
    path: '/healthz',
    tag: 'health',
    role: 'public',
    summary: 'Whether the process answers',
    answer: Shape({ status: Type.Literal('ok', { description: 'it answers' }) }),
    examples: { answer: { status: 'ok' } },
  }),
  readyz: operation({
    method: 'GET',
    path: '/readyz',
    tag: 'health',
    role: 'public',
    summary: 'Whether it can do its work; 503 when it cannot, and what fails',
    answer: Shape({
      status: OneOf(['ready', 'failing']),
      checks: Type.Record(Type.String(), Check, { description: 'its parts, by name' }),
      warnings: Type.Array(Type.String({ description: 'in words' }), {
        description:
          'what needs a person, though it works; each is an alert of the project navish, too',
      }),
    }),
    examples: { answer: { status: 'ready', checks: { database: { ok: true } }, warnings: [] } },
  }),
  metrics: operation({
    method: 'GET',
    path: '/metrics',
    tag: 'health',
    role: 'public',
    summary: 'What Prometheus is told',
    description:
      'With `metricsToken` whoever sends it as `Authorization: Bearer` may read them: it is no API token. Without one whoever asks directly from the machine or a private network. With `metricsAddress` they are there instead, and nothing is here.',
    answer: Type.String({ description: 'the text format of Prometheus' }),
    errors: ['unauthorized', 'forbidden'],
    examples: { answer: 'navish_outbox_events 0\n' },
  }),
}

export { Problem }

import type { contract } from '../../src/contract/contract.ts'
import type { endpoints } from '../../src/contract/endpoints.ts'
import { password, type Asking, type TestApi } from '../support/api.ts'
import { operationNamed } from '../support/document.ts'
import { metricsToken } from '../support/navish.ts'
import { issueHook } from '../support/requests.ts'

type OperationName = keyof typeof contract | keyof typeof endpoints

/** Needs an identity provider, and has a test of its own. */
export const singleSignOn = ['startSingleSignOn', 'finishSingleSignOn'] as const

type Sample = (api: TestApi) => Asking | Promise<Asking>

const onAlert: Sample = ({ alertId }) => ({ params: { id: alertId } })
const onIntegration: Sample = ({ integrationId }) => ({ params: { id: integrationId } })
const onEvent: Sample = ({ eventId }) => ({ params: { id: eventId } })
const onUser: Sample = ({ userId }) => ({ params: { id: userId('viewer') } })
const plain: Sample = () => ({})

// Nobody listens there: what is tried is answered all the same.
const gotify = { serverUrl: 'http://127.0.0.1:9', token: 'a-token' }

const aSilence = {
  match: { projects: ['shop'], title: 'cart' },
  endsAt: '2026-09-01T12:00:00Z',
  reason: 'deploy',
}

async function made(api: TestApi, name: string, body: object): Promise<string> {
  const answer = await api.ask(operationNamed(name), { as: 'admin', body })
  return (answer.json as { id: string }).id
}

const channelOf = (api: TestApi) =>
  made(api, 'createChannel', { kind: 'gotify', name: 'phones', settings: gotify })
const ruleOf = async (api: TestApi) =>
  made(api, 'createRule', { name: 'all', channelIds: [await channelOf(api)] })

const onChannel: Sample = async (api) => ({ params: { id: await channelOf(api) } })
const onRule: Sample = async (api) => ({ params: { id: await ruleOf(api) } })

/** Of an alert that opened once there was a rule. */
async function onDelivery(api: TestApi): Promise<Asking> {
  await ruleOf(api)
  await api.receive(issueHook('created', { id: '4713' }))
  const { items } = await api.store.listDeliveries({}, { limit: 1 })
  return { params: { id: items[0]?.id ?? '' } }
}

/** For every operation a request that succeeds, by whoever just may when nothing is said about that. */
export const samples: {
  [Name in Exclude<OperationName, (typeof singleSignOn)[number]>]: Sample
} = {
  listAlerts: () => ({
    query: {
      status: 'open,acknowledged',
      severity: 'critical,error',
      integrationId: '1',
      project: 'shop',
      text: 'type cart',
      openedFrom: '2020-01-01T00:00:00Z',
      openedBefore: '2100-01-01T00:00:00+01:00',
      snoozed: 'false',
      assignee: '',
      limit: '1',
    },
  }),
  showAlert: ({ alertId }) => ({ params: { id: alertId }, query: { timelineLimit: '1' } }),
  alertHistory: ({ alertId }) => ({ params: { id: alertId }, query: { limit: '5' } }),
  acknowledgeAlert: onAlert,
  async unacknowledgeAlert(api) {
    await api.ask(operationNamed('acknowledgeAlert'), { ...(await onAlert(api)), as: 'operator' })
    return onAlert(api)
  },
  snoozeAlert: ({ alertId }) => ({
    params: { id: alertId },
    headers: { 'if-match': '*' },
    body: { forSeconds: 3600, reason: 'deploy' },
  }),
  unsnoozeAlert: onAlert,
  resolveAlert: ({ alertId }) => ({ params: { id: alertId }, body: { reason: 'rolled back' } }),
  noteOnAlert: ({ alertId }) => ({
    params: { id: alertId },
    headers: { 'idempotency-key': 'note 1' },
    body: { text: 'the cache was cold' },
  }),
  assignAlert: ({ alertId }) => ({ params: { id: alertId }, body: { assignee: 'jane' } }),
  listAssignees: plain,
  changeAlerts: ({ alertId }) => ({ body: { ids: [alertId, '999'], action: 'acknowledge' } }),

  showSettings: plain,
  updateSettings: () => ({ body: { publicUrl: 'https://navish.example.org/' } }),

  listIntegrations: () => ({ query: { limit: '10' } }),
  createIntegration: () => ({ body: { name: 'acme', clientSecret: 'another client secret' } }),
  showIntegration: onIntegration,
  updateIntegration: ({ integrationId }) => ({
    params: { id: integrationId },
    headers: { 'if-match': '*' },
    body: { name: 'acme-eu', silentAfterSeconds: 21_600 },
  }),
  rotateIntegration: ({ integrationId }) => ({
    params: { id: integrationId },
    body: { overlapSeconds: 60 },
  }),
  setClientSecret: ({ integrationId }) => ({
    params: { id: integrationId },
    body: { clientSecret: 'a new client secret', overlapSeconds: 60 },
  }),
  removeClientSecret: onIntegration,
  revokeIntegration: onIntegration,
  deleteIntegration: onIntegration,
  testIntegration: ({ integrationId }) => ({
    params: { id: integrationId },
    body: { severity: 'critical' },
  }),
  listStrayRefusals: plain,
  async integrationHealth(api) {
    await api.post({ ...issueHook('created'), body: '{}' })
    await api.writeRefusals()
    return onIntegration(api)
  },

  listEvents: () => ({ query: { state: 'done', outcome: 'opened', resource: 'issue' } }),
  showEvent: onEvent,
  replayEvent: onEvent,
  replayDeadEvents: plain,

  listChannelKinds: plain,
  listChannels: () => ({ query: { limit: '10' } }),
  createChannel: () => ({
    headers: { 'idempotency-key': 'channel 1' },
    body: { kind: 'gotify', name: 'phones', settings: gotify },
  }),
  showChannel: onChannel,
  updateChannel: async (api) => ({
    ...(await onChannel(api)),
    headers: { 'if-match': '*' },
    body: { name: 'phones of those on call', settings: { token: 'another-token' } },
  }),
  deleteChannel: onChannel,
  testChannel: onChannel,

  listRules: plain,
  createRule: async (api) => ({ body: { name: 'all', channelIds: [await channelOf(api)] } }),
  previewRules: () => ({ body: { rule: { channelIds: ['1'] } } }),
  showRule: onRule,
  updateRule: async (api) => ({
    ...(await onRule(api)),
    headers: { 'if-match': '*' },
    body: { position: 1, match: { leastSeverity: 'error' } },
  }),
  deleteRule: onRule,

  listSilences: () => ({ query: { limit: '10' } }),
  createSilence: () => ({ headers: { 'idempotency-key': 'silence 1' }, body: aSilence }),
  endSilence: async (api) => ({ params: { id: await made(api, 'createSilence', aSilence) } }),

  listDeliveries: () => ({ query: { state: 'dead', limit: '10' } }),
  showDelivery: onDelivery,
  retryDelivery: onDelivery,

  showStatistics: () => ({ query: { interval: 'day' } }),
  showStorage: plain,

  showMe: () => ({ session: 'viewer' }),
  changePassword: () => ({
    session: 'viewer',
    body: { currentPassword: password, newPassword: 'purple monkey dishwasher' },
  }),
  listUsers: plain,
  createUser: () => ({ body: { email: 'john@example.org', name: 'John Doe', role: 'viewer' } }),
  showUser: onUser,
  updateUser: ({ userId }) => ({
    params: { id: userId('viewer') },
    headers: { 'if-match': '*' },
    body: { role: 'operator', name: null },
  }),
  deleteUser: onUser,
  createUserLink: onUser,
  listSessions: () => ({ session: 'viewer' }),
  async revokeSession({ sessionId }) {
    return { session: 'viewer', params: { id: await sessionId('viewer') } }
  },
  listTokens: () => ({ session: 'viewer' }),
  createToken: () => ({
    session: 'viewer',
    body: { label: 'ci', role: 'viewer', expiresInSeconds: 3600 },
  }),
  async revokeToken({ tokenId }) {
    return { session: 'viewer', params: { id: await tokenId('viewer') } }
  },
  listAudit: () => ({ query: { limit: '100' } }),

  listSignInWays: plain,
  signIn: () => ({ body: { email: 'viewer@example.org', password } }),
  signOut: () => ({ session: 'viewer' }),
  async checkLink(api) {
    return { body: { link: await api.addLink('password', api.userId('viewer')) } }
  },
  async useLink(api) {
    const link = await api.addLink('password', api.userId('viewer'))
    return { body: { link, password: 'purple monkey dishwasher' } }
  },
  stream: plain,
  receiveSentry: ({ token }) => {
    const { headers: sent, body } = issueHook('created', { id: '4712' })
    const { 'Content-Type': _, ...headers } = sent
    return { params: { token }, headers, body }
  },
  healthz: plain,
  readyz: plain,
  metrics: () => ({ headers: { authorization: `Bearer ${metricsToken}` } }),
}

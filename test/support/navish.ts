import { monotonic } from '../../src/clock.ts'
import { readConfig, type Config } from '../../src/config/config.ts'
import { drainBatch } from '../../src/drain/drain.ts'
import { limitsOf } from '../../src/limits.ts'
import { createServer, type ServerParts } from '../../src/http/server.ts'
import { unobserved } from '../../src/observer.ts'
import type { Outbound } from '../../src/outbound/outbound.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { createPasswords } from '../../src/password.ts'
import { createKeys } from '../../src/secrets/key.ts'
import { createSeal } from '../../src/secrets/seal.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import type { Store } from '../../src/store/store.ts'
import { createHub } from '../../src/stream/hub.ts'
import { createToken, storedToken } from '../../src/token.ts'
import { alertDetailView, alertView, eventView } from '../../src/views.ts'
import { localOutbound } from '../outbound/setup.ts'
import { createTestClock } from './clock.ts'
import { createTestLog } from './log.ts'
import type { Sent } from './requests.ts'

/** Without a socket nobody is near by. */
export const metricsToken = 'metrics-of-a-test'

/** An empty store in memory; each call is another one. */
export function openTestStore(): Store {
  return openSqliteStore({ dataDir: ':memory:', prepare: true, now: 0 })
}

/**
 * The way from a request to an alert in one process, without sockets and without waiting: what is sent is drained before the
 * answer is given back.
 */
export async function startTestNavish({
  clientSecret = null,
  outbound = localOutbound(),
  ...settings
}: { clientSecret?: string | null; outbound?: Outbound } & Partial<Config> = {}) {
  const store = openTestStore()
  const clock = createTestClock()
  const { log, lines, text: logText } = createTestLog()
  const outbox = createOutbox(store, { onCommitted() {}, monotonic })
  const hub = createHub({ store, clock, monotonic, log, random: () => 0, isBusy: () => false })
  const drain = async () => {
    while ((await drainBatch({ store, clock, log, random: () => 0, batchMs: 50 })).more);
  }
  const config = { ...readConfig({}, {}).config, metricsToken, ...settings }
  const parts: ServerParts = {
    settings: config,
    limits: limitsOf(config),
    store,
    outbox,
    hub,
    passwords: createPasswords(),
    seal: createSeal(createKeys({ configured: 'k'.repeat(40), dataDir: '/nowhere' })),
    outbound,
    clock,
    monotonic,
    log,
    readiness: () => Promise.resolve({ status: 'ready', checks: {}, warnings: [] }),
    observer: unobserved,
    scrape: () => Promise.resolve('navish_outbox_events 0\n'),
    pause: drain,
    wakeDrain() {},
  }
  const { app: server, refusals } = createServer(parts)

  async function createIntegration(secret: string | null = null) {
    const token = createToken()
    const { id } = await store.createIntegration({
      name: 'test',
      token: storedToken(token, clock()),
      clientSecret: secret,
      createdAt: clock(),
    })
    return { id, token }
  }

  const first = await createIntegration(clientSecret)

  /** Sends without draining. */
  async function post(sent: Sent, token = first.token): Promise<Response> {
    return server.handle(
      new Request(`http://localhost/v1/events/sentry/${token}`, {
        method: 'POST',
        headers: sent.headers,
        body: sent.body,
      }),
    )
  }

  return {
    store,
    clock,
    server,
    /** What the server was made of. */
    parts,
    hub,
    /** Writes what was refused, as happens by itself after a second. */
    writeRefusals: () => refusals.write(),
    lines,
    logText,
    token: first.token,
    integrationId: first.id,
    createIntegration,
    post,
    drain,
    /** Sends a request, lets a second pass, drains, and gives back the status. */
    async send(sent: Sent, token = first.token): Promise<number> {
      const { status } = await post(sent, token)
      await drain()
      clock.advanceBy(1000)
      return status
    },
    alerts: async () =>
      (await store.listAlerts({}, { limit: 1000 })).items.map((alert) => alertView(alert, clock())),
    /** The newest alert. */
    async alert() {
      const [newest] = (await store.listAlerts({}, { limit: 1 })).items
      if (newest === undefined) throw new Error('there is no alert')
      return alertDetailView(await store.showAlert(newest.id, 1000), clock())
    },
    events: async () => (await store.listEvents({}, { limit: 1000 })).items.map(eventView),
    /** The newest event. */
    async event() {
      const [newest] = (await store.listEvents({}, { limit: 1 })).items
      if (newest === undefined) throw new Error('there is no event')
      return eventView(newest)
    },
    async [Symbol.asyncDispose]() {
      await hub.close()
      await store.close()
    },
  }
}

export type TestNavish = Awaited<ReturnType<typeof startTestNavish>>

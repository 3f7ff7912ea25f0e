import { Elysia } from 'elysia'
import type { Clock } from '../clock.ts'
import type { Limits } from '../core/retention.ts'
import { AppError } from '../errors.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Format } from '../metrics/exposition.ts'
import type { Observer } from '../observer.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Passwords } from '../password.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Store } from '../store/store.ts'
import type { Hub } from '../stream/hub.ts'
import { version } from '../version.ts'
import { createApi } from './api/api.ts'
import { createEndpoints } from './api/endpoints.ts'
import { createGate } from './api/gate.ts'
import { createAccess } from './auth/access.ts'
import { createDocs } from './docs/docs.ts'
import { finished, requestIdOf } from './headers.ts'
import { createHealth, type Readiness } from './health.ts'
import { createIngest } from './ingest.ts'
import { createMetricsRoute } from './metrics.ts'
import { createPages, looksForPage, page } from './pages/pages.ts'
import { problem } from './problem.ts'
import { createReceive } from './receive.ts'
import { createRefusals } from './refusals.ts'
import type { Settings } from './settings.ts'
import { createStream } from './stream.ts'

export interface ServerParts {
  settings: Settings
  store: Store
  outbox: Pick<Outbox, 'add'>
  hub: Pick<Hub, 'open' | 'wake'>
  passwords: Passwords
  seal: Seal
  outbound: Outbound
  limits: Limits
  clock: Clock
  monotonic: Clock
  log: Log
  readiness: () => Promise<Readiness>
  observer: Observer
  scrape(format: Format): Promise<string>
  /** Lets time pass, ms. */
  pause(ms: number): Promise<void>
  /** Called when the outbox may have something to take up. */
  wakeDrain(): void
}

/** All routes. Every error answer is our own: Elysia's show internals, and differ between a binary and the source. */
export function createServer(parts: ServerParts) {
  const { settings, store, clock, log, hub } = parts
  const receive = createReceive({ ...parts, maxBody: settings.maxBody })
  const refusals = createRefusals({ store, clock, log })
  const access = createAccess(parts)
  const gate = createGate(access)
  const onChanged = () => {
    parts.wakeDrain()
    hub.wake()
  }
  const { basePath } = settings
  const isSecure = settings.publicUrl?.startsWith('https:') === true
  const app = new Elysia({
    name: 'server',
    prefix: basePath,
    // Else it looks for the path behind where a host name of four letters would end.
    handler: { standardHostname: false },
  })
    .onError({ as: 'global' }, ({ code, error, request }) => {
      const requestId = requestIdOf(request.headers)
      if (code === 'NOT_FOUND') {
        if (looksForPage(request, basePath)) return page(request, 404, basePath)
        const nothing = new AppError('not_found', 'There is nothing at this address.')
        return finished(problem(nothing), requestId)
      }
      if (!(error instanceof AppError)) {
        log.error('request failed', { requestId: requestId.id, ...errorFacts(error) })
      }
      return finished(problem(error), requestId)
    })
    .use(createIngest({ ...parts, receive, refusals }))
    // Of what follows: intake, where every microsecond counts, does so itself.
    .onAfterHandle({ as: 'global' }, ({ response, request }) => {
      if (!(response instanceof Response)) return response
      if (isSecure) response.headers.set('strict-transport-security', 'max-age=31536000')
      return finished(response, requestIdOf(request.headers))
    })
    .use(createHealth(parts.readiness))
    .use(ownMetrics(parts))
    .use(
      createApi({
        ...parts,
        ...access,
        gate,
        deliver: receive,
        onChanged,
        configuredUrl: settings.publicUrl,
        limits: () => parts.limits,
      }),
    )
    .use(
      createEndpoints({ ...parts, ...access, gate, stream: createStream({ hub, store, clock }) }),
    )
    .use(createDocs({ version, base: settings.publicUrl ?? (basePath || null) }))
    .use(createPages(basePath))
  return { app, refusals }
}

/** The metrics, unless they have an address of their own: then there is nothing here. */
function ownMetrics({ settings: { metricsAddress, metricsToken }, scrape }: ServerParts) {
  const nothing = new Elysia({ name: 'no-metrics' })
  return metricsAddress === null ? createMetricsRoute({ scrape, token: metricsToken }) : nothing
}

export type Server = ReturnType<typeof createServer>

import { Elysia } from 'elysia'
import { AppError } from '../errors.ts'
import { contentTypes, formatFor, type Format } from '../metrics/exposition.ts'
import { finished, requestIdOf } from './headers.ts'
import { createMetricsReader } from './metrics-reader.ts'
import { problem } from './problem.ts'

export interface MetricsRouteParts {
  scrape(format: Format): Promise<string>
  /** null: who asks from near by needs none. */
  token: string | null
}

interface Context {
  request: Request
  server: { requestIP(request: Request): { address: string } | null } | null
}

/** `GET /metrics`, for Prometheus and what reads the same. */
export function createMetricsRoute({ scrape, token }: MetricsRouteParts) {
  const mayRead = createMetricsReader(token)

  async function answer({ request, server }: Context): Promise<Response> {
    const { headers } = request
    // Whoever closes this path in a proxy closes it as it is written.
    if (request.url.split('?', 1)[0]?.endsWith('/') === true) {
      const nothing = new AppError('not_found', 'There is nothing at this address.')
      return finished(problem(nothing), requestIdOf(headers))
    }
    try {
      mayRead(headers, server?.requestIP(request)?.address ?? null)
    } catch (error) {
      const isStranger = error instanceof AppError && error.code === 'unauthorized'
      return finished(
        problem(error, isStranger ? { 'www-authenticate': 'Bearer realm="metrics"' } : {}),
        requestIdOf(headers),
      )
    }
    const format = formatFor(headers.get('accept'))
    const text = await scrape(format)
    const response = new Response(text, { headers: { 'content-type': contentTypes[format] } })
    return finished(response, requestIdOf(headers))
  }

  const handle = (context: unknown) => answer(context as Context)
  return new Elysia({ name: 'metrics' })
    .get('/metrics', handle, { parse: 'none' })
    .head('/metrics', handle, { parse: 'none' })
    .all('/metrics', ({ request }) => notAllowed(request), { parse: 'none' })
}

function notAllowed({ headers }: Request): Response {
  const error = new AppError('method_not_allowed', 'This address takes GET, HEAD.')
  return finished(problem(error, { allow: 'GET, HEAD' }), requestIdOf(headers))
}

/** A server for nothing but metrics, for when they have an address of their own. */
export function createMetricsServer(parts: MetricsRouteParts) {
  return new Elysia({ name: 'metrics-server', handler: { standardHostname: false } })
    .onError({ as: 'global' }, ({ code, error, request: { headers } }) => {
      const nothing = new AppError('not_found', 'Only /metrics is at this address.')
      return finished(problem(code === 'NOT_FOUND' ? nothing : error), requestIdOf(headers))
    })
    .use(createMetricsRoute(parts))
}

import { Elysia } from 'elysia'
import type { Clock } from '../../clock.ts'
import type { Operation } from '../../contract/operation.ts'
import { AppError } from '../../errors.ts'
import { errorFacts, type Log } from '../../log.ts'
import type { Observer } from '../../observer.ts'
import type { Incoming } from '../caller.ts'
import { finished, requestIdOf } from '../headers.ts'
import { problem } from '../problem.ts'
import type { Connections } from '../stream.ts'
import { createReadInput, type Input } from './input.ts'

/** Answers one operation. `read` reads what the request says, once it is known that the caller may say it. */
export type Answer = (call: Call) => Promise<Response>

export interface Call {
  incoming: Incoming
  read(): Promise<Input>
  /** null where there is no socket. */
  connections: Connections | null
}

export interface Route {
  operation: Operation
  answer: Answer
}

export interface RouteParts {
  log: Log
  /** What lengths of time are told by. */
  monotonic: Clock
  observer: Pick<Observer, 'answered'>
}

/** What a handler gets of the server that it runs in. */
interface Server extends Connections {
  requestIP(request: Request): { address: string } | null
}

interface Context {
  request: Request
  params: Record<string, string | null>
  server: Server | null
}

/**
 * Routes for operations. Elysia finds the way and leaves the rest alone: it would read and check a body before anybody knows
 * who sent it. Every answer carries the security headers and the id of its request; other methods are answered with 405.
 */
export function createRoutes(name: string, routes: readonly Route[], parts: RouteParts) {
  const { log, monotonic, observer } = parts
  const app = new Elysia({ name })
  const methods = new Map<string, string[]>()

  /** The pattern of the path is enough for who counts and reads along: what stands in its place, and behind it, is nobody's business. */
  function tell({ method, headers }: Request, route: string, answer: Response, from: number): void {
    const { status } = answer
    const to = monotonic()
    observer.answered({ from, to, method, route, status, headers })
    const requestId = answer.headers.get('request-id') ?? answer.headers.get('x-request-id')
    log.debug('request answered', { requestId, method, route, status, ms: Math.round(to - from) })
  }

  for (const { operation, answer } of routes) {
    const { method } = operation
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    const readInput = createReadInput(operation)
    const respond = async ({ request, params, server }: Context) => {
      const requestId = requestIdOf(request.headers)
      const peer = server?.requestIP(request)?.address ?? null
      const incoming = { request, peer, requestId: requestId.id }
      const read = () => readInput(request, params)
      try {
        return finished(await answer({ incoming, read, connections: server }), requestId)
      } catch (error) {
        if (!(error instanceof AppError)) {
          const { id } = requestId
          log.error('request failed', {
            route: `${method} ${operation.path}`,
            requestId: id,
            ...errorFacts(error),
          })
        }
        return finished(problem(error), requestId)
      }
    }
    const handle = async (context: unknown) => {
      const from = monotonic()
      const response = await respond(context as Context)
      tell((context as Context).request, operation.path, response, from)
      return response
    }
    app.route(method, path, handle, { parse: 'none' } as object)
    // A stream has no head that could be given without it; left alone, Elysia would begin one.
    const hasHead = method === 'GET' && operation.tag !== 'stream'
    if (method === 'GET') {
      const head = hasHead ? handle : ({ request }: Context) => notAllowed(request, [method])
      app.route('HEAD', path, head as typeof handle, { parse: 'none' } as object)
    }
    methods.set(path, [...(methods.get(path) ?? []), ...(hasHead ? ['GET', 'HEAD'] : [method])])
  }
  for (const [path, allowed] of methods) {
    app.all(path, ({ request }) => notAllowed(request, allowed), { parse: 'none' } as object)
  }
  return app
}

function notAllowed({ headers }: Request, allowed: string[]): Response {
  const allow = allowed.join(', ')
  const error = new AppError('method_not_allowed', `This address takes ${allow}.`)
  return finished(problem(error, { allow }), requestIdOf(headers))
}

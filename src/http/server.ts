import { Elysia } from 'elysia'
import { AppError } from '../errors.ts'
import { errorFacts } from '../log.ts'
import { createHealth, type Readiness } from './health.ts'
import { createIngest, type IngestParts } from './ingest.ts'
import { problem } from './problem.ts'

export interface ServerParts extends IngestParts {
  readiness: () => Promise<Readiness>
}

/** All routes. Every error answer is our own: Elysia's show internals, and differ between a binary and the source. */
export function createServer(parts: ServerParts) {
  return new Elysia({
    name: 'server',
    // Else it looks for the path behind where a host name of four letters would end.
    handler: { standardHostname: false },
  })
    .onError({ as: 'global' }, ({ code, error }) => {
      if (code === 'NOT_FOUND') {
        return problem(new AppError('not_found', 'There is nothing at this address.'))
      }
      if (!(error instanceof AppError)) parts.log.error('request failed', errorFacts(error))
      return problem(error)
    })
    .use(createHealth(parts.readiness))
    .use(createIngest(parts))
}

export type Server = ReturnType<typeof createServer>

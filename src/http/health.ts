import { Elysia } from 'elysia'
import { withSecurity } from './headers.ts'

/** One thing that must work; `reason` says what is wrong when it does not. */
export interface Check {
  ok: boolean
  reason?: string
  [fact: string]: unknown
}

export interface Readiness {
  status: 'ready' | 'failing'
  checks: Record<string, Check>
  /** What needs a person, in words: it works all the same. */
  warnings: string[]
}

/** `/healthz`: the process answers. `/readyz`: it can do its work, and if not, the JSON names the part that fails. */
export function createHealth(readiness: () => Promise<Readiness>) {
  return new Elysia({ name: 'health' })
    .get('/healthz', () => withSecurity(Response.json({ status: 'ok' })))
    .get('/readyz', async () => {
      const found = await readiness()
      const status = found.status === 'ready' ? 200 : 503
      return withSecurity(Response.json(found, { status }))
    })
}

import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

test('the example for Traefik leaves webhooks out of the redirect, and keeps no connection', () => {
  const file = join(import.meta.dir, '../../docs/examples/traefik.yaml')
  const { http } = parse(readFileSync(file, 'utf8')) as {
    http: {
      routers: Record<string, { rule: string; middlewares?: string[]; service: string }>
      middlewares: Record<string, unknown>
      services: Record<string, { loadBalancer: { serversTransport: string } }>
      serversTransports: Record<string, { maxIdleConnsPerHost: number }>
    }
  }

  const { middlewares, rule } = http.routers['navish-webhooks'] ?? {}
  expect(middlewares).toBeUndefined()
  expect(rule).toContain('PathPrefix(`/v1/events/`)')
  for (const { middlewares: named = [], service } of Object.values(http.routers)) {
    for (const one of named) expect(Object.keys(http.middlewares)).toContain(one)
    const transport = http.services[service]?.loadBalancer.serversTransport ?? ''
    expect(http.serversTransports[transport]?.maxIdleConnsPerHost).toBe(-1)
  }
})

import { expect, test } from 'bun:test'
import { createOrigins } from '../../../src/http/auth/address.ts'
import { tellStrayProxy } from '../../../src/http/auth/stray-proxy.ts'
import { createTestLog } from '../../support/log.ts'

function setup() {
  const { log, lines } = createTestLog()
  const trust = { trustedProxies: ['10.0.0.0/8'], publicUrl: null }
  const origins = tellStrayProxy(createOrigins(trust), log)
  return {
    lines,
    ask: (peer: string, headers: Record<string, string> = {}) =>
      origins({ request: new Request('http://localhost/', { headers }), peer }),
  }
}

const forwarded = { 'x-forwarded-for': '192.0.2.7' }

test('a proxy that is not trusted is told of once, with what to do', () => {
  const { ask, lines } = setup()

  expect(ask('172.16.0.2', forwarded).address).toBe('172.16.0.2')
  ask('172.16.0.2', forwarded)

  expect(lines).toMatchObject([{ level: 'warn', msg: 'proxy not trusted', peer: '172.16.0.2' }])
  expect(String(lines[0]?.['help'])).toContain('NAVISH_TRUSTED_PROXIES')
})

test('nothing is told of one that is trusted, nor where there is none', () => {
  const { ask, lines } = setup()

  expect(ask('10.0.0.2', forwarded).address).toBe('192.0.2.7')
  ask('192.0.2.9')

  expect(lines).toEqual([])
})

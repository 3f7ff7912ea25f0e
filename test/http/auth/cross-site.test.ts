import { describe, expect, test } from 'bun:test'
import { createCrossSite } from '../../../src/http/auth/cross-site.ts'
import type { Caller } from '../../../src/http/caller.ts'
import { incoming } from './setup.ts'

type By = Caller['by'] | null

function check(
  headers: Record<string, string>,
  {
    by = 'session',
    method = 'POST',
    publicUrl = null,
  }: { by?: By; method?: string; publicUrl?: string | null } = {},
) {
  const { request } = incoming({ method, headers: { host: 'navish.example.org', ...headers } })
  return () => createCrossSite({ publicUrl })(request, by)
}

const refusal = expect.objectContaining({ code: 'forbidden' })

describe('a write that a browser sends', () => {
  test.each([
    ['from our own page', { 'sec-fetch-site': 'same-origin' }],
    ['because a person asked for it', { 'sec-fetch-site': 'none' }],
    [
      'from our own page, whatever its Origin',
      { 'sec-fetch-site': 'same-origin', origin: 'https://proxied.example' },
    ],
    ['from our own page, in an old browser', { origin: 'https://navish.example.org' }],
    ['that is no browser', {}],
  ])('is let through %s', (_, headers) => {
    expect(check(headers)).not.toThrow()
  })

  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a host beside ours', { 'sec-fetch-site': 'same-site' }],
    ['in a way that we do not know', { 'sec-fetch-site': 'new-fangled' }],
    [
      'from another site that claims our origin',
      { 'sec-fetch-site': 'cross-site', origin: 'https://navish.example.org' },
    ],
    ['from another site, in an old browser', { origin: 'https://evil.example' }],
    ['from another port, in an old browser', { origin: 'https://navish.example.org:8443' }],
    ['from a host that begins like ours', { origin: 'https://navish.example.org.evil.example' }],
    ['from nowhere', { origin: 'null' }],
    ['from an Origin that is none', { origin: 'navish.example.org' }],
  ])('is refused %s', (_, headers) => {
    expect(check(headers)).toThrow(refusal)
  })

  test('is let through from the public URL also when the proxy changes Host', () => {
    const publicUrl = 'https://alerts.example.org/navish'

    expect(check({ origin: 'https://alerts.example.org' }, { publicUrl })).not.toThrow()
    expect(check({ origin: 'https://alerts.example.org' })).toThrow(refusal)
    expect(check({ origin: 'http://alerts.example.org' }, { publicUrl })).toThrow(refusal)
  })

  test.each<By>(['session', 'proxy', null])('is looked at when known by %p', (by) => {
    expect(check({ 'sec-fetch-site': 'cross-site' }, { by })).toThrow(refusal)
  })

  test('is not looked at with an API token, which no browser sends by itself', () => {
    expect(check({ 'sec-fetch-site': 'cross-site' }, { by: 'token' })).not.toThrow()
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('is refused as %s, too', (method) => {
    expect(check({ 'sec-fetch-site': 'cross-site' }, { method })).toThrow(refusal)
  })
})

test.each(['GET', 'HEAD'])('%s changes nothing and may come from anywhere', (method) => {
  expect(check({ 'sec-fetch-site': 'cross-site' }, { method })).not.toThrow()
})

import { describe, expect, test } from 'bun:test'
import { createApiToken, createLinkToken, createSessionToken, createToken } from '../src/token.ts'

describe.each([
  ['the token of an integration', createToken, /^nvi_[0-9a-f]{40}$/],
  ['an API token', createApiToken, /^nva_[0-9a-f]{40}$/],
  ['the token of a link', createLinkToken, /^nvl_[0-9a-f]{40}$/],
  ['the token of a session', createSessionToken, /^[\w-]{43}$/],
])('%s', (_, create, form) => {
  test('has the form that it is known by', () => {
    expect(create()).toMatch(form)
  })

  test('is never the same', () => {
    expect(new Set(Array.from({ length: 100 }, create)).size).toBe(100)
  })
})

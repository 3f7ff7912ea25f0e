import { describe, expect, test } from 'bun:test'
import { AppError } from '../../src/errors.ts'
import { createMetricsReader } from '../../src/http/metrics-reader.ts'

/** What is said to who asks like this, or null when they may read. */
function refusal(
  token: string | null,
  peer: string | null,
  headers: Record<string, string> = {},
): AppError | null {
  try {
    createMetricsReader(token)(new Headers(headers), peer)
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

describe('without a token', () => {
  test.each([
    '127.0.0.1',
    '127.8.8.8',
    '::1',
    '::ffff:127.0.0.1',
    '10.1.2.3',
    '172.16.0.9',
    '192.168.1.7',
    '::ffff:192.168.1.7',
    'fd12:3456::1',
    'fe80::1%eth0',
    '169.254.1.1',
  ])('%s may read', (peer) => {
    expect(refusal(null, peer)).toBeNull()
  })

  test.each([
    '8.8.8.8',
    '172.32.0.1',
    '192.169.0.1',
    '100.64.0.1',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '0.0.0.0',
    '',
    'localhost',
    null,
  ])('%s may not, and is told what to set', (peer) => {
    const error = refusal(null, peer)

    expect(error?.code).toBe('forbidden')
    expect(error?.message).toContain('NAVISH_METRICS_TOKEN')
    expect(error?.message).toContain('NAVISH_METRICS_ADDRESS')
  })

  test.each([
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Proto',
    'X-Forwarded-Host',
    'X-Forwarded',
    'X-Real-IP',
    'X-Original-URL',
    'CF-Connecting-IP',
    'Via',
  ])('nobody may who comes with %s, whatever is in it', (name) => {
    expect(refusal(null, '127.0.0.1', { [name]: '' })?.code).toBe('forbidden')
    expect(refusal(null, '127.0.0.1', { [name]: '127.0.0.1' })?.message).toContain('proxy')
  })
})

describe('with a token', () => {
  test.each(['Bearer s3cret', 'bearer s3cret', 'BEARER  s3cret'])(
    'whoever says %p may read, from wherever and however',
    (authorization) => {
      expect(refusal('s3cret', '8.8.8.8', { authorization, 'x-forwarded-for': 'x' })).toBeNull()
      expect(refusal('s3cret', null, { authorization })).toBeNull()
    },
  )

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer s3cre',
    'Bearer s3crett',
    'Bearer S3CRET',
    'Basic s3cret',
    's3cret',
  ])('who says %p may not, near by or not', (authorization) => {
    const error = refusal('s3cret', '127.0.0.1', { authorization })

    expect(error?.code).toBe('unauthorized')
    expect(error?.message).toContain('NAVISH_METRICS_TOKEN')
    expect(error?.message).not.toContain('s3c')
  })

  test('who says nothing may not', () => {
    expect(refusal('s3cret', '127.0.0.1')?.code).toBe('unauthorized')
  })
})

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Operation } from '../../contract/operation.ts'
import { fingerprint } from '../../token.ts'
import { acceptsGzip, securityHeaders } from '../headers.ts'

/** What goes back for what an operation gave. Reading answers have an ETag, and 304 where the caller has it already. */
export async function answerOf(
  { method, answer, status }: Operation,
  value: unknown,
  request: Request,
): Promise<Response> {
  if (answer === null) return new Response(null, { status, headers: securityHeaders })
  const json = JSON.stringify(value)
  const headers = { ...securityHeaders, 'content-type': 'application/json' }
  if (method !== 'GET') return new Response(json, { status, headers })
  const etag = etagOf(value, json)
  if (isKnown(request.headers, etag)) {
    return new Response(null, { status: 304, headers: { ...securityHeaders, etag, vary } })
  }
  const compressed = await compress(json, request)
  return new Response(compressed ?? json, {
    status,
    headers: {
      ...headers,
      // The same in other bytes: only a weak tag may say so (RFC 9110, section 8.8.1).
      etag: compressed === null ? etag : `W/${etag}`,
      vary,
      ...(compressed !== null && { 'content-encoding': 'gzip' }),
    },
  })
}

const vary = 'accept-encoding'

/** Characters: what is shorter fits into a few packets anyway. */
const worthIt = 4_096

const gzipBeside = promisify(gzip)

/** Long lists are a tenth as long, for those at the other end of a slow line. Beside the loop, which has requests to take in meanwhile. */
async function compress(json: string, { headers }: Request) {
  const isWanted = acceptsGzip(headers) && json.length > worthIt
  return isWanted ? new Uint8Array(await gzipBeside(json, { level: 1 })) : null
}

/** Behind the revision, where there is one, what tells everything else apart: a snooze can end without a change. */
function etagOf(value: unknown, json: string): string {
  const mark = fingerprint(new TextEncoder().encode(json))
  const hasRevision = typeof value === 'object' && value !== null && 'revision' in value
  return hasRevision ? `"${Number(value.revision)}.${mark}"` : `"${mark}"`
}

function isKnown(headers: Headers, etag: string): boolean {
  const known = headers.get('if-none-match')
  if (known === null) return false
  return known
    .split(',')
    .some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*')
}

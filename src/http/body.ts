import { isUtf8 } from 'node:buffer'
import { AppError } from '../errors.ts'
import { isJson, type Json } from '../sentry/json.ts'

/** What Sentry sends mostly has less than so many bytes. */
const smallBody = 256 * 1024

/**
 * Reads a request body of at most `limit` bytes, with one copy of it in memory. One that is large, or becomes so, is read on when
 * `roomFor` has resolved; until then its bytes wait in the network.
 * Throws `too_large` as soon as it has said or sent too much.
 */
export async function readBody(
  request: Request,
  limit: number,
  roomFor: (bytes: number) => Promise<void>,
): Promise<Uint8Array> {
  const declared = request.headers.get('content-length')
  if (Number(declared) > limit) throw tooLarge(limit)
  try {
    if (declared === null) return await readChunks(request, limit, roomFor)
    if (Number(declared) > smallBody) await roomFor(Number(declared))
    return await request.bytes()
  } catch (cause) {
    if (cause instanceof AppError || !request.signal.aborted) throw cause
    throw new AppError('invalid_json', 'The body broke off.', { cause })
  }
}

/** A body that does not say its length. */
async function readChunks(
  request: Request,
  limit: number,
  roomFor: (bytes: number) => Promise<void>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    const wasSmall = size <= smallBody
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
    if (wasSmall && size > smallBody) await roomFor(limit)
  }
  return Buffer.concat(chunks, size)
}

function tooLarge(limit: number): AppError {
  return new AppError(
    'too_large',
    `The body is larger than ${limit} bytes. NAVISH_MAX_BODY on the server allows more.`,
  )
}

/** Throws `unsupported_encoding` or `invalid_content_type` for what is not plain JSON. */
export function mustBePlainJson(headers: Headers): void {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  if (encoding !== '' && encoding !== 'identity') {
    throw new AppError('unsupported_encoding', 'Send the body without a Content-Encoding.')
  }
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new AppError(
      'invalid_content_type',
      type === undefined || type === ''
        ? 'The Content-Type is missing; it must be application/json.'
        : 'The Content-Type must be application/json.',
    )
  }
}

/** The JSON object in these bytes. Throws `invalid_json`. */
export function parseObject(bytes: Uint8Array): Json {
  if (bytes.length === 0) throw new AppError('invalid_json', 'The body is empty.')
  const value = parse(decode(bytes))
  if (isJson(value)) return value
  throw new AppError('invalid_json', 'The body is JSON, but no object.')
}

function decode(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new AppError('invalid_json', 'The body is not UTF-8.')
  return utf8.decode(bytes)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not the parser's message: it quotes the body.
    throw new AppError('invalid_json', 'The body is not valid JSON.')
  }
}

// Not fatal: checking first is several times faster.
const utf8 = new TextDecoder()

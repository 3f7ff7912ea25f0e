import { Elysia } from 'elysia'
import type { Clock } from '../clock.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { keepHeaders, replayKeyOf, type Hashes } from '../sentry/headers.ts'
import { recognise } from '../sentry/payload.ts'
import { isSigned } from '../sentry/signature.ts'
import type { Sender, Store } from '../store/store.ts'
import { fingerprint, sha256 } from '../token.ts'
import { mustBePlainJson, parseObject, readBody } from './body.ts'
import { createBudget } from './budget.ts'
import { problem } from './problem.ts'
import { createLimit } from './limit.ts'
import { createSenders } from './sender.ts'

export interface IngestParts {
  store: Pick<Store, 'findSender'>
  outbox: Pick<Outbox, 'add'>
  clock: Clock
  log: Log
  /** Bytes. */
  maxBody: number
}

const path = '/v1/events/sentry'

const hashes: Hashes = { digest: sha256, fingerprint }

/** Parsed, a body needs many times its size: so many bytes of large ones at once, or one that is larger. */
const roomForLargeBodies = 8 * 1024 * 1024

/**
 * `POST /v1/events/sentry/{token}`: 202 once the event is on disk. Sentry waits one second and an internal integration tries
 * once, so nothing else is done here. Elysia must leave the body alone: the sender is known first (401 before any 400), and
 * the signature is over the bytes as they came.
 */
export function createIngest(parts: IngestParts) {
  const limited = createLimit(parts.clock)
  const room = createBudget(roomForLargeBodies)
  const senderOf = createSenders(parts.store, parts.clock)
  const refused = (code: ErrorCode, integrationId?: string) =>
    limited(`${code} ${integrationId}`, (alsoRefused) =>
      parts.log.warn('event refused', { code, integrationId, alsoRefused }),
    )
  const notStored = (error: unknown, integrationId?: string) =>
    limited('not stored', (alsoNotStored) =>
      parts.log.error('event not stored', { integrationId, ...errorFacts(error), alsoNotStored }),
    )

  async function answer(request: Request, token: string): Promise<Response> {
    let sender: Sender | undefined
    try {
      sender = await senderOf(token)
      if (sender === undefined) throw unknownToken()
      const id = await receive(request, sender)
      return Response.json({ id, status: 'accepted' }, { status: 202 })
    } catch (error) {
      if (error instanceof AppError) {
        refused(error.code, sender?.integrationId)
        return problem(error)
      }
      notStored(error, sender?.integrationId)
      return problem(
        new AppError('internal', 'Navish could not store this event; its log says why.'),
      )
    }
  }

  async function receive(request: Request, sender: Sender): Promise<string> {
    let leave = () => {}
    const enter = async (bytes: number) => {
      leave = await room.take(bytes)
    }
    try {
      const payload = await readBody(request, parts.maxBody, enter)
      return await accept(request.headers, payload, sender, parts)
    } finally {
      leave()
    }
  }

  return new Elysia({ name: 'ingest' })
    .post(`${path}/:token`, ({ request, params }) => answer(request, tokenIn(params)), {
      parse: 'none',
    })
    .post(path, ({ request }) => answer(request, ''), { parse: 'none' })
    .all(`${path}/:token`, onlyPost, { parse: 'none' })
    .all(path, onlyPost, { parse: 'none' })
}

/** Elysia gives null for what is no valid percent-encoding, against its type. */
function tokenIn({ token }: { token: string | null }): string {
  return token ?? ''
}

function unknownToken(): AppError {
  return new AppError(
    'unauthorized',
    'The token in this URL is not valid: copy the webhook URL again, or create a new one with "navish integration rotate".',
  )
}

/** Takes a request up into the outbox; throws the reason why not. */
async function accept(
  sent: Headers,
  payload: Uint8Array,
  sender: Sender,
  { outbox, clock }: IngestParts,
): Promise<string> {
  mustBeSigned(sent, payload, sender)
  mustBePlainJson(sent)
  const body = parseObject(payload)
  const headers = keepHeaders(sent)
  const found = recognise(body, headers['sentry-hook-resource'] ?? null)
  if (found.kind === 'fault') throw new AppError('invalid_event', found.fault)
  return outbox.add({
    integrationId: sender.integrationId,
    receivedAt: clock(),
    resource: found.resource,
    action: found.action,
    headers,
    payload,
    replayKey: replayKeyOf(sent, payload, hashes),
  })
}

function mustBeSigned(headers: Headers, payload: Uint8Array, { secrets }: Sender): void {
  if (secrets.length === 0) return
  const signature = headers.get('sentry-hook-signature') ?? headers.get('x-servicehook-signature')
  if (isSigned(payload, signature, secrets)) return
  throw new AppError(
    'unauthorized',
    signature === null
      ? 'This integration has a client secret, but the request carries no Sentry-Hook-Signature. The legacy webhook plugin cannot sign.'
      : `The signature does not fit the ${payload.length} bytes received: compare the client secret with the one in Sentry.`,
  )
}

function onlyPost(): Response {
  return problem(new AppError('method_not_allowed', 'Sentry webhooks are sent with POST.'), {
    allow: 'POST',
  })
}

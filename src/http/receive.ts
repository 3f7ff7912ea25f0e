import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { keepHeaders, replayKeyOf, type Hashes } from '../sentry/headers.ts'
import { recognise } from '../sentry/payload.ts'
import { isSigned } from '../sentry/signature.ts'
import type { Sender } from '../store/store.ts'
import { fingerprint, sha256 } from '../token.ts'
import { mustBePlainJson, parseObject, readBody } from './body.ts'
import { createBudget } from './budget.ts'

export interface ReceiveParts {
  outbox: Pick<Outbox, 'add'>
  clock: Clock
  /** Bytes. */
  maxBody: number
}

/**
 * Takes a request of a known sender up into the outbox: the id of the event, once it is on disk. Throws the reason why not. `onRead` is
 * called when the body is there: until then it is the sender who is waited for.
 */
export type Receive = (request: Request, sender: Sender, onRead?: () => void) => Promise<string>

const hashes: Hashes = { digest: sha256, fingerprint }

/** Parsed, a body needs many times its size: so many bytes of large ones at once, or one that is larger. */
const roomForLargeBodies = 8 * 1024 * 1024

export function createReceive({ outbox, clock, maxBody }: ReceiveParts): Receive {
  const room = createBudget(roomForLargeBodies)

  function accept(sent: Headers, payload: Uint8Array, sender: Sender): Promise<string> {
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

  return async (request, sender, onRead) => {
    let leave = () => {}
    const enter = async (bytes: number) => {
      leave = await room.take(bytes)
    }
    try {
      const payload = await readBody(request, maxBody, enter)
      onRead?.()
      return await accept(request.headers, payload, sender)
    } finally {
      leave()
    }
  }
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

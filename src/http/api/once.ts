import type { Operation } from '../../contract/operation.ts'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../core/account.ts'
import { AppError } from '../../errors.ts'
import type { AccountStore } from '../../store/accounts.ts'
import { sha256 } from '../../token.ts'
import type { Input } from './input.ts'

export interface OnceParts {
  store: Pick<AccountStore, 'beginOnce' | 'endOnce'>
  clock: Clock
}

/**
 * Does what is asked for with an `Idempotency-Key` once: whoever lost the answer and asks again gets it again. Where it held a
 * secret, that was shown then, and is kept nowhere: the second answer is `conflict`, with everything else in `current`.
 */
export function createOnce({ store, clock }: OnceParts) {
  return async (
    {
      operation,
      key,
      actor,
      input,
    }: {
      operation: Operation
      key: string
      actor: Actor
      input: Input
    },
    work: () => Promise<unknown>,
  ): Promise<unknown> => {
    if (key.length > 200) {
      throw new AppError('invalid_request', 'An Idempotency-Key has at most 200 characters.')
    }
    const { method, path, secrets } = operation
    const once = {
      owner: `${actor.kind} ${actor.id ?? actor.name}`,
      key,
      fingerprint: sha256(JSON.stringify([method, path, withoutSecrets(input)])),
    }
    const begun = await store.beginOnce(once, clock())
    if (begun.state === 'done') return again(JSON.parse(begun.body), secrets)
    if (begun.state === 'running') throw running()
    if (begun.state === 'other') throw other()
    let value: unknown
    try {
      value = await work()
    } catch (error) {
      await store.endOnce(once, null)
      throw error
    }
    const kept = JSON.stringify(without(value, secrets))
    await store.endOnce(once, { status: operation.status, body: kept })
    return value
  }
}

function again(value: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return value
  throw new AppError(
    'conflict',
    'This was done already, for an earlier request with the same Idempotency-Key. What it made is in "current"; what is secret was shown only then.',
    { current: value },
  )
}

function without(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(Object.entries(value).filter(([name]) => !secrets.includes(name)))
}

/** A fast hash of a password must not be kept, not even for a day. The settings of a channel hold some. */
function withoutSecrets({
  password: _password,
  clientSecret: _secret,
  settings: _settings,
  ...input
}: Input): Input {
  return input
}

function running(): AppError {
  return new AppError(
    'conflict',
    'A request with the same Idempotency-Key goes on, or was cut off before its end was known: look whether it took effect.',
  )
}

function other(): AppError {
  return new AppError(
    'invalid_request',
    'This Idempotency-Key was used for something else: each thing that you ask for needs its own.',
  )
}

import type { Clock } from '../../clock.ts'
import { contract, type OperationName } from '../../contract/contract.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Log } from '../../log.ts'
import { createCalls, type CallsParts } from '../../operations/calls.ts'
import type { Passwords } from '../../password.ts'
import type { Observer } from '../../observer.ts'
import type { Store } from '../../store/store.ts'
import type { Origins } from '../auth/address.ts'
import type { Attempts } from '../auth/attempts.ts'
import type { Caller, Incoming } from '../caller.ts'
import { answerOf } from './answer.ts'
import type { Gate } from './gate.ts'
import type { Input } from './input.ts'
import { createOnce } from './once.ts'
import { createRoutes, type Answer } from './routes.ts'

export interface ApiParts extends Pick<
  CallsParts,
  'deliver' | 'pause' | 'onChanged' | 'seal' | 'outbound' | 'limits'
> {
  store: Store
  clock: Clock
  monotonic: Clock
  log: Log
  observer: Pick<Observer, 'answered'>
  gate: Gate
  origins: Origins
  passwords: Passwords
  attempts: Attempts
  /** What flag or variable said when the server started, or null. */
  configuredUrl: string | null
}

/** A list that takes longer (ms) is given as far as it was found. */
const patience = 50

type AnyCalls = Record<OperationName, (input: unknown) => Promise<unknown>>

/** The whole contract over HTTP: who calls, may they, what do they say, do it, say so. */
export function createApi(parts: ApiParts) {
  const { store, clock, gate, origins, configuredUrl } = parts
  const once = createOnce(parts)

  function callsFor(incoming: Incoming, { actor, user, session }: Caller): AnyCalls {
    const { base, address } = origins(incoming)
    const scope = {
      ...parts,
      store,
      clock,
      patience,
      configuredUrl,
      seenAs: base,
      passwords: guarded(parts, address, actor.name),
    }
    return createCalls(scope, { actor, user, session }) as unknown as AnyCalls
  }

  function answering(name: OperationName, operation: Operation): Answer {
    const { role } = operation
    if (role === 'public') throw new Error(`${name} is for strangers, who cannot be acted for`)
    return async ({ incoming, read }) => {
      const caller = await gate(incoming, role)
      const input = await read()
      const { request } = incoming
      const work = () => callsFor(incoming, caller)[name](input)
      const value = await onceOr(work, { operation, caller, input, request })
      return answerOf(operation, value, request)
    }
  }

  function onceOr(
    work: () => Promise<unknown>,
    asked: { operation: Operation; caller: Caller; input: Input; request: Request },
  ): Promise<unknown> {
    const { operation, caller, input, request } = asked
    const key = operation.once ? request.headers.get('idempotency-key') : null
    if (key === null || key === '') return work()
    return once({ operation, key, actor: caller.actor, input }, work)
  }

  const all = Object.entries(contract) as unknown as [OperationName, Operation][]
  const routes = all.map(([name, operation]) => ({ operation, answer: answering(name, operation) }))
  return createRoutes('api', routes, parts)
}

/** Whoever has somebody's session must not be able to try passwords with it. */
function guarded(
  { passwords, attempts }: Pick<ApiParts, 'passwords' | 'attempts'>,
  address: string | null,
  name: string,
): Passwords {
  return {
    hash: passwords.hash,
    async matches(password, hash) {
      const attempt = attempts.begin(address, name)
      const matches = await passwords.matches(password, hash)
      if (matches) attempt.forgive()
      return matches
    },
  }
}

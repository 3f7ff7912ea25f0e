import type { Clock } from '../clock.ts'
import type { AppError } from '../errors.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Refusal, Store } from '../store/store.ts'
import { hashToken } from '../token.ts'

export interface RefusalParts {
  store: Pick<Store, 'recordRefusals' | 'findTokenOwner'>
  clock: Clock
  log: Log
}

/** Remembers what was refused and why, for people who ask why nothing arrives. */
export interface Refusals {
  note(error: AppError, integrationId: string): void
  /** A request whose token is not valid: it may be one that was. */
  noteToken(error: AppError, token: string): void
  /** Writes what was noted; also called by itself about once a second while there is something. */
  write(): Promise<void>
}

const writeEvery = 1_000
/** So many different tokens are looked up between two writes: a storm of wrong ones must not keep the database busy. */
const mostLookUps = 20

export function createRefusals({ store, clock, log }: RefusalParts): Refusals {
  let noted = new Map<string, Refusal>()
  const owners = new Map<string, string | null>()
  let planned = false

  function add(integrationId: string | null, { code, message: reason }: AppError): void {
    const key = `${integrationId} ${code}`
    const known = noted.get(key)
    const count = (known?.count ?? 0) + 1
    noted.set(key, { integrationId, code, reason, count, lastAt: clock() })
    if (planned) return
    planned = true
    setTimeout(() => void write(), writeEvery).unref()
  }

  async function write(): Promise<void> {
    planned = false
    owners.clear()
    const all = [...noted.values()]
    noted = new Map()
    if (all.length === 0) return
    try {
      await store.recordRefusals(all)
    } catch (error) {
      // They are for people to look at; intake goes on without.
      log.warn('refusals not recorded', errorFacts(error))
    }
  }

  async function ownerOf(token: string): Promise<string | null> {
    const known = owners.get(token)
    if (known !== undefined || owners.size >= mostLookUps) return known ?? null
    owners.set(token, null)
    const owner = (await store.findTokenOwner(hashToken(token))) ?? null
    owners.set(token, owner)
    return owner
  }

  async function noteStray(error: AppError, token: string): Promise<void> {
    try {
      add(await ownerOf(token), error)
    } catch {
      // Whose it was is not known then; that there was one is.
      add(null, error)
    }
  }

  return {
    note: (error, integrationId) => add(integrationId, error),

    noteToken(error, token) {
      void noteStray(error, token)
    },

    write,
  }
}

import type { Clock } from '../clock.ts'
import type { Calls } from '../contract/contract.ts'
import type { Actor } from '../core/account.ts'
import type { Limits } from '../core/retention.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Passwords } from '../password.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Session, User } from '../store/accounts.ts'
import type { Store } from '../store/store.ts'
import { alertActions } from './alert-actions.ts'
import { alertCalls } from './alerts.ts'
import { auditor, type Audit } from './audit.ts'
import { channelCalls } from './channels.ts'
import { deliveryCalls } from './deliveries.ts'
import { eventCalls } from './events.ts'
import { integrationCalls } from './integrations.ts'
import { meCalls } from './me.ts'
import { ruleCalls } from './rules.ts'
import type { Deliver } from './sample.ts'
import { sessionCalls } from './sessions.ts'
import { settingsCalls } from './settings.ts'
import { silenceCalls } from './silences.ts'
import { statisticsCalls } from './statistics.ts'
import { storageCalls } from './storage.ts'
import { tokenCalls } from './tokens.ts'
import { userCalls } from './users.ts'

/** What the operations work with. */
export interface CallsParts {
  store: Store
  clock: Clock
  /** The public URL that flag or variable said when the server started, or null. */
  configuredUrl: string | null
  /** What is kept. @param known the limits by which a server last removed something; null: none did yet */
  limits(known: Limits | null): Limits
  /** Under which address whoever asks reaches this: what counts while no public URL is set. */
  seenAs: string
  /** How long (ms) a list may be looked for before a short page is given; null: until it is full. */
  patience: number | null
  passwords: Passwords
  /** Keeps the secret settings of channels. */
  seal: Seal
  /** The way to where people are told. */
  outbound: Outbound
  /** How a sample webhook is received. */
  deliver: Deliver
  /** Lets time pass, ms. */
  pause(ms: number): Promise<void>
  /** Called when something changed that others follow. */
  onChanged(): void
}

/** In whose name it is all done. */
export interface Behalf {
  actor: Actor
  /** The person who asks, or who answers for the API token. */
  user: User | null
  /** The session that asks. */
  session: Session | null
}

/** Everything that an operation needs: the parts, who asks, and how to say so in the audit log. */
export interface Scope extends CallsParts, Behalf {
  audit: Audit
  /** What stands before the path of webhook URLs and links. */
  publicUrl(): Promise<string>
}

/** The API on the store, in the name of somebody. Whether they may is asked before, by whoever lets them in. */
export function createCalls(parts: CallsParts, behalf: Behalf): Calls {
  const { store, clock, configuredUrl, seenAs } = parts
  const scope: Scope = {
    ...parts,
    ...behalf,
    audit: auditor(clock, behalf.actor),
    publicUrl: async () => configuredUrl ?? (await store.showSettings()).publicUrl ?? seenAs,
  }
  return {
    ...alertCalls(scope),
    ...alertActions(scope),
    ...integrationCalls(scope),
    ...eventCalls(scope),
    ...channelCalls(scope),
    ...ruleCalls(scope),
    ...silenceCalls(scope),
    ...deliveryCalls(scope),
    ...statisticsCalls(scope),
    ...storageCalls(scope),
    ...settingsCalls(scope),
    ...meCalls(scope),
    ...userCalls(scope),
    ...sessionCalls(scope),
    ...tokenCalls(scope),
  }
}

import type { Age } from '../core/age.ts'
import type { Limits } from '../core/retention.ts'

/** In the order in which they are looked through: what goes with something is looked at after it. */
export const removable = ['deliveries', 'alerts', 'events', 'payloads', 'keys', 'silences'] as const
/** `keys` are dedup keys of which nothing else is kept. */
export type Removable = (typeof removable)[number]

/** Removes what is too old or too much, and keeps account of what is kept. Every step is short, and whole if the process ends in it. */
export interface RetentionStore {
  /**
   * Notes that time went by: how old something is, is told by this, and never by the clock alone (see core/age.ts).
   * @param ran ms since it was last noted by this process; 0 the first time
   */
  noteAge(now: number, ran: number): Promise<Age>
  /**
   * Removes some of what the limits leave no room for, and looks on where the step before ended: `from` is 0, and then `next` until that is
   * null. What is pending stays, and so do alerts that are not resolved and what belongs to them.
   */
  removeSome(what: Removable, asked: Removing): Promise<Removed>
  /** Takes payloads that came since into the account of what is kept. @returns whether there are more */
  countPayloads(): Promise<boolean>
  /** Packs some payloads that came one by one together, once nobody waits for them. @returns whether there may be more */
  joinPayloads(): Promise<boolean>
  /** Gives some unused room back to the disk, if this database can. @returns whether there is more */
  giveBackRoom(): Promise<boolean>
  /** Writes down that everything was looked through. */
  noteRetention(
    removed: Readonly<Record<Removable, number>>,
    asked: Omit<Removing, 'from'>,
  ): Promise<void>
  showStorage(): Promise<Storage>
}

export interface Removing {
  limits: Limits
  /** Unix ms. */
  now: number
  from: number
}

export interface Removed {
  removed: number
  /** Where to go on; null: it was looked through to the end. */
  next: number | null
}

/** What is kept, and how large it is. */
export interface Storage {
  /** Bytes of the database, its log, and of what of the database is unused. */
  database: number
  log: number
  unused: number
  /** Whether it gives unused room back while it is open. */
  shrinks: boolean
  payloads: Kept & { bytes: number }
  events: Kept
  alerts: Kept & { unresolved: number }
  deliveries: Kept
  /** When everything was last looked through, and what was removed then; null: never yet. */
  lastRun: { at: number; removed: Partial<Record<Removable, number>> } | null
  age: Age
  /** By which that was; null: never yet. */
  limits: Limits | null
}

export interface Kept {
  count: number
  /** When the oldest came, Unix ms; null: there is none. */
  oldestAt: number | null
}

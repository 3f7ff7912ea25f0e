import { statfs } from 'node:fs/promises'
import type { Clock } from './clock.ts'
import type { Loop } from './drain/loop.ts'
import { messageOf } from './errors.ts'
import type { Check, Readiness } from './http/health.ts'
import type { Alarms } from './notify/alarms.ts'
import type { Store } from './store/store.ts'

export interface ReadinessParts {
  store: Pick<Store, 'probe' | 'countPending'>
  loop: Pick<Loop, 'lastTick'>
  alarms: Pick<Alarms, 'standing'>
  clock: Clock
  /** The clock that the loop's ticks are told by: one that does not jump. */
  monotonic: Clock
  dataDir: string
}

/** Below this, SQLite may soon fail to grow its files. */
const leastFreeBytes = 64 * 1024 * 1024
/** The drain ticks about twice a second; this many ms without one that went well, and it hangs or fails. */
const longestSilence = 15_000

/** Asks every part that must work for an event to become an alert. */
export async function checkReadiness(parts: ReadinessParts): Promise<Readiness> {
  const checks = {
    database: await checkDatabase(parts),
    disk: await checkDisk(parts.dataDir),
    drain: await checkDrain(parts),
  }
  const ready = Object.values(checks).every(({ ok }) => ok)
  // Those are for people: a server that takes webhooks is not to be taken away because a chat does not answer.
  const warnings = parts.alarms.standing().map(({ title }) => title)
  return { status: ready ? 'ready' : 'failing', checks, warnings }
}

async function checkDatabase({ store, clock }: ReadinessParts): Promise<Check> {
  try {
    await store.probe(clock())
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: `The database cannot be written: ${messageOf(error)}` }
  }
}

async function checkDisk(dataDir: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    const freeBytes = bavail * bsize
    if (freeBytes >= leastFreeBytes) return { ok: true, freeBytes }
    return { ok: false, freeBytes, reason: `Only ${freeBytes} bytes are free for the database.` }
  } catch (error) {
    return { ok: false, reason: `The data directory cannot be read: ${messageOf(error)}` }
  }
}

async function checkDrain({ store, loop, monotonic }: ReadinessParts): Promise<Check> {
  const last = loop.lastTick()
  const silence = last === null ? null : monotonic() - last
  try {
    const pending = await store.countPending()
    if (silence !== null && silence <= longestSilence) return { ok: true, pending }
    return { ok: false, pending, reason: 'The drain has not run lately; the log says why.' }
  } catch (error) {
    return { ok: false, reason: `The outbox cannot be read: ${messageOf(error)}` }
  }
}

import { statfs } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import { alarmsOf, type Alarm, type BackupCondition, type Condition } from '../core/alarm.ts'
import type { Store } from '../store/store.ts'

/** Looks whether Navish itself needs a person, and says so as an alert: it is shown and told like any other. */
export interface Alarms {
  /** Looks once. @returns in how many ms to look again */
  tick(): Promise<number>
  /** What stands now. */
  standing(): readonly Alarm[]
}

export interface AlarmsParts {
  store: Pick<
    Store,
    'listChannels' | 'listDeadSince' | 'listWatched' | 'countEvents' | 'noteAlarms'
  >
  dataDir: string
  clock: Clock
  /** How it stands with backups; null: none are made by themselves. */
  backup(): BackupCondition | null
  /** Alerts may have changed. */
  onChanged(): void
}

/** ms */
const lookEvery = 15_000
const hour = 60 * 60_000

export function createAlarms({ store, dataDir, clock, backup, onChanged }: AlarmsParts): Alarms {
  /** What waited while the server was stopped waits for the drain only since then. */
  const startedAt = clock()
  let standing: readonly Alarm[] = []
  /** What was open when the server was stopped may be over. */
  let isFirst = true

  async function look(now: number): Promise<Condition> {
    const { items } = await store.listChannels({ limit: 1_000 })
    const dead = new Map(
      (await store.listDeadSince(now - hour)).map(({ channelId, at }) => [channelId, at]),
    )
    const { oldestPendingAt } = await store.countEvents()
    return {
      channels: items
        .filter(({ isEnabled }) => isEnabled)
        .map(({ id, name, failingSince, lastFailure }) => ({
          id,
          name,
          failingSince,
          lastFailure,
          lastDeadAt: dead.get(id) ?? null,
        })),
      integrations: await store.listWatched(),
      oldestPendingAt: oldestPendingAt === null ? null : Math.max(oldestPendingAt, startedAt),
      freeBytes: await freeBytesOf(dataDir),
      backup: backup(),
    }
  }

  return {
    async tick() {
      const now = clock()
      const severities = new Map(standing.map(({ key, severity }) => [key, severity]))
      const found = alarmsOf(await look(now), severities, now)
      const before = new Map(standing.map((alarm) => [alarm.key, JSON.stringify(alarm)]))
      const isSame =
        found.length === before.size &&
        found.every((alarm) => before.get(alarm.key) === JSON.stringify(alarm))
      if (isSame && !isFirst) return lookEvery
      // One that a person resolved stays so for as long as it stands: they know of it.
      const fresh = new Set(found.map(({ key }) => key).filter((key) => !before.has(key)))
      await store.noteAlarms(found, fresh, now)
      standing = found
      isFirst = false
      onChanged()
      return lookEvery
    },

    standing: () => standing,
  }
}

async function freeBytesOf(dataDir: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    return bavail * bsize
  } catch {
    return null
  }
}

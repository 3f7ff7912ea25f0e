import { isBeingMade, newestIn, sweepAfter } from '../backup/folder.ts'
import type { Clock } from '../clock.ts'
import type { BackupCondition } from '../core/alarm.ts'
import { messageOf } from '../errors.ts'
import type { Log } from '../log.ts'
import type { OwnProcess, Run } from './own-process.ts'
import type { Chore } from './upkeep.ts'

/** Makes backups as long as the server runs, each in a process of its own: none of it holds up who sends. */
export interface Backups extends Chore {
  end(): void
  /** How it stands with them. */
  condition(): BackupCondition
}

export interface BackupsParts {
  dataDir: string
  folder: string
  /** ms from one to the next. */
  every: number
  keep: number
  recipients: readonly string[]
  clock: Clock
  log: Log
  /** Runs a command of this program. */
  run: Run
  /** One was made, or failed. */
  onOutcome(): void
}

/** ms: a start has more urgent things to do. */
const settling = 60_000
/** ms: the folder is looked at at least so often, because the clock may be set, and people make backups, too. */
const lookEvery = 10 * 60_000
/** ms that a stop waits for one that is under way. */
const patience = 2_000
/** ms after which one that failed is tried again, and after which one that failed again and again. */
/** ms: it is asked far more often than this how it stands, as long as the machine does not sleep. */
const longestSilence = 5 * 60_000
/** ms after which it is looked again what became of one that somebody else is making. */
const othersTake = 60_000
const retryAfter = { once: 10 * 60_000, often: 60 * 60_000 }

/** More than the command takes is as good as all. */
const mostKept = 100_000

/** When the next one is due is told by the newest one that is there, so a restart changes nothing in it. */
export function createBackups(parts: BackupsParts): Backups {
  const { dataDir, folder, every, clock, log, run, onOutcome } = parts
  let watchedSince = clock()
  let askedAt = watchedSince
  let isFirst = true
  let isEnded = false
  let newestAt: number | null = null
  let failure: string | null = null
  /** One after the other. */
  let failures = 0
  let running: OwnProcess | null = null
  /** A folder that hangs must not hold up a stop. */
  const over = Promise.withResolvers<void>()

  async function make(): Promise<void> {
    const startedAt = clock()
    running = run(argumentsFor(parts))
    try {
      const ended = await Promise.race([running.ended, over.promise])
      if (isEnded || ended === undefined) return sweepAfter(dataDir, folder)
      const { code, out, err } = ended
      if (code !== 0) throw new Error(reasonIn(err) || `it ended with ${code ?? 'a signal'}`)
      const { file, bytes, events } = JSON.parse(out) as Record<string, string | number>
      failure = null
      failures = 0
      log.info('backup made', { file, bytes, events, ms: clock() - startedAt })
    } catch (error) {
      failure = messageOf(error)
      failures += 1
      log.error('backup failed', { reason: failure })
    } finally {
      running = null
    }
  }

  async function look(): Promise<void> {
    const found = await Promise.race([newestIn(folder, clock()), over.promise])
    if (found !== undefined) newestAt = found
  }

  return {
    name: 'backups',

    async tick() {
      await look()
      if (isFirst) {
        isFirst = false
        return Math.min(settling, every)
      }
      const left = () => (newestAt === null ? 0 : newestAt + every - clock())
      if (left() <= 0) {
        // Such as by a person, by cron, or by a server that was killed: it counts when it is done, and to wait for it is no failure.
        if (isBeingMade(dataDir)) return Math.min(othersTake, every)
        await make()
        await look()
        if (left() > 0) failure = null
        onOutcome()
      } else failure = null
      if (failure !== null) {
        return Math.min(every, failures > 1 ? retryAfter.often : retryAfter.once)
      }
      return Math.min(lookEvery, every, Math.max(left(), 1))
    },

    end() {
      isEnded = true
      running?.end()
      setTimeout(over.resolve, running === null ? 0 : patience)
    },

    condition() {
      const now = clock()
      // The machine slept, or its clock was set: as after a start, one that is late was not to be made meanwhile.
      if (now - askedAt > longestSilence) watchedSince = now
      askedAt = now
      return { every, newestAt, failure, watchedSince }
    },
  }
}

function argumentsFor({ dataDir, folder, keep, recipients }: BackupsParts): string[] {
  const most = String(Math.min(keep, mostKept))
  const made = ['backup', '--json', '--keep', most, '--data-dir', dataDir]
  const encrypted = recipients.length > 0 ? ['--backup-recipients', recipients.join(',')] : []
  return [...made, '--backup-dir', folder, ...encrypted]
}

function reasonIn(err: string): string {
  return err.trim().replaceAll(/^navish: /gm, '')
}

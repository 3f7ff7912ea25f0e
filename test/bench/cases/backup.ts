import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Case } from '../case.ts'
import { run, runMeasured, type Ran } from '../children.ts'
import { fillPast, runSteady, type Steady } from '../clients/run.ts'
import { startNavish } from '../navish.ts'
import { pinned, serverCore } from '../pinning.ts'
import { ms, short } from '../report.ts'
import { median, numbersOf } from '../statistics.ts'

const connections = 64
/** Events a second: much more than Sentry sends anybody. */
const rate = 1_250

interface Pair {
  without: Steady
  beside: Steady
  /** One after the other, as long as the events come. */
  backups: Ran[]
}

interface Measured {
  pairs: Pair[]
  /** While nothing comes. */
  alone: Ran
  encrypted: Ran
  verify: Ran
  restore: Ran
  /** MB (10^6 bytes) */
  size: number
  /** The largest that the log was after it, MB. */
  log: number
}

async function measure(bench: Bench, size: { alerts: number; events: number }): Promise<Measured> {
  const { binary, settings, workspace, tell } = bench
  const dataDir = workspace.folder('past')
  const { token } = await fillPast(bench, { dataDir, ...size })
  const navish = await startNavish(bench, { dataDir, token }, ['--backup-every', 'never'])
  tell('filled')
  const file = join(workspace.path, 'backup.db')
  const key = join(workspace.path, 'key')
  const keygen = [binary, 'backup', 'keygen', key]
  const recipient = (await run(keygen, { cwd: workspace.path })).trim()
  // As the server starts it: where it runs itself, after everything else.
  const navishBackup = (to: string, ...args: string[]) => {
    const command = [binary, 'backup', to, '--force', '--json', '--data-dir', dataDir, ...args]
    return runMeasured(pinned(serverCore, ['nice', '-n', '19', ...command]), workspace.path)
  }
  const seconds = settings.seconds(20)
  const steady = (seed: number) =>
    runSteady(bench, { url: navish.webhook, rate, connections, seconds, seed })

  async function beside(seed: number): Promise<Omit<Pair, 'without'>> {
    const over = new AbortController()
    const backups: Ran[] = []
    const backing = (async () => {
      while (!over.signal.aborted) backups.push(await navishBackup(file))
    })()
    const measured = await steady(seed)
    over.abort()
    await backing
    return { beside: measured, backups }
  }

  const pairs: Pair[] = []
  let log = 0
  for (let round = 0; round < settings.rounds(3); round += 1) {
    const without = await steady(100 + round)
    await navish.drained()
    const pair = { without, ...(await beside(200 + round)) }
    await navish.drained()
    log = Math.max(log, statSync(join(dataDir, 'navish.db-wal')).size / 1e6)
    pairs.push(pair)
    tell(`p99 ${ms(without.p99)}, beside ${pair.backups.length} backups ${ms(pair.beside.p99)}`)
  }
  const alone = await navishBackup(file)
  const encrypted = await navishBackup(`${file}.age`, '--backup-recipients', recipient)
  const verify = await runMeasured([binary, 'backup', 'verify', file], workspace.path)
  const target = workspace.folder('restored')
  const restore = await runMeasured([binary, 'restore', file, '--data-dir', target], workspace.path)
  await navish.stop()
  const bytes = statSync(file).size
  for (const one of [dataDir, target]) workspace.clear(one)
  return { pairs, alone, encrypted, verify, restore, size: bytes / 1e6, log }
}

/** How long a backup takes, and what intake feels of it. */
export const backup: Case = async (bench) => {
  const { settings } = bench
  const size = {
    alerts: settings.amount(100_000, 2_000),
    events: settings.amount(1_000_000, 20_000),
  }
  const { pairs, alone, encrypted, verify, restore, size: mb, log } = await measure(bench, size)
  const busy = pairs.flatMap(({ backups }) => backups.map((one) => one.ms))
  const ratios = pairs.map((pair) => pair.beside.p99 / pair.without.p99)
  const p99 = pairs.map((pair) => pair.beside.p99)
  const without = pairs.map((pair) => pair.without.p99)
  const peak = Math.max(
    alone.peak,
    ...pairs.flatMap(({ backups }) => backups.map((one) => one.peak)),
  )
  const refused = pairs.reduce((sum, pair) => sum + pair.beside.refused + pair.without.refused, 0)
  if (refused > 0) throw new Error(`${refused} events were refused`)
  return {
    name: 'backup',
    what: `a backup of ${size.events} events (${Math.round(mb)} MB), alone and one after the other while ${rate} events come in a second`,
    target: 'p99 of intake <= 2 of without',
    told: `${ms(alone.ms)} alone, ${ms(median(busy))} beside, ${ms(encrypted.ms)} encrypted; intake p99 ${ms(median(p99))} of ${ms(median(without))} (${short(median(ratios))}); at most ${Math.round(peak)} MB of memory`,
    measured: {
      aloneMs: alone.ms,
      ...numbersOf('besideMs', busy),
      encryptedMs: encrypted.ms,
      verifyMs: verify.ms,
      restoreMs: restore.ms,
      ...numbersOf('p99Ratio', ratios),
      ...numbersOf('p99Ms', p99),
      ...numbersOf('p99MsWithout', without),
      maxMs: Math.max(...pairs.map((pair) => pair.beside.max)),
      maxMsWithout: Math.max(...pairs.map((pair) => pair.without.max)),
      peakMb: peak,
      encryptedPeakMb: encrypted.peak,
      verifyPeakMb: verify.peak,
      restorePeakMb: restore.peak,
      sizeMb: mb,
      logMb: log,
    },
    reached: median(ratios) <= 2,
  }
}

import { createHash } from 'node:crypto'
import { digestOf } from '../core/digest.ts'
import type { Log } from '../log.ts'
import { AppError } from '../errors.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { LeasedDelivery, Lot } from '../store/deliveries.ts'
import type { Notifier, Sending, Sent } from './notifier.ts'

export interface SenderParts {
  notifiers: Readonly<Record<string, Notifier>>
  outbound: Outbound
  /** Opens the secret settings of a channel. Throws `AppError` when that cannot be. */
  open(sealed: string): Record<string, unknown>
  /** Under which links to alerts begin. */
  publicUrl(): Promise<string>
  log: Log
  /** ms that one attempt may take. */
  patience: number
}

/** Makes one attempt to tell a lot. Whatever happens becomes a result. */
export type Sender = (lot: Lot) => Promise<Sent>

export function createSender(parts: SenderParts): Sender {
  const { notifiers, outbound, open, publicUrl, log, patience } = parts

  async function sendingOf({ channel, deliveries }: Lot): Promise<Sending<never>> {
    const settings = { ...channel.settings, ...open(channel.sealed) } as never
    const base = await publicUrl()
    const key = keyOf(deliveries)
    const [only, ...others] = deliveries
    if (only !== undefined && others.length === 0) {
      const pageUrl = `${base}/alerts/${only.alertId}`
      return { settings, notice: only.notice, pageUrl, key, thread: only.thread, outbound }
    }
    const digest = digestOf(deliveries.map(({ notice }) => notice))
    return { settings, notice: { digest }, pageUrl: `${base}/`, key, thread: null, outbound }
  }

  return async (lot) => {
    const notifier = notifiers[lot.channel.kind]
    if (notifier === undefined) return refused(`This version knows no ${lot.channel.kind}.`)
    const late = Promise.withResolvers<Sent>()
    const timer = setTimeout(() => late.resolve(failed('It did not end in time.')), patience)
    try {
      return await Promise.race([notifier.send(await sendingOf(lot)), late.promise])
    } catch (error) {
      if (error instanceof AppError) return failed(error.message)
      // Its message may hold a secret; the log has where it was thrown.
      log.error('notifier failed', { channelId: lot.channel.id, ...placeOf(error) })
      return failed('Navish failed to tell it; its log has more.')
    } finally {
      clearTimeout(timer)
    }
  }
}

function placeOf(error: unknown): { error: string; stack: string } {
  if (!(error instanceof Error)) return { error: typeof error, stack: '' }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { error: error.name, stack: frames.slice(0, 5).join(' ') }
}

const nothing = { status: null, reply: '' }
const failed = (why: string): Sent => ({ ...nothing, result: 'retry', why, afterMs: null })
const refused = (why: string): Sent => ({ ...nothing, result: 'refused', why })

/** The same for the same deliveries of this installation, and no other one: when they were written is part of it. */
function keyOf(deliveries: readonly LeasedDelivery[]): string {
  const parts = deliveries.map(({ id, createdAt, notice }) => [
    id,
    createdAt,
    notice.alert.dedupKey,
  ])
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)
}

import { randomBytes } from 'node:crypto'
import { issueHook, eventAlertHook, metricHook, type Sent } from '../support/requests.ts'

/** One request of a sender, and what it is about. */
export interface Delivery {
  sent: Sent
  /** Stands in the dedup key of its alert, and in no other one. */
  about: string
  /** Whether every distinct delivery about this counts on its alert: nothing ever resolves it. */
  counts: boolean
}

/** A 202 is a promise: this event is kept. */
export interface Answered {
  id: string
  delivery: Delivery
  /** How far the log of the disk was when the answer was here; what the log held before that came before the answer. */
  mark: number
}

/** What was sent and what was answered: a data directory is compared with it after a fault. */
export interface Ledger {
  answered: Answered[]
  /** Cut off without an answer: stored or not, both are right. */
  open: Delivery[]
  /** Answered with anything but 202: not stored. */
  refused: { delivery: Delivery; status: number }[]
  /** Sends it and notes what came back: the status, 0 for cut off, or -1 when there was no answer for too long. */
  post(url: string, delivery: Delivery): Promise<number>
}

/** Sentry waits one second. An answer that took this long (ms) counts as none. */
const patience = 10_000

export function createLedger(mark: () => number = () => 0): Ledger {
  const answered: Answered[] = []
  const open: Delivery[] = []
  const refused: Ledger['refused'] = []
  return {
    answered,
    open,
    refused,
    async post(url, delivery) {
      const { signal, stop } = deadline()
      try {
        const { headers, body } = delivery.sent
        const response = await fetch(url, { method: 'POST', headers, body, signal })
        const { id } = (await response.json()) as { id?: string }
        if (response.status === 202) answered.push({ id: `${id}`, delivery, mark: mark() })
        else refused.push({ delivery, status: response.status })
        return response.status
      } catch {
        open.push(delivery)
        return signal.aborted ? -1 : 0
      } finally {
        stop()
      }
    },
  }
}

function deadline(): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), patience)
  return { signal: controller.signal, stop: () => clearTimeout(timer) }
}

/** Chance that can be repeated: the same seed gives the same numbers, each from 0 up to, not including, 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `NAVISH_FAULTS_SEED` repeats a run that failed; else every run is another one. */
export const givenSeed = Number(
  process.env['NAVISH_FAULTS_SEED'] ?? Math.floor(Math.random() * 1e9),
)

/** Whole numbers from `least` up to, not including, `limit`. */
export function within(random: () => number, least: number, limit: number): number {
  return least + Math.floor(random() * (limit - least))
}

const at = (random: () => number) => `2026-09-01T08:${10 + Math.floor(random() * 50)}:00.000000Z`

/**
 * One delivery of the mix: issues and metric incidents that fire again and again, and issues that come and go.
 * @param keys so many of each kind, so that many deliveries are about the same
 * @param pad bytes that make the payload larger
 */
export function aDelivery(random: () => number, { keys = 12, pad = 0 } = {}): Delivery {
  const nth = within(random, 100, 100 + keys)
  // Of no use to whoever would compress it.
  const data = pad > 0 ? { pad: randomBytes(pad * 0.75).toString('base64') } : {}
  const kind = within(random, 0, 10)
  if (kind < 3) {
    const about = `7${nth}1`
    return { sent: issueHook('created', { id: about }, { data }), about, counts: true }
  }
  if (kind < 5) {
    const about = `7${nth}1`
    const sent = eventAlertHook({ issue_id: about, pad: data.pad ?? null })
    return { sent, about, counts: true }
  }
  if (kind < 8) {
    const about = `8${nth}2`
    const action = random() < 0.5 ? 'critical' : 'warning'
    const sent = metricHook(action, { id: about, identifier: about }, { data })
    return { sent, about, counts: true }
  }
  const about = `9${nth}3`
  const action = random() < 0.6 ? 'unresolved' : 'resolved'
  return {
    sent: issueHook(action, { id: about, lastSeen: at(random) }, { data }),
    about,
    counts: false,
  }
}

/** Many senders at once until `isOver`, some of which deliver a request again that was answered before. */
export async function load(
  ledger: Ledger,
  url: string,
  next: () => Delivery,
  { senders = 24, isOver }: { senders?: number; isOver: () => boolean },
): Promise<void> {
  const one = async (_: unknown, index: number) => {
    while (!isOver()) {
      const again = index === 0 ? ledger.answered.at(-1)?.delivery : undefined
      // Cut off: the server is gone, and nobody answers any more.
      if ((await ledger.post(url, again ?? next())) < 200) return
    }
  }
  await Promise.all(Array.from({ length: senders }, one))
}

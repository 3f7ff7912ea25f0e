import type { Clock } from '../clock.ts'
import type { EventCounts, Store } from '../store/store.ts'
import { bytesOf, countsFrame, frame, framesOf, type Frame } from './frames.ts'

/** What is told to everybody at once. */
export interface Batch {
  /** Whoever knows everything up to here, and not more, is told all of it. */
  from: number
  /** What one knows then. */
  to: number
  /** Changes, or that there are too many of them. */
  frames: Frame[]
  counts: EventCounts | null
}

/** What is new in the store, for everybody who is up to date. */
export interface News {
  /** Everything up to here was in a batch. */
  position(): number
  /** Begins from here: nobody is up to date yet, and the first one was told so much. */
  startAt(revision: number, counts: EventCounts): void
  /** What came since, or null for nothing. */
  next(): Promise<Batch | null>
}

export interface NewsParts {
  store: Pick<Store, 'revision' | 'listChanges' | 'countEvents'>
  clock: Clock
  monotonic: Clock
}

/** So many alerts, and so many bytes: with more it is quicker to ask for everything anew. */
const most = { alerts: 100, bytes: 128 * 1024 }
/** ms between two times that everybody is told to do that: each of them then asks for several lists. */
const reloadEvery = 5_000
/** ms between two looks at how many events there are. */
const countEvery = 1_000

export function createNews({ store, clock, monotonic }: NewsParts): News {
  let position = 0
  let tooMany = false
  let reloadedAt = -Infinity
  let counted = { at: -Infinity, said: '' }

  /** Up to `revision`, which is not the position. */
  async function changesUpTo(revision: number): Promise<Frame[]> {
    const isRestored = revision < position
    if (!isRestored && !tooMany) {
      const changes = await store.listChanges(position, most.alerts)
      const frames = framesOf(changes, clock())
      if (!changes.more && bytesOf(frames).length <= most.bytes) {
        position = changes.revision
        return frames
      }
      tooMany = true
    }
    if (!isRestored && monotonic() - reloadedAt < reloadEvery) return []
    tooMany = false
    reloadedAt = monotonic()
    position = revision
    return [frame('reload', revision, {})]
  }

  async function changedCounts(): Promise<EventCounts | null> {
    if (monotonic() - counted.at < countEvery) return null
    const counts = await store.countEvents()
    if (said(counts) === counted.said) return null
    counted = { at: monotonic(), said: said(counts) }
    return counts
  }

  return {
    position: () => position,
    startAt(revision, counts) {
      position = revision
      tooMany = false
      counted = { at: monotonic(), said: said(counts) }
    },
    async next() {
      const revision = await store.revision()
      // A database that was restored from a copy: nobody is ahead of that.
      const from = revision < position ? Infinity : position
      const frames = revision === position ? [] : await changesUpTo(revision)
      const counts = await changedCounts()
      if (frames.length === 0 && counts === null) return null
      return { from, to: position, frames, counts }
    },
  }
}

const said = (counts: EventCounts) => countsFrame(0, counts).text

/** The part of a batch that is news for one who knows everything up to `known`. */
export function newsFor(known: number, { frames, counts, to }: Omit<Batch, 'from'>): Uint8Array {
  const unknown = frames.filter(({ revision }) => revision > known)
  const told = counts === null ? [] : [countsFrame(Math.max(known, to), counts)]
  return bytesOf([...unknown, ...told])
}

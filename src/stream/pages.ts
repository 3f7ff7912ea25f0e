import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import { bytesOf, framesOf, piecesOf } from './frames.ts'

/** What changed after some revision. */
export interface Page {
  /** To be given one after another; with each the revision up to which everything was told then. */
  pieces: { revision: number; bytes: Uint8Array }[]
  /** How many changes. */
  length: number
  /** Everything up to here is in it. */
  revision: number
}

/** Reads from the store what readers missed. */
export interface Pages {
  after(revision: number): Promise<Page>
  /** Forgets what was kept for others. */
  forget(): void
}

export interface PagesParts {
  store: Pick<Store, 'listChanges'>
  clock: Clock
  monotonic: Clock
}

const pageSize = 200
/** Characters: a reader takes one piece before it gets the next. */
const pieceSize = 64 * 1024
/** Readers that come back together, as all do after a restart, mostly ask for the same: for so long (ms) a page is read once for all. */
const keptFor = 1000
const mostKept = 10

export function createPages({ store, clock, monotonic }: PagesParts): Pages {
  const kept = new Map<number, { at: number; page: Promise<Page> }>()
  let before: Promise<unknown> = Promise.resolve()

  async function read(after: number): Promise<Page> {
    const changes = await store.listChanges(after, pageSize)
    const frames = framesOf(changes, clock())
    const pieces = piecesOf(frames, pieceSize).map((piece) => ({
      revision: piece.revision,
      bytes: bytesOf([piece]),
    }))
    return { pieces, length: frames.length, revision: changes.revision }
  }

  /** One page at a time, and between two of them everything else has its turn. */
  function readInTurn(after: number): Promise<Page> {
    const page = before.then(() => new Promise(setImmediate)).then(() => read(after))
    before = page.then(nothing, nothing)
    return page
  }

  async function readAndKeep(after: number): Promise<Page> {
    try {
      const page = await readInTurn(after)
      // There was nothing yet: whoever asks again must not be told so again.
      if (page.revision <= after) kept.delete(after)
      return page
    } catch (error) {
      kept.delete(after)
      throw error
    }
  }

  return {
    after(revision) {
      const now = monotonic()
      const known = kept.get(revision)
      // What changed since it was read has a greater revision than it goes up to: that follows.
      if (known !== undefined && now - known.at <= keptFor) return known.page
      if (kept.size >= mostKept) kept.clear()
      const page = readAndKeep(revision)
      kept.set(revision, { at: now, page })
      return page
    },
    forget: () => kept.clear(),
  }
}

function nothing(): void {}

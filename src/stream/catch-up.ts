import type { Store } from '../store/store.ts'
import { bytesOf, frame } from './frames.ts'
import type { Pages } from './pages.ts'
import type { Reader } from './reader.ts'

export interface CatchUpParts {
  store: Pick<Store, 'revision'>
  pages: Pages
  /** What those who are up to date know. */
  position(): number
}

/** Changes that a reader missed: with more it is quicker to ask for everything anew. */
const mostMissed = 2_000

/**
 * Tells a reader what it missed, and then calls `upToDate`, unless it is gone by then: in the same moment in which it knows what
 * the others know, so that there is no gap.
 */
export function createCatchUp({ store, pages, position }: CatchUpParts) {
  async function askToReload(reader: Reader): Promise<void> {
    await reader.untilTaken()
    const revision = await store.revision()
    reader.send(bytesOf([frame('reload', revision, {})]))
    reader.position = revision
  }

  /** How many changes it was told. */
  async function tellPage(reader: Reader, left: number): Promise<number> {
    const { pieces, length, revision } = await pages.after(reader.position)
    // It goes back only when the database was restored from a copy meanwhile.
    if (length > left || revision < reader.position) {
      await askToReload(reader)
      return 0
    }
    for (const piece of pieces) {
      await reader.untilTaken()
      reader.send(piece.bytes)
      reader.position = piece.revision
    }
    reader.position = revision
    return length
  }

  return async function catchUp(reader: Reader, upToDate: () => void): Promise<void> {
    let left = mostMissed
    while (!reader.isGone() && reader.position < position()) {
      left -= await tellPage(reader, left)
    }
    if (!reader.isGone()) upToDate()
  }
}

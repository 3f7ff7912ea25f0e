import { AppError } from '../errors.ts'
import type { Reader } from './reader.ts'

/** Readers at once: in all, and of one user or token. */
export const mostReaders = { all: 1000, each: 50 }

/** In how many seconds one that was not let in may try again. */
const retryAfter = 15

/** Everybody who reads, no more than there may be. */
export interface Crowd {
  /** Throws `rate_limited` when there is no room for one more of this owner. */
  mustHaveRoomFor(owner: string): void
  add(reader: Reader): void
  remove(reader: Reader): void
  all(): Reader[]
  size(): number
}

export function createCrowd(): Crowd {
  const readers = new Set<Reader>()
  const counts = new Map<string, number>()

  function count(owner: string, change: 1 | -1): void {
    const now = (counts.get(owner) ?? 0) + change
    if (now === 0) counts.delete(owner)
    else counts.set(owner, now)
  }

  return {
    mustHaveRoomFor(owner) {
      if (readers.size >= mostReaders.all) {
        throw full(`There are ${mostReaders.all} readers already: try again later.`)
      }
      if ((counts.get(owner) ?? 0) >= mostReaders.each) {
        throw full(`You have ${mostReaders.each} readers already: close one, or try again later.`)
      }
    },
    add(reader) {
      readers.add(reader)
      count(reader.owner, 1)
    },
    remove(reader) {
      if (readers.delete(reader)) count(reader.owner, -1)
    },
    all: () => [...readers],
    size: () => readers.size,
  }
}

function full(text: string): AppError {
  return new AppError('rate_limited', text, { retryAfter })
}

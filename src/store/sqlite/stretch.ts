import type { Found, Page } from '../store.ts'
import { foundOf } from './found.ts'
import { idOf } from './ids.ts'

/** Ids from `floor` up to, but without, `below`. */
export interface Place {
  below: number
  floor: number
}

/** A part of a list that is looked at in one go: the ids from `from` up to where the part before ended. */
export interface Ahead {
  from: number
  /** Those of them that may be wanted, newest first. */
  ids(): readonly number[]
}

/** What a list is made of. */
export interface Walk<T> {
  /** What comes next: about `size` entries, not under `floor`. */
  next(place: Place, size: number): Ahead
  /** What has this id, or null when it is not wanted. */
  find(id: number): T | null
}

/**
 * Walks down a list until a page is full, the list or the patience ends. Everything else goes on between two parts of it, so each is
 * to take only a few ms: the next one is twice as large after less, half as large after more. What is written meanwhile changes
 * what is found, but never its place in the list, so nothing is passed over and nothing is given twice.
 */
export async function walk<T extends { id: string }>(
  { next, find }: Walk<T>,
  place: Place,
  { limit, patience = Infinity }: Page,
  first: number,
): Promise<Found<T>> {
  const until = performance.now() + patience
  const items: T[] = []
  let { below } = place
  let size = first
  while (below > place.floor) {
    const begun = performance.now()
    const ahead = next({ below, floor: place.floor }, size)
    const looked = look(ahead)
    if (items.length > limit) return foundOf(items, limit)
    below = looked
    if (below === place.floor) break
    const now = performance.now()
    // Whether anything follows is not known, and may take long to find out.
    if (items.length === limit || now > until) return { items, next: idOf(below) }
    if (now - begun < quick) size = Math.min(size * 2, Math.max(most, first))
    if (now - begun > slow) size = Math.max(Math.floor(size / 2), least)
    await new Promise(setImmediate)
  }
  return { items, next: null }

  /** @returns how far it came: what is left of a part that takes too long is looked at again */
  function look(ahead: Ahead): number {
    const ids = ahead.ids()
    const begun = performance.now()
    for (const id of ids) {
      const found = find(id)
      if (found !== null) items.push(found)
      if (items.length > limit || performance.now() - begun > longest) return id
    }
    return ahead.from
  }
}

/** In ms. */
const quick = 1.5
const slow = 4
/** What takes longer is broken off where that is possible. */
export const longest = 8

const most = 65_536
const least = 64

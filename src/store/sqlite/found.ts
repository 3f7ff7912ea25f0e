import type { Found } from '../store.ts'

/** A page out of what was asked for with one more than fits on it: that one only says that something follows. */
export function foundOf<T extends { id: string }>(items: T[], limit: number): Found<T> {
  if (items.length <= limit) return { items, next: null }
  const page = items.slice(0, limit)
  return { items: page, next: page.at(-1)?.id ?? null }
}

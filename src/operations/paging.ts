import { AppError } from '../errors.ts'
import type { Found, Page } from '../store/page.ts'

/** What a caller asked for, as the store takes it. */
export function pageOf(
  { limit = 50, cursor }: { limit?: number; cursor?: string },
  patience: number | null = null,
): Page {
  if (cursor !== undefined && !/^[1-9]\d{0,14}$/.test(cursor)) {
    throw new AppError('invalid_request', 'cursor should be the nextCursor of the page before.')
  }
  return {
    limit,
    ...(cursor !== undefined && { after: cursor }),
    ...(patience !== null && { patience }),
  }
}

/** A page as the API gives it. */
export function pageView<T, V>({ items, next }: Found<T>, view: (item: T) => V) {
  return { items: items.map(view), nextCursor: next }
}

/** Newest first: `after` is the id of the last one of the page before. */
export interface Page {
  limit: number
  after?: string
  /** So long (ms) the store may look; then it gives what it has found, and where it is. Without it, until the page is full. */
  patience?: number
}

/** A page of a list. */
export interface Found<T> {
  items: T[]
  /** What to give as `after` for what follows, or null when nothing follows. */
  next: string | null
}

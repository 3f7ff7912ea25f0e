/**
 * Changes of one alert that were made here, with nobody else's between them: then the first of them can be taken back also after the
 * last. Pure; of each alert only the newest such row of changes is known.
 */
export interface OwnChanges {
  /** The revision after the last of them; undefined: none is known. */
  lastOf(id: string): number | undefined
  /**
   * One more change led to this revision.
   * @param since the revision after which nobody else changed anything; null: that was not checked
   */
  add(id: string, revision: number, since: number | null): void
  /** Somebody else has changed it. */
  forget(id: string): void
  /** Somebody else decides from now on. */
  clear(): void
  /** Which revision may stand in place of this one: the last, where all changes since were made here. */
  through(id: string, revision: number): number
}

export function createOwnChanges(): OwnChanges {
  const rows = new Map<string, { first: number; last: number }>()
  return {
    lastOf: (id) => rows.get(id)?.last,
    add(id, revision, since) {
      const row = rows.get(id)
      const goesOn = since !== null && row !== undefined && row.first <= since && since <= row.last
      rows.set(id, { first: goesOn ? row.first : (since ?? revision), last: revision })
    },
    forget: (id) => void rows.delete(id),
    clear: () => rows.clear(),
    through(id, revision) {
      const row = rows.get(id)
      const isWithin = row !== undefined && row.first <= revision && revision <= row.last
      return isWithin ? row.last : revision
    },
  }
}

import type { Database } from 'bun:sqlite'

/** Numbers changes, so that "what changed since" is one look into an index. To be called in the transaction of the change. */
export function createRevisions(client: Database) {
  const next = client.query<{ value: number }, []>(
    'update revisions set value = value + 1 returning value',
  )
  const current = client.query<{ value: number }, []>('select value from revisions')
  const moveTo = client.query<unknown, [number]>('update revisions set value = ?')
  return {
    next: () => next.get()?.value ?? 0,
    current: () => current.get()?.value ?? 0,
    /** For whoever numbers many changes in one transaction: writes the last number that was given out. */
    moveTo: (value: number) => void moveTo.run(value),
  }
}

export type Revisions = ReturnType<typeof createRevisions>

import type { Tallied } from '../transfer.ts'

/** What became of one record of an import. */
export type Became = keyof Tallied

/** The id here of what the file calls by another. */
export interface Refer {
  /** Throw `invalid_request` for what the file does not have. */
  integration(id: string): string
  channel(id: string): string
}

/** What was given ids so far, and which rows are spoken for: of two of one name in the file the second is another. */
export interface Placed {
  ids: Map<string, string>
  taken: Set<number>
}

/** Whether two values are the same in JSON, whatever the order of their names. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return sorted(a) === sorted(b)
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(
          Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : each,
  )
}

/** A Request-ID that is sent once. The digit that changes most comes first: like real ones, they come in no order. */
export function requestId(count: number, run: string): string {
  return Array.from(count.toString(16).padStart(16, '0')).toReversed().join('') + run
}

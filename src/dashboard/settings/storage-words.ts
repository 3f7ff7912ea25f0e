import { lengthInWords } from '../../core/length.ts'

/** For how long something is kept: `for 90 days`. */
export function keptFor(keepMs: number | null): string {
  return keepMs === null ? 'for ever' : `for ${lengthInWords(keepMs / 1000)}`
}

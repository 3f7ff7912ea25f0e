import { lengthInWords } from '../../core/length.ts'

const hour = 3_600
const day = 24 * hour
const usual = [hour, 6 * hour, 12 * hour, day, 3 * day, 7 * day]

/** After how long it can be told that nothing comes, in seconds, with words; with what is set now, whatever that is. */
export function choicesOf(current: number | null): [value: string, words: string][] {
  const lengths = new Set([...usual, ...(current === null ? [] : [current])])
  const sorted = [...lengths].toSorted((a, b) => a - b)
  return [
    ['never', 'never'],
    ...sorted.map((each): [string, string] => [String(each), `after ${lengthInWords(each)}`]),
  ]
}

/** What is set, as the value of a choice. */
export function choiceOf(current: number | null): string {
  return current === null ? 'never' : String(current)
}

/** What a choice says to be set. */
export function secondsOf(choice: string): number | null {
  return choice === 'never' ? null : Number(choice)
}

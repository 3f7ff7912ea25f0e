import { Problem, sentenceOf } from '../problem.ts'

/** ms before something is asked for again that was not answered: the first time, and at most. */
const pause = { first: 1_000, most: 15_000 }

export interface Failure {
  /** What went wrong, and whether one has to do something. */
  text: string
  /** When to ask again, ms; null: the answer would be the same. */
  after: number | null
}

/** @param failures how often it failed one after the other, from 1 on */
export function failureOf(error: unknown, failures: number): Failure {
  const mayPass =
    error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 500)
  if (!mayPass) return { text: sentenceOf(error), after: null }
  const after = Math.min(pause.most, pause.first * 2 ** (failures - 1))
  return { text: `${error.message} It is asked again by itself.`, after }
}

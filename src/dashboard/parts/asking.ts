import { failureOf } from './patience.ts'
import { createTurns } from './turns.ts'

export interface Asking<T> {
  again(): Promise<void>
  /** What is known otherwise is newer than an answer that is still on its way. */
  put(value: T): void
  end(): void
}

interface Hearer<T> {
  onAnswer: (value: T) => void
  onFault: (text: string) => void
}

/** Asks one question at a time, and again by itself after a failure that may pass. */
export function createAsking<T>(
  ask: () => Promise<T>,
  { onAnswer, onFault }: Hearer<T>,
): Asking<T> {
  const turns = createTurns()
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let puts = 0
  let isOver = false

  async function work(): Promise<void> {
    clearTimeout(retry)
    const putsBefore = puts
    try {
      const value = await ask()
      failures = 0
      if (!isOver && puts === putsBefore) onAnswer(value)
    } catch (error) {
      if (isOver) return
      const { text, after } = failureOf(error, ++failures)
      onFault(text)
      if (after !== null) retry = setTimeout(() => void again(), after)
    }
  }

  async function again(): Promise<void> {
    if (!isOver) await turns('ask', work)
  }

  return {
    again,
    put(value) {
      puts += 1
      onAnswer(value)
    },
    end() {
      isOver = true
      clearTimeout(retry)
    },
  }
}

import { useEffect, useRef, useState } from 'preact/hooks'
import { onNews, type News } from '../live/live.ts'
import { sentenceOf } from '../problem.ts'

export interface Answered<T> {
  /** What was answered last: it stays while it is asked again, so that nothing jumps. undefined: nothing yet. */
  value: T | undefined
  fault: string | null
  again: () => Promise<void>
  /** Puts in what is known otherwise. */
  put: (value: T) => void
}

/**
 * Asks for something when a page is shown, and again when `key` changes or when something is told that concerns it.
 * @param concerns whether what is told makes what is known old; `reload` always does
 */
export function useAnswer<T>(
  key: string,
  ask: () => Promise<T>,
  concerns: (name: keyof News, told: unknown) => boolean = () => false,
): Answered<T> {
  const [state, setState] = useState<{ key: string; value?: T; fault: string | null }>({
    key,
    fault: null,
  })
  const turn = useRef(0)
  const latest = useRef({ key, ask, concerns })
  latest.current = { key, ask, concerns }

  async function again(): Promise<void> {
    const mine = ++turn.current
    try {
      const value = await latest.current.ask()
      if (turn.current === mine) setState({ key, value, fault: null })
    } catch (error) {
      if (turn.current !== mine) return
      setState((before) => ({
        key,
        fault: sentenceOf(error),
        ...(before.key === key && before.value !== undefined && { value: before.value }),
      }))
    }
  }

  useEffect(() => {
    void again()
    let waits: ReturnType<typeof setTimeout> | undefined
    const stop = onNews((name, told) => {
      if (name !== 'reload' && !latest.current.concerns(name, told)) return
      // Many things may be told at once: one answer is enough for them.
      waits ??= setTimeout(() => {
        waits = undefined
        void again()
      }, 250)
    })
    return () => {
      stop()
      clearTimeout(waits)
      turn.current += 1
    }
  }, [key])

  const isCurrent = state.key === key
  return {
    value: isCurrent ? state.value : undefined,
    fault: isCurrent ? state.fault : null,
    again,
    put(value) {
      turn.current += 1
      setState({ key, value, fault: null })
    },
  }
}

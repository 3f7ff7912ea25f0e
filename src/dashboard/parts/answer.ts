import { useEffect, useRef, useState } from 'preact/hooks'
import { onNews, type News } from '../live/live.ts'
import { createAsking, type Asking } from './asking.ts'

export interface Answered<T> {
  /** What was answered last: it stays while it is asked again, so that nothing jumps. undefined: nothing yet. */
  value: T | undefined
  fault: string | null
  again: () => Promise<void>
  /** Puts in what is known otherwise. */
  put: (value: T) => void
}

/** ms: many things may be told at once, and one answer is enough for them. */
const gathering = 250

/**
 * Asks for something when a page is shown, and again when `key` changes, when something is told that concerns it, and when it failed.
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
  const latest = useRef({ ask, concerns })
  latest.current = { ask, concerns }
  const asking = useRef<Asking<T>>(undefined)

  useEffect(() => {
    const mine = createAsking(() => latest.current.ask(), {
      onAnswer: (value) => setState({ key, value, fault: null }),
      onFault: (fault) => setState((before) => ({ ...(before.key === key && before), key, fault })),
    })
    asking.current = mine
    void mine.again()
    let waits: ReturnType<typeof setTimeout> | undefined
    const stop = onNews((name, told) => {
      if (name !== 'reload' && !latest.current.concerns(name, told)) return
      waits ??= setTimeout(() => {
        waits = undefined
        void mine.again()
      }, gathering)
    })
    return () => {
      stop()
      clearTimeout(waits)
      mine.end()
    }
  }, [key])

  const isCurrent = state.key === key
  return {
    value: isCurrent ? state.value : undefined,
    fault: isCurrent ? state.fault : null,
    again: async () => asking.current?.again(),
    put: (value) => asking.current?.put(value),
  }
}

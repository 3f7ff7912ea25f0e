import { useEffect } from 'preact/hooks'
import { onNews, type News } from '../live/live.ts'
import { useStable } from './stable.ts'

/** ms between two times that the newest are asked for. */
const spacing = 1_000

/** Asks for the newest of a list when something is told that concerns it, at most once a second; `reload` always does. */
export function useNews(refresh: () => Promise<void>, concern: keyof News): void {
  const ask = useStable(refresh)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let askedAt = -Infinity
    const stop = onNews((name) => {
      if (name !== concern && name !== 'reload') return
      timer ??= setTimeout(
        () => {
          timer = undefined
          askedAt = Date.now()
          void ask()
        },
        Math.max(0, askedAt + spacing - Date.now()),
      )
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
}

import { useEffect, useRef } from 'preact/hooks'

/** Does something again and again while somebody looks. */
export function useEvery(ms: number, does: () => void): void {
  const latest = useRef(does)
  latest.current = does
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current()
    }, ms)
    return () => clearInterval(timer)
  }, [ms])
}

import { useRef } from 'preact/hooks'

/** The same function each time, that does what the latest one does: whoever is given it need not be drawn anew. */
export function useStable<A extends unknown[], R>(does: (...args: A) => R): (...args: A) => R {
  const latest = useRef(does)
  latest.current = does
  return useRef((...args: A) => latest.current(...args)).current
}

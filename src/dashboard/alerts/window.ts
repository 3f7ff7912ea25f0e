import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** Rows beyond the edges of the screen that are there already when one scrolls. */
const beyond = 10

/** Which of many rows of the same height are on the screen, so that only these need to be there. */
export function useWindow(
  place: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): { from: number; to: number } {
  const [range, setRange] = useState({ from: 0, to: 40 })

  useEffect(() => {
    const look = () => {
      const top = place.current?.getBoundingClientRect().top ?? 0
      const from = Math.max(0, Math.floor(-top / rowHeight) - beyond)
      const to = Math.ceil((window.innerHeight - top) / rowHeight) + beyond
      setRange((before) => (before.from === from && before.to === to ? before : { from, to }))
    }
    look()
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
    }
  }, [rowHeight, count])

  return { from: Math.min(range.from, count), to: Math.min(range.to, count) }
}

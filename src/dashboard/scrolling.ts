/** Where the browser keeps, for a page that is loaded again, how far down one was at each step. */
const name = 'navish.tops'

/** How far down one was at each step of the history, px, by the key of the step. It is kept when the page is left. */
export function keptTops(): Map<number, number> {
  const tops = new Map<number, number>(read())
  window.addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(name, JSON.stringify([...tops].slice(-mostKept)))
    } catch {
      // The browser keeps nothing.
    }
  })
  return tops
}

const mostKept = 50

function read(): [number, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? '[]') as [number, number][]
  } catch {
    return []
  }
}

/** ms: what is not there by then does not come. */
const patience = 3_000

let stop: () => void = () => {}

/** Scrolls to where one was before, as soon as the page is as long as it was; unless somebody scrolls meanwhile. @param top px */
export function scrollBack(top: number): void {
  stop()
  if (top === 0) return window.scrollTo(0, 0)
  const look = () => {
    window.scrollTo(0, top)
    if (Math.abs(window.scrollY - top) < 2) stop()
  }
  const watch = new ResizeObserver(look)
  const timer = setTimeout(() => stop(), patience)
  const ends = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const
  stop = () => {
    watch.disconnect()
    clearTimeout(timer)
    for (const end of ends) window.removeEventListener(end, stop)
    stop = () => {}
  }
  for (const end of ends) window.addEventListener(end, stop, { passive: true })
  // It looks at once, and whenever the length changes.
  watch.observe(document.body)
}

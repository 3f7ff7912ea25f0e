/** ms: what is not there by then does not come. */
const patience = 3_000

let stop: () => void = () => {}

/** Scrolls to where one was before, as soon as the page is as long as it was; unless somebody scrolls meanwhile. @param top px */
export function scrollBack(top: number): void {
  stop()
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

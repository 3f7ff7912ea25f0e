import { computed, signal } from '@preact/signals'
import { base } from './base.ts'
import { keptTops, scrollBack } from './scrolling.ts'

interface Place {
  /** Below the base, without a slash at the end: `/alerts/12`. */
  path: string
  /** With the question mark, or empty. */
  search: string
}

function placeNow(): Place {
  const { pathname, search } = window.location
  const below = pathname.startsWith(base) ? pathname.slice(base.length) : pathname.slice(1)
  return { path: `/${below.replace(/\/+$/, '')}`, search }
}

const place = signal(placeNow())

/** Where the viewer is. */
export const path = computed(() => place.value.path)
export const query = computed(() => new URLSearchParams(place.value.search))

/** A step in the history of the browser, as it is kept there. */
interface Step {
  /** From where one came here. */
  from: string | null
  key: number
}

const stepTo = (from: string | null): Step => ({ from, key: Math.random() })

let step = (window.history.state as Step | null) ?? stepTo(null)
window.history.replaceState(step, '')

/** How far down one is at each step, px. */
const tops = keptTops()
window.addEventListener('scroll', () => tops.set(step.key, window.scrollY), { passive: true })

let isElsewhere = false

/** Says that what one was on is no longer where one was: going back does not lead there. */
export function loseTop(): void {
  isElsewhere = true
}

// The browser would do it before the page is as long as it was.
window.history.scrollRestoration = 'manual'
scrollBack(tops.get(step.key) ?? 0)
window.addEventListener('popstate', () => {
  step = (window.history.state as Step | null) ?? stepTo(null)
  const top = tops.get(step.key) ?? 0
  place.value = placeNow()
  if (!isElsewhere) scrollBack(top)
  isElsewhere = false
})

const addressNow = () => `${place.peek().path}${place.peek().search}`

/** The address of a place here, for a link. */
export function hrefOf(target: string): string {
  return `${base}${target.slice(1)}`
}

/** Goes to a place here; `replace` leaves no step to go back to. */
export function go(target: string, { replace = false }: { replace?: boolean } = {}): void {
  const isOther = target.split('?')[0] !== place.value.path
  if (replace) window.history.replaceState(step, '', hrefOf(target))
  else {
    isElsewhere = false
    step = stepTo(addressNow())
    window.history.pushState(step, '', hrefOf(target))
  }
  place.value = placeNow()
  if (isOther) window.scrollTo(0, 0)
}

/** From which place here one came; null: from none. */
export function cameFrom(): string | null {
  return step.from
}

/** Goes back to where one came from, if that is `target`; else there. */
export function goBack(target: string): void {
  if (step.from === target) window.history.back()
  else go(target)
}

/** Says something about this place in its address, such as a filter. null takes it out. */
export function say(
  changes: Record<string, string | null>,
  options: { replace?: boolean } = {},
): void {
  const next = new URLSearchParams(query.value)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name)
    else next.set(name, value)
  }
  const text = next.toString()
  go(text === '' ? path.value : `${path.value}?${text}`, options)
}

/** Whether a click means to go there, and not to open it beside. */
export function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}

/** Follows links to places here without loading the page anew. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!isPlain(event) || event.defaultPrevented || link === null) return
    const isHere = link.origin === window.location.origin && link.target === '' && link.hash === ''
    if (!isHere || !isPage(link.pathname)) return
    event.preventDefault()
    go(`/${link.pathname.slice(base.length)}${link.search}`)
  })
}

/** Whether a path leads to a page of this program, and not to the documentation or the API. */
function isPage(pathname: string): boolean {
  return (
    pathname.startsWith(base) && !/^(?:docs|openapi\.json|v1\/)/.test(pathname.slice(base.length))
  )
}

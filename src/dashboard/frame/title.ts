import { effect, signal } from '@preact/signals'
import { base } from '../base.ts'
import { connection } from '../live/live.ts'
import { openCount, worst } from '../summary.ts'

/** What the page is called, before the name of the program. */
export const title = signal('Alerts')

/** Says in the title and in the icon of the tab how many alerts are open. */
export function keepTitle(): void {
  effect(() => {
    const count = openCount.value ?? 0
    const said = count === 0 ? '' : `(${count.toLocaleString('en')}) `
    // What is not up to date must not look like calm.
    const lost = connection.value.state === 'lost' ? '⚠ ' : ''
    document.title = `${lost}${said}${title.value} · Navish`
  })
  effect(() => {
    const count = Math.min(openCount.value ?? 0, 100)
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    const url = `${base}icon.svg${count === 0 ? '' : `?count=${count}&severity=${worst.value ?? 'info'}`}`
    if (icon !== null && icon.getAttribute('href') !== url) icon.href = url
  })
}

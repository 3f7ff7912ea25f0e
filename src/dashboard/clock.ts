import { signal } from '@preact/signals'

/** What time it is, Unix ms: to the second while somebody looks. */
export const now = signal(Date.now())

setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now()
}, 1_000)
document.addEventListener('visibilitychange', () => {
  now.value = Date.now()
})

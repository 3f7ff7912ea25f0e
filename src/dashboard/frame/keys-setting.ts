import { signal } from '@preact/signals'

/** Where the browser keeps that somebody does not want single keys to do something. */
const name = 'navish.keys'

/** Whether single keys do something: for who speaks to their machine, or strays onto keys, they had better not. */
export const areKeysOn = signal(kept() !== 'off')

/** A browser may be told to keep nothing; then it holds until the page is loaded again. */
export function turnKeys(isOn: boolean): void {
  areKeysOn.value = isOn
  try {
    if (isOn) localStorage.removeItem(name)
    else localStorage.setItem(name, 'off')
  } catch {
    // It keeps nothing.
  }
}

window.addEventListener('storage', ({ key }) => {
  if (key === name) areKeysOn.value = kept() !== 'off'
})

function kept(): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

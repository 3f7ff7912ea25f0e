import { signal } from '@preact/signals'
import { base } from '../base.ts'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'

const isUpdated = signal(false)

/** Looks whether the server has another version of this page by now. */
export async function lookForUpdate(): Promise<void> {
  const mine = document.querySelector('script[type="module"]')?.getAttribute('src')
  const response = await fetch(base, { headers: { accept: 'text/html' } }).catch(() => null)
  if (response === null || !response.ok) return
  const name = mine?.split('/').at(-1) ?? ''
  isUpdated.value = !(await response.text()).includes(name)
}

/** Says that Navish was updated while this page was open. */
export function Updated() {
  if (!isUpdated.value) return null
  return (
    <div class="lost calm" role="status">
      <Icon name="again" />
      <span>Navish was updated. This page is of the version before.</span>
      <Button onClick={() => window.location.reload()}>Reload</Button>
    </div>
  )
}

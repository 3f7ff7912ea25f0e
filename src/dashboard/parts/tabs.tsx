import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Link } from './link.tsx'

/** Views of the same thing, each with an address. */
export function Tabs({
  label,
  items,
}: {
  label: string
  items: readonly { to: string; isCurrent: boolean; children: ComponentChildren }[]
}) {
  const place = useRef<HTMLElement>(null)
  const current = items.find(({ isCurrent }) => isCurrent)?.to
  useEffect(() => {
    // On a small screen not all of them fit beside each other.
    const tab = place.current?.querySelector<HTMLElement>('[aria-current]')
    if (place.current === null || tab === null || tab === undefined) return
    place.current.scrollLeft = tab.offsetLeft - (place.current.clientWidth - tab.offsetWidth) / 2
  }, [current])
  return (
    <nav ref={place} class="tabs" aria-label={label}>
      {items.map(({ to, isCurrent, children }) => (
        <Link key={to} to={to} {...(isCurrent && { 'aria-current': 'page' as const })}>
          {children}
        </Link>
      ))}
    </nav>
  )
}

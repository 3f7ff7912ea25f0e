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
    const { current: box } = place
    if (box === null) return undefined
    // On a small screen not all of them fit beside each other, and counts in them come later.
    const watch = new ResizeObserver(() => {
      const tab = box.querySelector<HTMLElement>('[aria-current]')
      if (tab !== null) box.scrollLeft = tab.offsetLeft - (box.clientWidth - tab.offsetWidth) / 2
    })
    for (const tab of box.children) watch.observe(tab)
    return () => watch.disconnect()
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

import type { ComponentChildren } from 'preact'
import { Link } from './link.tsx'

/** Views of the same thing, each with an address. */
export function Tabs({
  label,
  items,
}: {
  label: string
  items: readonly { to: string; isCurrent: boolean; children: ComponentChildren }[]
}) {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map(({ to, isCurrent, children }) => (
        <Link key={to} to={to} {...(isCurrent && { 'aria-current': 'page' as const })}>
          {children}
        </Link>
      ))}
    </nav>
  )
}

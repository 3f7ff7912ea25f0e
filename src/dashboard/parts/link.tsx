import type { AnchorHTMLAttributes, ComponentChildren } from 'preact'
import { hrefOf } from '../navigation.ts'
import { Icon } from './icon.tsx'

interface LinkProps extends Omit<AnchorHTMLAttributes, 'href' | 'role'> {
  to: string
  children?: ComponentChildren
}

/** A link to a place here. */
export function Link({ to, children, ...rest }: LinkProps) {
  return (
    <a {...rest} href={hrefOf(to)}>
      {children}
    </a>
  )
}

/** A link that a sender wrote: only to the web, in a tab of its own, that learns nothing of this one. */
export function OutLink({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^https?:\/\//i.test(url)) return <span>{children}</span>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow" class="out">
      {children}
      <Icon name="link" size={14} />
      <span class="sr"> (opens in a new tab)</span>
    </a>
  )
}

import type { ButtonHTMLAttributes, ComponentChildren, TargetedMouseEvent } from 'preact'
import { useState } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'

type Look = 'plain' | 'main' | 'quiet' | 'danger'

interface Props extends Omit<ButtonHTMLAttributes, 'onClick' | 'icon' | 'type' | 'class'> {
  class?: string
  look?: Look
  icon?: IconName
  children?: ComponentChildren
  type?: 'button' | 'submit'
  /** While what it gives back is not settled the button waits, and cannot be pressed again. */
  onClick?: (event: TargetedMouseEvent<HTMLButtonElement>) => unknown
  /** Says that something is going on that it did not begin itself. */
  isBusy?: boolean
}

export function Button({
  look = 'plain',
  icon,
  children,
  onClick,
  isBusy = false,
  class: more,
  ...rest
}: Props) {
  const [waits, setWaits] = useState(false)
  const busy = waits || isBusy

  function press(event: TargetedMouseEvent<HTMLButtonElement>): void {
    if (busy) {
      event.preventDefault()
      return
    }
    const result = onClick?.(event)
    if (!(result instanceof Promise)) return
    setWaits(true)
    void result.finally(() => setWaits(false))
  }

  return (
    <button
      type="button"
      {...rest}
      class={['button', look, more].filter(Boolean).join(' ')}
      aria-busy={busy}
      onClick={press}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  )
}

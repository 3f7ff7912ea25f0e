import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'

interface Props {
  title: string
  onClose: () => void
  /** Whether there is much in it. */
  isWide?: boolean
  children: ComponentChildren
}

/** Something to decide before anything else. It takes the focus, and Escape leaves it. */
export function Dialog({ title, onClose, isWide = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const pressed = useRef<EventTarget | null>(null)
  const id = useId()

  // At once: a key that is pressed right after must find the focus where it belongs.
  useLayoutEffect(() => {
    const { current } = dialog
    const before = document.activeElement
    current?.showModal()
    return () => {
      current?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      // What one pressed may be gone because of what one decided.
      setTimeout(() => {
        if (document.activeElement === document.body) {
          document.querySelector('h1')?.focus({ preventScroll: true })
        }
      }, 100)
    }
  }, [])

  return (
    <dialog
      ref={dialog}
      class={isWide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        pressed.current = event.target
      }}
      onClick={(event) => {
        // Beside it, and not where a selection that began within it ended.
        const { current } = dialog
        if (event.target === current && pressed.current === current) onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div class="dialog-body">
        <h2 id={id}>{title}</h2>
        {children}
        {/* Last, so that the focus begins with what there is to decide. */}
        <Button class="close" look="quiet" icon="cross" aria-label="Close" onClick={onClose} />
      </div>
    </dialog>
  )
}

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../parts/button.tsx'

interface Props {
  title: string
  onDone: () => void
  children: ComponentChildren
}

/** A secret that was made just now, and is never shown again. It stays until one says that one has it. */
export function ShownOnce({ title, onDone, children }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    head.current?.focus()
    head.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section class="panel card once">
      <h2 ref={head} tabIndex={-1}>
        {title}
      </h2>
      {children}
      <div class="buttons">
        <Button look="main" onClick={onDone}>
          Done, I have it
        </Button>
      </div>
    </section>
  )
}

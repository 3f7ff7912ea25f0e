import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface LabelledProps {
  id: string
  label: string
  hint: ComponentChildren
  fault?: string | null
  children: ComponentChildren
}

/** A field between its label and what there is to know about it. */
export function Labelled({ id, label, hint, fault = null, children }: LabelledProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {fault !== null && (
        <p class="bad" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** What a field says of the texts about it. */
export function describedBy(id: string, hint: unknown, fault: string | null = null) {
  const ids = [
    ...(fault === null ? [] : [`${id}-fault`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ]
  return {
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(fault !== null && { 'aria-invalid': true as const }),
  }
}

/** Gives a field the focus when it appears. */
export function useFirst(isFirst: boolean) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFirst) field.current?.focus()
  }, [])
  return field
}

import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { describedBy, Labelled, useFirst } from './labelled.tsx'

interface FieldProps {
  name?: string
  type?: 'text' | 'email' | 'url' | 'datetime-local'
  autocomplete?: 'username' | 'name' | 'off'
  placeholder?: string
  pattern?: string
  min?: string
  maxLength?: number
  required?: boolean
  readOnly?: boolean
  label: string
  hint?: ComponentChildren
  /** What is wrong with what stands in it. */
  fault?: string | null
  value: string
  onValue: (value: string) => void
  /** What one may mean, while one types. */
  suggestions?: readonly string[]
  /** Whether it has the focus as soon as it is there, because it is what one came for. */
  isFirst?: boolean
}

/** A line of text with its label. */
export function Field(props: FieldProps) {
  const { label, hint, value, onValue, suggestions = [], isFirst = false, ...more } = props
  const { fault = null, ...rest } = more
  const id = useId()
  const field = useFirst(isFirst)
  return (
    <Labelled id={id} label={label} hint={hint} fault={fault}>
      <input
        {...{ ...rest, ...(suggestions.length > 0 && { list: `${id}-list` }) }}
        ref={field}
        id={id}
        value={value}
        {...describedBy(id, hint, fault)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </Labelled>
  )
}

import { useId } from 'preact/hooks'
import { describedBy, Labelled } from './labelled.tsx'

interface SelectProps<T extends string> {
  label: string
  value: T
  options: readonly (readonly [value: T, words: string])[]
  onValue: (value: T) => void
  hint?: string
  name?: string
  fault?: string | null
}

/** One of a few, with its label. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { label, value, options, onValue, hint, name, fault = null } = props
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} fault={fault}>
      <select
        id={id}
        {...(name !== undefined && { name })}
        value={value}
        {...describedBy(id, hint, fault)}
        onChange={(event) => onValue(event.currentTarget.value as T)}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

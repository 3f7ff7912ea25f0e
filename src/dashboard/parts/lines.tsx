import { useId } from 'preact/hooks'
import { describedBy, Labelled } from './labelled.tsx'

interface LinesProps {
  label: string
  value: string
  onValue: (value: string) => void
  hint?: string
  name?: string
  fault?: string | null
  required?: boolean
  placeholder?: string
  isSecret?: boolean
}

/** Several lines of text, with their label. */
export function Lines({
  label,
  value,
  onValue,
  hint,
  fault = null,
  isSecret = false,
  ...rest
}: LinesProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} hint={hint} fault={fault}>
      <textarea
        {...rest}
        id={id}
        rows={3}
        spellcheck={false}
        class={isSecret ? 'veiled mono' : ''}
        value={value}
        {...describedBy(id, hint, fault)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Labelled>
  )
}

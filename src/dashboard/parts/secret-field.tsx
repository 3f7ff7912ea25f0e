import { useId, useState } from 'preact/hooks'
import { describedBy, Labelled, useFirst } from './labelled.tsx'

interface SecretProps {
  name?: string
  label: string
  value: string
  onValue: (value: string) => void
  hint?: string
  fault?: string | null
  placeholder?: string
  isRequired?: boolean
  isFirst?: boolean
}

/** A secret of something else, which no password manager should fill in or keep. */
export function SecretField(props: SecretProps) {
  const { label, value, onValue, hint, isRequired = true, isFirst = false } = props
  const { name = 'client-secret', fault = null, placeholder } = props
  const id = useId()
  const field = useFirst(isFirst)
  return (
    <Labelled id={id} label={label} hint={hint} fault={fault}>
      <input
        ref={field}
        id={id}
        class="veiled mono"
        type="text"
        name={name}
        {...(placeholder !== undefined && { placeholder })}
        autocomplete="off"
        spellcheck={false}
        data-1p-ignore
        data-lpignore="true"
        required={isRequired}
        maxLength={4000}
        {...describedBy(id, hint, fault)}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Labelled>
  )
}

interface PasswordProps {
  label: string
  value: string
  onValue: (value: string) => void
  /** Whether it is the one that counts now, or one to come. */
  use: 'current' | 'new'
  hint?: string
}

/** A password, which can be looked at. */
export function PasswordField({ label, value, onValue, use, hint }: PasswordProps) {
  const id = useId()
  const [isShown, setShown] = useState(false)
  const usual = use === 'new' ? 'At least 12 characters; a few words together are good.' : undefined
  const said = hint ?? usual
  return (
    <Labelled id={id} label={label} hint={said}>
      <div class="secret">
        <input
          id={id}
          name="password"
          {...(isShown ? { type: 'text' as const } : { type: 'password' as const })}
          autocomplete={use === 'new' ? 'new-password' : 'current-password'}
          required
          maxLength={1000}
          {...(use === 'new' && { minLength: 12 })}
          {...describedBy(id, said)}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
        <button
          type="button"
          aria-label={isShown ? 'Hide the password' : 'Show the password'}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? 'Hide' : 'Show'}
        </button>
      </div>
    </Labelled>
  )
}

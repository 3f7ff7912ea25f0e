import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'

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
  value: string
  onValue: (value: string) => void
  /** Whether it has the focus as soon as it is there, because it is what one came for. */
  isFirst?: boolean
}

/** Gives a field the focus when it appears. */
function useFirst(isFirst: boolean) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFirst) field.current?.focus()
  }, [])
  return field
}

/** A line of text with its label. */
export function Field({ label, hint, value, onValue, isFirst = false, ...rest }: FieldProps) {
  const id = useId()
  const field = useFirst(isFirst)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...(rest as object)}
        ref={field}
        id={id}
        value={value}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface SecretProps {
  label: string
  value: string
  onValue: (value: string) => void
  hint?: string
  isRequired?: boolean
  isFirst?: boolean
}

/** A secret of something else, which no password manager should fill in or keep. */
export function SecretField(props: SecretProps) {
  const { label, value, onValue, hint, isRequired = true, isFirst = false } = props
  const id = useId()
  const field = useFirst(isFirst)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={field}
        id={id}
        class="veiled mono"
        type="text"
        name="client-secret"
        autocomplete="off"
        spellcheck={false}
        data-1p-ignore
        data-lpignore="true"
        required={isRequired}
        maxLength={1000}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
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
  const said =
    hint ?? (use === 'new' ? 'At least 12 characters; a few words together are good.' : '')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="secret">
        <input
          id={id}
          name="password"
          {...(isShown ? { type: 'text' as const } : { type: 'password' as const })}
          autocomplete={use === 'new' ? 'new-password' : 'current-password'}
          required
          maxLength={1000}
          {...(use === 'new' && { minLength: 12 })}
          {...(said !== '' && { 'aria-describedby': `${id}-hint` })}
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
      {said !== '' && (
        <p class="hint" id={`${id}-hint`}>
          {said}
        </p>
      )}
    </div>
  )
}

interface SelectProps<T extends string> {
  label: string
  value: T
  options: readonly (readonly [value: T, words: string])[]
  onValue: (value: T) => void
  hint?: string
}

/** One of a few, with its label. */
export function Select<T extends string>({ label, value, options, onValue, hint }: SelectProps<T>) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        onChange={(event) => onValue(event.currentTarget.value as T)}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

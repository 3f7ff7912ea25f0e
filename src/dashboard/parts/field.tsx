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
  /** What one may mean, while one types. */
  suggestions?: readonly string[]
  /** Whether it has the focus as soon as it is there, because it is what one came for. */
  isFirst?: boolean
}

interface LabelledProps {
  id: string
  label: string
  hint: ComponentChildren
  children: ComponentChildren
}

/** A field between its label and what there is to know about it. */
function Labelled({ id, label, hint, children }: LabelledProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

const describedBy = (id: string, hint: unknown) =>
  hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }

/** Gives a field the focus when it appears. */
function useFirst(isFirst: boolean) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFirst) field.current?.focus()
  }, [])
  return field
}

/** A line of text with its label. */
export function Field(props: FieldProps) {
  const { label, hint, value, onValue, suggestions = [], isFirst = false, ...rest } = props
  const id = useId()
  const field = useFirst(isFirst)
  return (
    <Labelled id={id} label={label} hint={hint}>
      <input
        {...{ ...rest, ...(suggestions.length > 0 && { list: `${id}-list` }) }}
        ref={field}
        id={id}
        value={value}
        {...describedBy(id, hint)}
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
    <Labelled id={id} label={label} hint={hint}>
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
        {...describedBy(id, hint)}
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
    <Labelled id={id} label={label} hint={hint}>
      <select
        id={id}
        value={value}
        {...describedBy(id, hint)}
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

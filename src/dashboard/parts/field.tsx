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
  /** What is wrong with what stands in it. */
  fault?: string | null
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
  fault?: string | null
  children: ComponentChildren
}

/** A field between its label and what there is to know about it. */
function Labelled({ id, label, hint, fault = null, children }: LabelledProps) {
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

function describedBy(id: string, hint: unknown, fault: string | null = null) {
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
function useFirst(isFirst: boolean) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFirst) field.current?.focus()
  }, [])
  return field
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

interface CheckProps {
  label: ComponentChildren
  hint?: string
  name?: string
  fault?: string | null
  isChecked: boolean
  onValue: (isChecked: boolean) => void
}

/** Yes or no. */
export function Check({ label, hint, name, fault = null, isChecked, onValue }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        {...(name !== undefined && { name })}
        checked={isChecked}
        onChange={(event) => onValue(event.currentTarget.checked)}
      />
      <span>
        {label}
        {fault !== null && (
          <span class="bad" role="alert">
            {' '}
            {fault}
          </span>
        )}
        {hint !== undefined && <span class="hint">{hint}</span>}
      </span>
    </label>
  )
}

interface ChecksProps {
  label: string
  hint?: string
  options: readonly (readonly [value: string, words: string])[]
  chosen: readonly string[]
  onChosen: (chosen: string[]) => void
}

/** Some of several, in the order of the options. */
export function Checks({ label, hint, options, chosen, onChosen }: ChecksProps) {
  return (
    <fieldset class="checks">
      <legend>{label}</legend>
      {hint !== undefined && <p class="hint">{hint}</p>}
      <div>
        {options.map(([value, words]) => (
          <Check
            key={value}
            label={words}
            isChecked={chosen.includes(value)}
            onValue={(isChecked) => {
              const is = (each: string) => (each === value ? isChecked : chosen.includes(each))
              onChosen(options.map(([each]) => each).filter((each) => is(each)))
            }}
          />
        ))}
      </div>
    </fieldset>
  )
}

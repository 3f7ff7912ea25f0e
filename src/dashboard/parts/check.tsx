import type { ComponentChildren } from 'preact'

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

import { useState } from 'preact/hooks'
import { Check } from '../parts/check.tsx'
import { Field } from '../parts/field.tsx'
import { Lines } from '../parts/lines.tsx'
import { SecretField } from '../parts/secret-field.tsx'
import { Select } from '../parts/select.tsx'
import { Problem, sentenceOf } from '../problem.ts'
import { controlOf, faultAt, hintOf, labelOf, type Draft, type Setting } from './setting-fields.ts'

interface Props {
  fields: readonly Setting[]
  draft: Draft
  onDraft: (draft: Draft) => void
  /** Names of the secret settings that are set already. */
  secrets?: readonly string[]
  /** Which of them are to be taken out. */
  taken?: readonly string[]
  onTaken?: (taken: readonly string[]) => void
  fault: FieldFault | null
}

export interface FieldFault {
  name: string
  text: string
}

/** The fields of a kind of channel, made of what it says of its settings. */
export function SettingFields(props: Props) {
  const { fields, draft, onDraft, secrets = [], taken = [], onTaken, fault } = props
  return (
    <>
      {fields.map((field) => (
        <div key={field.name} class="setting">
          <SettingField
            field={field}
            value={draft[field.name] ?? ''}
            onValue={(value) => onDraft({ ...draft, [field.name]: value })}
            isSet={secrets.includes(field.name)}
            fault={fault?.name === field.name ? fault.text : null}
          />
          {secrets.includes(field.name) && !field.required && onTaken !== undefined && (
            <Check
              label={`Take out: ${labelOf(field.name)}`}
              isChecked={taken.includes(field.name)}
              onValue={(isTaken) => {
                const others = taken.filter((each) => each !== field.name)
                onTaken(isTaken ? [...others, field.name] : others)
              }}
            />
          )}
        </div>
      ))}
    </>
  )
}

interface FieldProps {
  field: Setting
  value: string
  onValue: (value: string) => void
  /** Whether it is a secret that is set already. */
  isSet: boolean
  fault: string | null
}

function SettingField({ field, value, onValue, isSet, fault }: FieldProps) {
  const { name, required, choices, default: fallback, secret } = field
  const control = controlOf(field)
  const label = required || control === 'check' ? labelOf(name) : `${labelOf(name)} (optional)`
  const isNeeded = required && !isSet
  const keeps = isSet ? 'It is set; what you write here replaces it. ' : ''
  const usual = typeof fallback === 'string' || typeof fallback === 'number' ? `${fallback}` : ''
  const placeholder = isSet ? 'set' : usual
  const all = { name, label, value, onValue, fault, hint: `${keeps}${hintOf(field)}` }
  switch (control) {
    case 'check':
      return (
        <Check
          name={name}
          label={label}
          hint={hintOf(field)}
          fault={fault}
          isChecked={value === 'yes'}
          onValue={(isChecked) => onValue(isChecked ? 'yes' : '')}
        />
      )
    case 'choice':
      return <Select {...all} options={optionsOf(choices ?? [], { required, usual, value })} />
    case 'lines':
      return <Lines {...all} required={isNeeded} isSecret={secret} placeholder={placeholder} />
    case 'secret':
      return <SecretField {...all} isRequired={isNeeded} placeholder={placeholder} />
    case 'number':
    case 'line':
      return (
        <Field
          {...all}
          autocomplete="off"
          required={isNeeded}
          placeholder={placeholder}
          {...(control === 'number' && { inputMode: 'numeric' as const })}
        />
      )
  }
}

function optionsOf(
  choices: readonly string[],
  { required, usual, value }: { required: boolean; usual: string; value: string },
): [string, string][] {
  const none = usual === '' ? 'not set' : `not set (${usual})`
  // Nothing is chosen for anybody: what must be chosen is chosen by them.
  const first: [string, string][] =
    required && value !== '' ? [] : [['', required ? 'choose …' : none]]
  return [...first, ...choices.map((each): [string, string] => [each, each])]
}

/**
 * Sends a form, and shows what is wrong at its field. What concerns no field is thrown, for the form to show it.
 */
export function useFieldFault(fields: readonly Pick<Setting, 'name'>[]) {
  const [fault, setFault] = useState<FieldFault | null>(null)

  async function sending(send: () => Promise<void>): Promise<void> {
    setFault(null)
    try {
      await send()
    } catch (error) {
      const isRefusal = error instanceof Problem && error.status === 400
      const found = isRefusal ? faultAt(fields, sentenceOf(error)) : null
      if (found === null) throw error
      setFault(found)
      document.querySelector<HTMLElement>(`form [name="${found.name}"]`)?.focus()
    }
  }

  return { fault, sending }
}

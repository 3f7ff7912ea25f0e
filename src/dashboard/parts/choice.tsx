interface Props {
  label: string
  value: string | null
  options: readonly (readonly [value: string, words: string])[]
  onValue: (value: string | null) => void
}

/** Narrows a list to one of several, or to none of them. */
export function Choice({ label, value, options, onValue }: Props) {
  return (
    <select
      class={value === null ? '' : 'chosen'}
      aria-label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => onValue(currentTarget.value || null)}
    >
      <option value="">{label}: all</option>
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {label}: {words}
        </option>
      ))}
    </select>
  )
}

import { Select } from '../parts/select.tsx'
import { useChannels } from './known-channels.ts'

interface Props {
  /** The id of the channel that is not its own fallback. */
  of?: string
  value: string
  onValue: (id: string) => void
}

/** Chooses the channel that is told what another one could not be told. */
export function Fallback({ of, value, onValue }: Props) {
  const channels = (useChannels().value ?? []).filter(({ id }) => id !== of)
  const isKnown = value === '' || channels.some(({ id }) => id === value)
  if (channels.length === 0 && value === '') return null
  return (
    <Select
      label="Fallback (optional)"
      value={value}
      options={[
        ['', 'none'],
        ...channels.map(({ id, name }): [string, string] => [id, name]),
        ...(isKnown ? [] : [[value, `channel ${value}`] as [string, string]]),
      ]}
      onValue={onValue}
      hint="The channel that is told what could not be told here."
    />
  )
}

import type { Severity } from '../../core/severity.ts'
import { Icon } from './icon.tsx'

/** How bad it is: by colour, by shape and by word. */
export function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span class={`severity ${severity}`}>
      <Icon name={severity} />
      <span>{severity}</span>
    </span>
  )
}

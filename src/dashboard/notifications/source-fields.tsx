import { integrations } from '../integrations.ts'
import { Checks } from '../parts/check.tsx'
import { Lines } from '../parts/lines.tsx'
import { statistics } from '../summary.ts'
import type { SourceDraft } from './source-draft.ts'

interface Props {
  draft: SourceDraft
  /** The projects that are known. */
  slugs: readonly string[]
  onChange: (to: Partial<SourceDraft>) => void
}

/** From where alerts come: integrations and projects. */
export function SourceFields({ draft, slugs, onChange }: Props) {
  return (
    <>
      {integrations.value.length > 0 && (
        <Checks
          label="From integrations"
          hint="None: from any."
          options={integrations.value.map(({ id, name }) => [id, name])}
          chosen={draft.integrationIds}
          onChosen={(integrationIds) => onChange({ integrationIds })}
        />
      )}
      {slugs.length > 0 && (
        <Checks
          label="Of projects"
          hint="None: of any."
          options={slugs.map((slug) => [slug, slug])}
          chosen={draft.projects}
          onChosen={(projects) => onChange({ projects })}
        />
      )}
      <Lines
        label={slugs.length > 0 ? 'Other projects (optional)' : 'Projects (optional)'}
        hint="Their short names in Sentry, one on each line. Alerts without a project match no project."
        value={draft.otherProjects}
        onValue={(otherProjects) => onChange({ otherProjects })}
      />
    </>
  )
}

/** Those that sent the most. */
export function knownProjects(): string[] {
  const slugs = (statistics.peek()?.projects ?? []).flatMap(({ slug }) => slug ?? [])
  return [...new Set(slugs)].toSorted()
}

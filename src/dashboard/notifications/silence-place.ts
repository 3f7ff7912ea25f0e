import type { SilenceView } from '../../contract/silences.ts'

/** The sources that an address says, for a silence that is to be made; null: it says none. */
export function sourcesAsked(
  query: URLSearchParams,
): Pick<SilenceView['match'], 'integrationIds' | 'projects'> | null {
  const said = (name: string) => query.getAll(name).filter((each) => each !== '')
  const projects = said('project')
  const integrationIds = said('integration').filter((id) => /^\d+$/.test(id))
  return projects.length + integrationIds.length === 0 ? null : { integrationIds, projects }
}

/** Where alerts like one are silenced. */
export function placeToSilence({
  project,
  integrationId,
}: {
  project: { slug: string } | null
  integrationId: string
}): string {
  const [name, value] =
    project === null ? ['integration', integrationId] : ['project', project.slug]
  return `/notifications/silences?${name}=${encodeURIComponent(value)}`
}

import { linesIn } from './setting-fields.ts'

/** From where alerts come, as it stands in the fields. */
export interface SourceDraft {
  integrationIds: readonly string[]
  /** Of those that are known. */
  projects: readonly string[]
  otherProjects: string
}

interface Sources {
  integrationIds: readonly string[]
  projects: readonly string[]
}

/** @param slugs the projects that are known */
export function sourceDraftOf(
  { integrationIds, projects }: Sources,
  slugs: readonly string[],
): SourceDraft {
  return {
    integrationIds,
    projects: projects.filter((slug) => slugs.includes(slug)),
    otherProjects: projects.filter((slug) => !slugs.includes(slug)).join('\n'),
  }
}

export function sourcesIn({ integrationIds, projects, otherProjects }: SourceDraft) {
  return {
    integrationIds: [...integrationIds],
    projects: [...new Set([...projects, ...linesIn(otherProjects)])],
  }
}

import type { Content, Project } from '../core/signal.ts'
import { severityOf, type Severity } from '../core/severity.ts'
import { cleanLine, cleanText } from '../core/text.ts'
import { objectIn, textIn, wordsIn, type Json } from './json.ts'

const titleLength = 500
const descriptionLength = 4000

/** The first candidate with something in it, on one line. */
export function titleOf(...candidates: (string | null)[]): string | null {
  return firstOf(candidates, (text) => cleanLine(text, titleLength))
}

export function descriptionOf(...candidates: (string | null)[]): string | null {
  return firstOf(candidates, (text) => cleanText(text, descriptionLength))
}

function firstOf(candidates: (string | null)[], clean: (text: string) => string): string | null {
  for (const candidate of candidates) {
    const text = candidate === null ? '' : clean(candidate)
    if (text !== '') return text
  }
  return null
}

/** Error metadata as Sentry titles it: `type: value`; messages have a `title` instead. */
export function metadataTitle(from: Json): string | null {
  const metadata = objectIn(from, 'metadata')
  const type = textIn(metadata, 'type')
  const value = textIn(metadata, 'value')
  if (type !== null) return value === null ? type : `${type}: ${value}`
  return textIn(metadata, 'title') ?? value
}

/** A project from a slug and a name of which either may be missing. */
export function projectOf(slug: string | null, name: string | null): Project | null {
  const shownSlug = slug ?? name
  return shownSlug === null ? null : { slug: shownSlug, name: name ?? shownSlug }
}

/** The `project: {slug, name}` of an issue. */
export function projectIn(from: Json): Project | null {
  const project = objectIn(from, 'project')
  return projectOf(wordsIn(project, 'slug'), wordsIn(project, 'name'))
}

/** The value of the tag `level`, from pairs or from `{key, value}` objects. */
export function levelTag(from: Json): string | null {
  const { tags } = from
  if (!Array.isArray(tags)) return null
  for (const tag of tags as unknown[]) {
    const [key, value]: unknown[] = Array.isArray(tag)
      ? tag
      : typeof tag === 'object' && tag !== null
        ? [(tag as Json)['key'], (tag as Json)['value']]
        : []
    if (key === 'level' && typeof value === 'string') return value
  }
  return null
}

/** The severity of the first level that is there, with where it came from. */
export function severityFrom(
  ...levels: (string | null)[]
): Pick<Content, 'severity' | 'severityFrom'> {
  const level = levels.find((candidate) => candidate !== null)
  if (level === undefined) return { severity: severityOf(null), severityFrom: 'no level at all' }
  return { severity: severityOf(level), severityFrom: `level "${cleanLine(level, 40)}"` }
}

export function severityBecause(
  severity: Severity,
  from: string,
): Pick<Content, 'severity' | 'severityFrom'> {
  return { severity, severityFrom: from }
}

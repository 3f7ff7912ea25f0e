import { Type, type Static, type TObject, type TString } from '@sinclair/typebox'

/** The same schema for a text that is kept encrypted and never given out. */
export const Secret = (schema: TString): TString => ({ ...schema, secret: true })

/** Where requests go: `http:` or `https:`. Whether it may be reached is for `Outbound` to say. */
export const Address = (meaning: string, fallback?: string) =>
  Type.String({
    pattern: '^https?://[^\\s]+$',
    maxLength: 2048,
    description: `a URL: ${meaning}`,
    ...(fallback !== undefined && { default: fallback }),
  })

/** A token as it stands in a header: printable ASCII, so that it cannot begin another header. */
export const Key = (meaning: string) =>
  Type.String({ pattern: '^[!-~]+$', minLength: 1, maxLength: 4000, description: meaning })

/**
 * What must not be read in an answer that is shown: the secret settings, and of a secret URL the parts that make it one, because a
 * server likes to repeat the path that it does not know.
 */
export function secretsOf<S extends TObject>(schema: S, settings: Static<S>): string[] {
  const values: Record<string, unknown> = settings
  const secrets = Object.entries(schema.properties)
    .filter(([, { secret }]) => secret === true)
    .map(([name]) => values[name])
    .filter((value) => typeof value === 'string')
  return [...secrets, ...secrets.flatMap(partsOf)]
}

/** A base URL without the slash at its end. */
export function baseOf(url: string): string {
  return url.replace(/\/+$/, '')
}

function partsOf(value: string): string[] {
  const url = URL.parse(value)
  // Header lines such as `Authorization: Bearer …` can be parsed, too.
  if (url === null || !/^https?:$/.test(url.protocol)) return []
  const path = url.pathname.length > 1 ? [url.pathname + url.search] : []
  const parts = [...url.pathname.split('/'), ...url.searchParams.values()]
  return [...path, ...parts.filter((part) => part.length >= shortestSecret)]
}

/** Shorter parts of a path are words such as `webhooks`, and versions. */
const shortestSecret = 16

import type { TObject, TSchema } from '@sinclair/typebox'

/** What can be said about one thing that is set for a channel, so that a form, a command or a check can be made of it. */
export interface Field {
  name: string
  type: FieldType
  description: string
  isRequired: boolean
  /** Kept sealed and never given out. */
  isSecret: boolean
  /** A URL that messages go to. */
  isAddress: boolean
  /** null: there are other values. */
  choices: string[] | null
  /** What counts without it; null: nothing. */
  fallback: unknown
}

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'

/** The fields of the settings of a kind, in the order in which it names them. */
export function fieldsOf({ properties, required = [] }: TObject): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    description: schema.description ?? '',
    isRequired: required.includes(name),
    isSecret: schema['secret'] === true,
    isAddress: isAddress(schema),
    choices: choicesOf(schema),
    fallback: schema.default ?? null,
  }))
}

/** Settings, divided into what may be read and what may not. */
export function divided(
  fields: readonly Field[],
  settings: Readonly<Record<string, unknown>>,
): { open: Record<string, unknown>; secret: Record<string, unknown> } {
  const names = new Set(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name))
  const only = (isSecret: boolean) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name) === isSecret))
  return { open: only(false), secret: only(true) }
}

/** By its pattern, because kinds differ in what else they ask of an address. */
function isAddress({ type, pattern }: TSchema): boolean {
  return type === 'string' && String(pattern).startsWith('^https?://')
}

/** Of what may also be left empty or be one of several: what its first form is. */
function typeOf(schema: TSchema): FieldType {
  const [first] = membersOf(schema)
  const found = types.find((type) => type === (schema['type'] ?? first?.['type']))
  return found ?? 'string'
}

const types: readonly FieldType[] = ['string', 'integer', 'number', 'boolean', 'array', 'object']

function choicesOf(schema: TSchema): string[] | null {
  const members = membersOf(schema)
  const all = (schema['enum'] ?? members.map(({ const: only }) => only as unknown)) as unknown[]
  const texts = all.filter((choice) => typeof choice === 'string')
  return texts.length === 0 || texts.length < members.length ? null : texts
}

function membersOf(schema: TSchema): TSchema[] {
  const members = (schema['anyOf'] ?? []) as TSchema[]
  return members.filter(({ type }) => type !== 'null')
}

import type { SchemaObject } from '../openapi-document.ts'
import { html, type Markup } from './html.ts'
import { inline } from './markdown.ts'

/** A row of a list of fields: what it is called, of what type, and what it means. */
export interface Field {
  name: string
  schema: SchemaObject
  required: boolean
  description: string
  /** Of a parameter: the path, the query or a header. */
  in?: string
}

export function fieldList(fields: readonly Field[]): Markup {
  return html`<dl class="fields">${fields.map(fieldRow)}</dl>`
}

function fieldRow({ name, schema, required, description, in: where }: Field): Markup {
  const inner = innerOf(schema)
  return html`<div>
    <dt>
      <code>${name}</code>${required ? null : html` <span class="optional">optional</span>`}
      <span class="type">${where === undefined ? null : `${where}, `}${typeOf(schema)}</span>
    </dt>
    <dd>${inline(description)}${inner === null ? null : fieldsOf(inner)}</dd>
  </div>`
}

/** The fields of an object that is written out. */
export function fieldsOf({ properties = {}, required = [] }: SchemaObject): Markup {
  return fieldList(
    Object.entries(properties).map(([name, schema]) => ({
      name,
      schema,
      required: required.includes(name),
      description: schema.description ?? '',
    })),
  )
}

/** The object without a name that a schema is, or is a list or a record of. */
function innerOf(schema: SchemaObject): SchemaObject | null {
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) return schema
  const { items, additionalProperties } = schema
  if (items !== undefined) return innerOf(items)
  return typeof additionalProperties === 'object' ? innerOf(additionalProperties) : null
}

/** A type in a few words, with links to those that have a name. */
export function typeOf(schema: SchemaObject): Markup {
  const { $ref, anyOf, items, additionalProperties, type } = schema
  if ($ref !== undefined) return shapeLink($ref)
  if (anyOf !== undefined) return joined(anyOf.map(typeOf))
  if ('const' in schema) return html`${JSON.stringify(schema.const)}`
  if (schema.enum !== undefined) return html`${schema.enum.map(String).join(' | ')}`
  const [first = 'anything', ...others] = [type ?? []].flat()
  return joined([
    first === 'array'
      ? html`list of ${typeOf(items ?? {})}`
      : typeof additionalProperties === 'object'
        ? html`object of ${typeOf(additionalProperties)}`
        : html`${plainType(first, schema)}`,
    ...others.map((other) => html`${other}`),
  ])
}

function plainType(type: string, schema: SchemaObject): string {
  const { minimum, maximum, format, default: otherwise } = schema
  const name = format === 'date-time' ? 'time' : type
  const range = minimum !== undefined && maximum !== undefined ? ` ${minimum}–${maximum}` : ''
  return `${name}${range}${otherwise === undefined ? '' : `, else ${JSON.stringify(otherwise)}`}`
}

function joined(types: readonly Markup[]): Markup {
  return html`${types.map((type, index) => (index === 0 ? type : html` | ${type}`))}`
}

export function shapeLink(reference: string): Markup {
  const name = nameIn(reference)
  return html`<a href="#shape-${name}">${name}</a>`
}

export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

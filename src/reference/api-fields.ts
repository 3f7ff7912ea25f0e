import type { SchemaObject } from '../http/openapi-document.ts'
import { code, table } from './markdown.ts'

/** The fields of an object, those within it behind a dot; empty when there are none. */
export function fieldTable(schema: SchemaObject): string {
  const rows = rowsOf(schema, '')
  return rows.length === 0 ? '' : table(['field', 'type', 'needed', 'meaning'], rows)
}

function rowsOf({ properties = {}, required = [] }: SchemaObject, place: string): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const whole = `${place}${name}`
    const needed = required.includes(name) ? 'yes' : 'no'
    const row = [code(whole), typeOf(schema), needed, schema.description ?? '']
    const inner = innerOf(schema)
    return inner === null ? [row] : [row].concat(rowsOf(inner.schema, `${whole}${inner.way}.`))
  })
}

/** The object without a name that a schema is, or is a list or a record of. */
function innerOf(schema: SchemaObject, way = ''): { schema: SchemaObject; way: string } | null {
  if (Object.keys(schema.properties ?? {}).length > 0) return { schema, way }
  const { items, additionalProperties } = schema
  if (items !== undefined) return innerOf(items, `${way}[]`)
  return typeof additionalProperties === 'object' ? innerOf(additionalProperties, `${way}.*`) : null
}

/** A type in a few words, with links to those that have a name. */
export function typeOf(schema: SchemaObject): string {
  const { $ref, anyOf, items, additionalProperties, type } = schema
  if ($ref !== undefined) return shapeLink($ref.slice($ref.lastIndexOf('/') + 1))
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ')
  if ('const' in schema) return code(JSON.stringify(schema.const))
  if (schema.enum !== undefined) return schema.enum.map((one) => code(String(one))).join(', ')
  const [first = 'anything', ...others] = [type ?? []].flat()
  const whole =
    first === 'array'
      ? `list of ${typeOf(items ?? {})}`
      : typeof additionalProperties === 'object'
        ? `object of ${typeOf(additionalProperties)}`
        : plainType(first, schema)
  return [whole, ...others].join(' or ')
}

function plainType(type: string, schema: SchemaObject): string {
  const { minimum, maximum, format, default: otherwise } = schema
  const name = format === 'date-time' ? 'time' : type
  const range = minimum !== undefined && maximum !== undefined ? ` ${minimum} to ${maximum}` : ''
  return `${name}${range}${otherwise === undefined ? '' : `, else ${code(JSON.stringify(otherwise))}`}`
}

function shapeLink(name: string): string {
  return `[${name}](#${name.toLowerCase()})`
}

import { Type, type TSchema } from '@sinclair/typebox'
import type { SchemaObject } from './openapi-document.ts'
import { named } from './openapi-names.ts'

const names = new Map(
  Object.entries<TSchema | null>(named).flatMap(([name, schema]) =>
    schema === null ? [] : [[schema, name] as const],
  ),
)

/** All named shapes, written out. */
export function namedSchemas(): Record<string, SchemaObject> {
  return Object.fromEntries([...names].map(([schema, name]) => [name, written(schema)]))
}

/** A schema of the contract as the document says it: by its name, when it has one. */
export function schemaOf(schema: TSchema): SchemaObject {
  const name = names.get(schema)
  return name === undefined ? written(schema) : { $ref: `#/components/schemas/${name}` }
}

interface Parts {
  anyOf?: TSchema[]
  properties?: Record<string, TSchema>
  items?: TSchema
  patternProperties?: Record<string, TSchema>
}

/** Without what only TypeBox reads, and in fewer words where JSON Schema has fewer. */
function written(schema: TSchema): SchemaObject {
  const { anyOf, properties, items, patternProperties, ...said } = schema as TSchema & Parts
  const rest = Object.fromEntries(Object.entries(said))
  if (anyOf !== undefined) return unionOf(anyOf, rest)
  return {
    ...rest,
    ...(items !== undefined && { items: schemaOf(items) }),
    ...(properties !== undefined && { properties: schemasOf(properties) }),
    // TypeBox writes a record so: every name has such a value.
    ...(patternProperties !== undefined && {
      additionalProperties: schemaOf(Object.values(patternProperties)[0] ?? Type.Unknown()),
    }),
  }
}

/** Of a union: a type that may also be null says so itself, if it has no name of its own. */
function unionOf(union: TSchema[], rest: SchemaObject): SchemaObject {
  const members = union.map(schemaOf)
  const [only, ...others] = members.filter(({ type }) => type !== 'null')
  if (typeof only?.type !== 'string' || others.length > 0) return { anyOf: members, ...rest }
  return {
    ...only,
    ...rest,
    type: [only.type, 'null'],
    ...(only.enum !== undefined && { enum: [...only.enum, null] }),
  }
}

function schemasOf(properties: Record<string, TSchema>): Record<string, SchemaObject> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, schemaOf(schema)]),
  )
}

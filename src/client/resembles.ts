import type { TSchema } from '@sinclair/typebox'

/**
 * Whether a value has the shape of a schema: what must be there is there, and of the right type. Not asked for more, so that a newer
 * server may say things that this version does not know, also new words where there was a choice of some.
 */
export function resembles(schema: TSchema, value: unknown): boolean {
  const either = schema['anyOf'] as TSchema[] | undefined
  if (either !== undefined) return either.some((one) => resembles(one, value))
  switch (schema['type']) {
    case 'object':
      return isObject(value) && hasShape(schema, value)
    case 'array':
      return (
        Array.isArray(value) && value.every((one) => resembles(schema['items'] as TSchema, one))
      )
    case 'integer':
      return typeof value === 'number'
    case 'null':
      return value === null
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === schema['type']
    default:
      return true
  }
}

function hasShape(schema: TSchema, value: Record<string, unknown>): boolean {
  const properties = (schema['properties'] ?? {}) as Record<string, TSchema>
  const required = (schema['required'] ?? []) as string[]
  return Object.entries(properties).every(([name, property]) =>
    value[name] === undefined ? !required.includes(name) : resembles(property, value[name]),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

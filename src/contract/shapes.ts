import {
  FormatRegistry,
  Kind,
  Type,
  TypeRegistry,
  type Static,
  type TSchema,
} from '@sinclair/typebox'

// What the shapes of several resources have in common.

export const Id = Type.String({ description: 'an id: opaque, newer ones are greater as a number' })

export const Time = Type.String({
  format: 'date-time',
  description: 'a time: ISO 8601 in UTC with milliseconds',
})

/** What a request says a time to be. */
export const TimeOf = (meaning: string) =>
  Meaning(Time, `a time such as 2026-11-24T08:00:00Z: ${meaning}`)

export const Count = Type.Integer({ minimum: 0, description: 'how many' })

export const Revision = Type.Integer({
  minimum: 0,
  description: 'grows with every change; what If-Match compares',
})

/** The same schema with a description for the place where it stands. */
export const Meaning = <T extends TSchema>(schema: T, description: string): T => ({
  ...schema,
  description,
})

export const Nullable = <T extends TSchema>(schema: T) =>
  Type.Union([schema, Type.Null()], {
    ...(schema.description !== undefined && { description: schema.description }),
  })

/** One of some texts: an `enum`, which TypeBox itself would write as a union. */
export const OneOf = <const T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>({
    [Kind]: 'OneOf',
    type: 'string',
    enum: [...values],
    description: description ?? `one of ${values.join(', ')}`,
  })

TypeRegistry.Set<{ enum: unknown[] }>('OneOf', (schema, value) => schema.enum.includes(value))

/** ISO 8601 with an offset, of a time that exists. */
FormatRegistry.Set('date-time', (text) => {
  const found = /^(\d{4}-\d\d-\d\d)[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)$/.exec(
    text,
  )
  if (found === null || Number.isNaN(Date.parse(text))) return false
  // Date.parse would take 31 February for 3 March.
  return new Date(`${found[1]}T00:00Z`).toJSON().startsWith(found[1] ?? '-')
})

/** An object of just these properties. */
export const Shape = <T extends Parameters<typeof Type.Object>[0]>(
  properties: T,
  options: Parameters<typeof Type.Object>[1] = {},
) => Type.Object(properties, { additionalProperties: false, ...options })

/** A page of a list, newest first. */
export const PageOf = <T extends TSchema>(item: T) =>
  Shape(
    {
      items: Type.Array(item, { description: 'newest first' }),
      nextCursor: Nullable(
        Type.String({
          description:
            'what to give as `cursor` for the next page; null at the end. A page may be short and still have a next one',
        }),
      ),
    },
    { description: 'a page of a list' },
  )

export const byId = Shape({ id: Type.String({ ...Id, description: 'the id', examples: ['12'] }) })

/** What every list can be asked. */
export const paging = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: 50,
      description: 'a number from 1 to 1000: how many items at most',
    }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 200, description: 'the `nextCursor` of the page before' }),
  ),
}

/** A text that a person writes. */
export const Text = (maxLength: number, meaning: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    description: `a text of 1 to ${maxLength.toLocaleString('en')} characters: ${meaning}`,
  })

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'about:blank: the status and the code say all' }),
    title: Type.String({ description: 'the status in words' }),
    status: Type.Integer({ description: 'the HTTP status' }),
    detail: Type.String({ description: 'one sentence for the person who reads it' }),
    code: Type.String({ description: 'what went wrong, for programs: stable' }),
    current: Type.Optional(
      Type.Unknown({ description: 'how it is now, when something else changed it meanwhile' }),
    ),
  },
  { description: 'an RFC 9457 problem' },
)
export type Problem = Static<typeof Problem>

import { Type } from '@sinclair/typebox'

/** What Sentry's requests must carry to be understood; the descriptions are read by people who get a 400. */
export const actionText = Type.String({
  description: 'a text such as "created" or "resolved"',
  minLength: 1,
})

const largest = Number.MAX_SAFE_INTEGER

/** An id: a text or a whole number, since Sentry itself sends both. */
export const anyId = (field: string) =>
  Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 256, pattern: '[0-9A-Za-z]' }),
      Type.Integer({ minimum: -largest, maximum: largest }),
    ],
    { description: `the id that says which one it is (${field})` },
  )

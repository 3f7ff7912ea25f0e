import { Type } from '@sinclair/typebox'

/** What Sentry's requests must carry to be understood; the descriptions are read by people who get a 400. */
export const actionText = Type.String({
  description: 'a text such as "created" or "resolved"',
  minLength: 1,
})

const largest = Number.MAX_SAFE_INTEGER

/** Something must be left of it as clean text, for which the n of a literal backslash-n does not count. */
const namesSomething = '[0-9A-Za-mo-z]|(?<!\\\\)n'

/** An id: a text or a whole number, since Sentry itself sends both. */
export const anyId = (field: string) =>
  Type.Union(
    [
      Type.String({ minLength: 1, maxLength: 256, pattern: namesSomething }),
      Type.Integer({ minimum: -largest, maximum: largest }),
    ],
    { description: `the id that says which one it is (${field})` },
  )

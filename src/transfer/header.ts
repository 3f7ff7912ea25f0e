import { Type, type Static } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import { cleanLine } from '../core/text.ts'
import { AppError } from '../errors.ts'

/** What the lines after the first one look like. It grows when an older Navish would misread them. */
export const format = 1

const Header = Type.Object({
  navish: Type.Literal('export'),
  format: Type.Integer({ minimum: 1 }),
  /** Of the program that wrote it. */
  version: Type.String({ maxLength: 100 }),
  exportedAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,12}Z$' }),
  settings: Type.Boolean(),
  alerts: Type.Boolean(),
  payloads: Type.Boolean(),
  secrets: Type.Boolean(),
})

/** The first line of an export. */
export type Header = Static<typeof Header>

const schema = compile(Header)

/** Throws `invalid_request` for what is no export, or one that this version does not understand. */
export function headerIn(line: string): Header {
  const said = parsed(line)
  const named = said as { navish?: unknown; format?: unknown; version?: unknown } | null
  if (named?.navish === 'export' && typeof named.format === 'number' && named.format > format) {
    const by = typeof named.version === 'string' ? ` ${cleanLine(named.version, 100)}` : ''
    throw new AppError(
      'invalid_request',
      `It was written by a newer Navish${by} (format ${named.format}, here ${format}): upgrade this one first.`,
    )
  }
  if (schema.matches(said)) return said
  throw new AppError(
    'invalid_request',
    'It is no export of Navish: that would begin with {"navish":"export".',
  )
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

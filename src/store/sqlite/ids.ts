import { AppError } from '../../errors.ts'

/** The row number behind an id. Throws `not_found` for what cannot be one. */
export function rowOf(id: string, what: string): number {
  const row = rowOrNull(id)
  if (row === null) throw notFound(what, id)
  return row
}

/** The row number behind an id, or null for what cannot be one. */
export function rowOrNull(id: string): number | null {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null
}

export function notFound(what: string, id: string): AppError {
  return new AppError('not_found', `There is no ${what} ${JSON.stringify(id)}.`)
}

export function idOf(row: number): string {
  return String(row)
}

export function idOrNull(row: number | null): string | null {
  return row === null ? null : String(row)
}

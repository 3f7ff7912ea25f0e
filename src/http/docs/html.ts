/** A piece of a page that needs no escaping any more. */
export interface Markup {
  readonly markup: string
}

type Piece = Markup | string | number | null | readonly Piece[]

/** HTML in which every text that is put in is escaped. Lists are joined, null is nothing. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return { markup: String.raw({ raw: parts }, ...pieces.map(write)) }
}

/** What is HTML already. */
export function raw(markup: string): Markup {
  return { markup }
}

function write(piece: Piece): string {
  if (piece === null) return ''
  if (Array.isArray(piece)) return piece.map(write).join('')
  if (typeof piece === 'object') return (piece as Markup).markup
  return escape(String(piece))
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

import { cleanText } from '../core/text.ts'

/** Where a command writes: its data on `out`, everything else on `err`. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
}

/** From where a command reads what must not stand on its command line. */
export interface Keyboard {
  /** Whether a person types; else it is a file or another program. */
  isTerminal: boolean
  /** The first line, or null when there is nothing. */
  line(): Promise<string | null>
  /** All lines, or null when there is nothing. */
  all(): Promise<string | null>
  /** Asks a person for something that is not shown. */
  hidden(question: string): Promise<string>
}

/** One JSON document. */
export function printJson(terminal: Terminal, value: unknown): void {
  const json = JSON.stringify(value, null, 2)
  // JSON lets these stand as they are, but a terminal may obey them; escaped they mean the same.
  terminal.out(
    `${json.replace(obeyed, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
  )
}

const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Columns with a heading, aligned; cells are cut to what a person reads and cleaned of what a terminal would obey. */
export function printTable(
  terminal: Terminal,
  headings: string[],
  rows: (string | number | null)[][],
): void {
  const cells = rows.map((row) => row.map((cell) => cellOf(cell)))
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => Bun.stringWidth(row[column] ?? ''))),
  )
  for (const row of [headings, ...cells]) {
    const line = row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ')
    terminal.out(`${line.trimEnd()}\n`)
  }
}

/** `name  value` lines; values may run over several lines. */
export function printFacts(terminal: Terminal, facts: [string, string | number | null][]): void {
  const width = Math.max(...facts.map(([name]) => name.length))
  for (const [name, value] of facts) {
    if (value === null || value === '') continue
    const text = cleanText(String(value), 100_000).replaceAll('\n', `\n${' '.repeat(width + 2)}`)
    terminal.out(`${name.padEnd(width)}  ${text}\n`)
  }
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - Bun.stringWidth(cell)))
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '-'
  const text = cleanText(String(cell), 100_000).replace(/\s+/g, ' ')
  return text.length > 72 ? `${text.slice(0, 71).toWellFormed()}…` : text
}

import type { Terminal } from './terminal.ts'

/**
 * Rows for a spreadsheet, by RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it: what senders wrote is in
 * here, too. See OWASP, "CSV Injection".
 */
export function printCsv(
  terminal: Terminal,
  headings: readonly string[],
  rows: readonly (string | number | null)[][],
): void {
  for (const row of [headings, ...rows]) {
    terminal.out(`${row.map(cellOf).join(',')}\r\n`)
  }
}

function cellOf(cell: string | number | null): string {
  if (cell === null || typeof cell === 'number') return `${cell ?? ''}`
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

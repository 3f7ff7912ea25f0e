/** Whether the long form was asked for: more rounds of the same. */
export const isLong = process.env['NAVISH_FAULTS'] === 'long'

/** So many rounds in the short form that every build runs, so many in the long one. */
export function rounds(short: number, long: number): number {
  return isLong ? long : short
}

/** Prints what a case did and found, so that a run can be read by a person. */
export function tell(what: string, found: Record<string, string | number | boolean>): void {
  const facts = Object.entries(found).map(([name, value]) => `${name} ${value}`)
  process.stderr.write(`  ${what}: ${facts.join(', ')}\n`)
}

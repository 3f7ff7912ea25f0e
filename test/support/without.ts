/** Whether tests are to be skipped because something is missing here (`null`: nothing is); says so once. */
export function without(missing: string | null): boolean {
  if (missing !== null) process.stderr.write(`skipped: ${missing}\n`)
  return missing !== null
}

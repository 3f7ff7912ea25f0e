// JSON as it is looked at. Pure.

/** A number that JavaScript cannot hold: shown as it was written. */
export class LongNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Json = null | boolean | number | string | LongNumber | Json[] | { [key: string]: Json }

/** What stands in a text; undefined when it is no JSON. */
export function jsonOf(text: string): { value: Json } | undefined {
  try {
    return { value: /\d{16}/.test(text) ? exact(text) : (JSON.parse(text) as Json) }
  } catch {
    return undefined
  }
}

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { source?: string },
) => unknown

function exact(text: string): Json {
  const revive: Reviver = (_key, value, context) => {
    const source = context?.source
    return typeof value === 'number' && source !== undefined && isLong(value, source)
      ? new LongNumber(source)
      : value
  }
  try {
    return JSON.parse(text, revive) as Json
  } catch {
    // So deep that looking at each value takes too much stack.
    return JSON.parse(text) as Json
  }
}

function isLong(value: number, source: string): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && String(value) !== source
}

export type Container = Json[] | { [key: string]: Json }

export function isContainer(value: Json): value is Container {
  return typeof value === 'object' && value !== null && !(value instanceof LongNumber)
}

/** How many entries of something are shown at once. */
export const portion = 50

/** How many lines may be there before anybody opened anything. */
const mostLines = 400

/** Which parts are open at first: the outermost, and two levels in it as far as they are not too many. */
export function openAtFirst(value: Json): ReadonlySet<Container> {
  const open = new Set<Container>()
  let lines = 0
  let level: Json[] = [value]
  for (let depth = 0; depth < 3; depth++) {
    const next: Json[] = []
    for (const each of level) {
      if (!isContainer(each)) continue
      const entries = Object.values(each).slice(0, portion)
      if (depth > 0 && lines + entries.length > mostLines) continue
      lines += entries.length
      open.add(each)
      next.push(...entries)
    }
    level = next
  }
  return open
}

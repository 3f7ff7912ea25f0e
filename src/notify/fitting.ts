/** How a text is written for one channel, and how long that makes it there. */
export interface Fitting {
  /** Writes one text so that nothing in it is markup; what it makes of a text is what it makes of each character. */
  write?: (text: string) => string
  /** How long the channel takes a text to be: UTF-16 code units unless told. */
  size?: (text: string) => number
}

/**
 * The text as it is written, with at most so much of it that the channel takes it; an ellipsis says that something is missing. It is
 * cut before it is written, so that no escape sequence and no character comes apart.
 */
export function fitted(text: string, most: number, { write = asIs, size = units }: Fitting = {}) {
  const whole = write(text)
  if (size(whole) <= most) return whole
  let room = most - size('…')
  let begun = ''
  for (const character of text) {
    const written = write(character)
    room -= size(written)
    if (room < 0) break
    begun += written
  }
  return `${begun}…`
}

/** How long a text is in UTF-8. */
export function bytes(text: string): number {
  return Buffer.byteLength(text)
}

function asIs(text: string): string {
  return text
}

function units(text: string): number {
  return text.length
}

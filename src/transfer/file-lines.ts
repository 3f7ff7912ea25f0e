import { createReadStream, statSync } from 'node:fs'
import { AppError } from '../errors.ts'

/** The longest line that there may be: a payload of the largest size, in base64. */
const longest = 64 * 1024 * 1024
const lineEnd = 0x0a

export interface FileLine {
  text: string
  /** A line of a file that was cut off is not. */
  isEnded: boolean
}

/**
 * The lines of a file, one after the other; an empty one at the end is none, and the last may not be ended. Not `node:readline`: that also
 * ends a line at U+2028, which may stand in JSON. Throws `invalid_request` for one that is longer than any that we write, and `not_found`.
 */
export async function* linesOf(path: string): AsyncGenerator<FileLine> {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw new AppError('not_found', `There is no file ${path}.`)
  }
  const decoder = new TextDecoder()
  let pending: Buffer[] = []
  let size = 0
  for await (const read of createReadStream(path)) {
    let rest = read as Buffer
    for (let end = rest.indexOf(lineEnd); end !== -1; end = rest.indexOf(lineEnd)) {
      yield {
        text: decoder.decode(Buffer.concat([...pending, rest.subarray(0, end)])),
        isEnded: true,
      }
      pending = []
      size = 0
      rest = rest.subarray(end + 1)
    }
    if (rest.length > 0) pending.push(rest)
    size += rest.length
    if (size > longest) throw new AppError('invalid_request', 'It has a line of more than 64 MiB.')
  }
  if (size > 0) yield { text: decoder.decode(Buffer.concat(pending)), isEnded: false }
}

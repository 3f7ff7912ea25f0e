/** One event of a stream of server-sent events. */
export interface Frame {
  event: string
  data: string
  /** Where to go on from after this one; null: it does not say. */
  id: string | null
}

/**
 * Reads server-sent events out of pieces of text, cut anywhere. `push` gives the events that are complete. Comments and `retry` are
 * left out (WHATWG HTML, section 9.2.6).
 */
export function createFrameReader(): { push(piece: string): Frame[] } {
  let rest = ''
  return {
    push(piece) {
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      return blocks.flatMap((block) => frameIn(block) ?? [])
    },
  }
}

function frameIn(block: string): Frame | null {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
    fields.set(name, value)
  }
  const data = fields.get('data')
  if (data === undefined) return null
  return { event: fields.get('event') ?? 'message', data, id: fields.get('id') ?? null }
}

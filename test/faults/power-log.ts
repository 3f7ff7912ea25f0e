import { readFileSync } from 'node:fs'

/** One change to a file of the data directory, or a wait for the disk; see shim.c. */
export type Change =
  | { kind: 'opened'; inode: bigint; path: string }
  | { kind: 'written'; inode: bigint; offset: number; data: Uint8Array }
  | { kind: 'truncated'; inode: bigint; size: number }
  | { kind: 'syncing' | 'synced'; inode: bigint; thread: number }
  | { kind: 'unlinked'; path: string }
  | { kind: 'renamed'; from: string; to: string }

/** Where in the log the record of a change ends: with the first so many bytes of the log, it was made. */
export type Noted = Change & { end: number }

const header = 32

/** Reads what the shim noted, in order. The last record may be cut off: its process was killed. */
export function readLog(file: string): Noted[] {
  const bytes = readFileSync(file)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const changes: Noted[] = []
  for (let at = 0; at + header <= bytes.length;) {
    const length = Number(view.getBigUint64(at + 24, true))
    const end = at + header + length
    if (end > bytes.length) break
    changes.push({ ...changeAt(view, at, bytes.subarray(at + header, end)), end })
    at = end
  }
  return changes
}

function changeAt(view: DataView, at: number, data: Buffer): Change {
  const kind = view.getUint32(at, true)
  const thread = view.getUint32(at + 4, true)
  const inode = view.getBigUint64(at + 8, true)
  const offset = Number(view.getBigUint64(at + 16, true))
  switch (kind) {
    case 1:
      return { kind: 'opened', inode, path: data.toString() }
    case 2:
      return { kind: 'written', inode, offset, data }
    case 3:
      return { kind: 'truncated', inode, size: offset }
    case 4:
      return { kind: 'syncing', inode, thread }
    case 5:
      return { kind: 'synced', inode, thread }
    case 6:
      return { kind: 'unlinked', path: data.toString() }
    case 7: {
      const [from = '', to = ''] = data.toString().split('\n')
      return { kind: 'renamed', from, to }
    }
    default:
      throw new Error(`the shim noted something unknown at ${at}: ${kind}`)
  }
}

import { statfsSync } from 'node:fs'
import { AppError } from '../../errors.ts'

/** So many bytes stay free for everything else that writes there. */
export const spare = 64 * 1024 * 1024

/** Throws `failed` before something is begun for which a folder has no room. Where that cannot be known nothing is said. */
export function mustHaveRoom(
  folder: string,
  bytes: number,
  what: string,
  freeIn: (folder: string) => number | null = freeBytesIn,
): void {
  const free = freeIn(folder)
  if (free === null || free >= bytes + spare) return
  throw new AppError(
    'failed',
    `${what} needs ${sizeInWords(bytes + spare)} in ${folder}, and only ${sizeInWords(free)} are free there. Nothing was changed; make room, and try again.`,
  )
}

/** What this user may still write there; null: the system does not say. */
function freeBytesIn(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Bytes, as a person reads them. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const size = bytes / 1024 ** power
  return `${power === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[power]}`
}

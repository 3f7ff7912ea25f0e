import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Waits until a file, or what a folder says of its files, is on disk. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

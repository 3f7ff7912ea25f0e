import { statSync } from 'node:fs'
import { basename } from 'node:path'

/** The files of a release and how large they are, for people. */
export function tableOf(files: readonly string[]): string {
  const rows = files.map((file) => [basename(file), megabytes(statSync(file).size)] as const)
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, size]) => `${name.padEnd(width)}  ${size.padStart(9)}\n`).join('')
}

function megabytes(bytes: number): string {
  return bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

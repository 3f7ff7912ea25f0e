import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Writes `SHA256SUMS` for these files, as `sha256sum --check` reads it, and gives its path. */
export async function writeChecksums(folder: string, files: readonly string[]): Promise<string> {
  const lines = await Promise.all(
    files.map(async (file) => `${await sha256Of(file)}  ${basename(file)}\n`),
  )
  const path = join(folder, 'SHA256SUMS')
  writeFileSync(path, lines.toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join(''))
  return path
}

async function sha256Of(file: string): Promise<string> {
  const hash = new Bun.CryptoHasher('sha256')
  for await (const part of Bun.file(file).stream()) hash.update(part)
  return hash.digest('hex')
}

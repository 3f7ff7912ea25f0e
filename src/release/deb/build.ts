import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { layOut, type TreeParts } from './tree.ts'

/** Why no package can be made here, or null. */
export const withoutDpkg = Bun.which('dpkg-deb') === null ? 'there is no dpkg-deb here' : null

export interface BuildParts extends TreeParts {
  /** Where the package goes. */
  folder: string
  /** `none` is quick; what is installed is the same. */
  compression?: 'xz' | 'none'
}

/** Makes a Debian package and gives its path. Of the same commit it is the same, byte for byte. */
export async function buildPackage({
  folder,
  compression = 'xz',
  ...parts
}: BuildParts): Promise<string> {
  const { version, architecture, epoch } = parts
  const place = mkdtempSync(join(folder, '.package-'))
  try {
    chmodSync(place, 0o755)
    layOut(place, parts)
    const file = join(folder, `navish_${version}_${architecture}.deb`)
    // Every dpkg knows xz; zstd only those since 2023.
    const flags = ['--root-owner-group', `-Z${compression}`]
    const build = Bun.spawn(['dpkg-deb', ...flags, '--build', place, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
      stdout: 'ignore',
      stderr: 'pipe',
    })
    const said = await new Response(build.stderr).text()
    if ((await build.exited) !== 0) throw new Error(`dpkg-deb: ${said.trim()}`)
    return file
  } finally {
    rmSync(place, { recursive: true })
  }
}

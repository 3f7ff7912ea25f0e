import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readLocked } from '../lock.ts'
import { root } from '../root.ts'
import { debianVersion, maintainer } from './control.ts'

/** `/usr/share/doc/navish/copyright`, in Debian's machine-readable form. */
export function copyright(): string {
  const license = readFileSync(join(root, 'LICENSE'), 'utf8').trim()
  const holder = /^Copyright \(c\) (.+)$/m.exec(license)?.[1] ?? 'the Navish authors'
  const terms = license.slice(license.indexOf('Permission is hereby'))
  const builtIn = readLocked().map(
    ({ name, version, license: own }) => `  ${name} ${version}: ${own ?? 'see its package'}`,
  )
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: navish
Comment: Built in are Bun ${Bun.version} (MIT, with the licences of what it is made of:
 https://bun.sh/docs/project/licensing) and these packages:
${builtIn.join('\n')}

Files: *
Copyright: ${holder}
License: Expat
${indented(terms)}
`
}

/** `changelog.Debian`, of this one version: what changed is told in the file beside it. */
export function debianChangelog({ version, epoch }: { version: string; epoch: number }): Buffer {
  const date = new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')
  const text = `navish (${debianVersion(version)}) unstable; urgency=medium

  * What changed is in CHANGELOG.md.gz.

 -- ${maintainer}  ${date}
`
  return compressed(text)
}

/** As `gzip -9n` does it: without a time, so that it is always the same. */
export function compressed(text: string): Buffer {
  return gzipSync(text, { level: 9 })
}

/** As control files have a text of several lines. */
function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line}`))
    .join('\n')
}

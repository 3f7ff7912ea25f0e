import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'
import { control } from './control.ts'
import { compressed, copyright, debianChangelog } from './documents.ts'
import { manual } from './manual.ts'
import { saidBy } from './said.ts'
import { scripts } from './scripts.ts'
import { settingsFile } from './settings-file.ts'

export interface TreeParts {
  /** The program for this architecture. */
  binary: string
  version: string
  epoch: number
  architecture: string
}

const settings = 'etc/navish/navish.yaml'
const documents = 'usr/share/doc/navish'

/** Lays out in `folder` what a package has in it, as dpkg-deb wants it. */
export function layOut(folder: string, parts: TreeParts): void {
  const { binary, version, architecture } = parts
  const write = (path: string, content: string | Buffer, mode = 0o644) => {
    const file = placeFor(folder, path)
    writeFileSync(file, content)
    chmodSync(file, mode)
  }
  const program = placeFor(folder, 'usr/bin/navish')
  copyFileSync(binary, program)
  chmodSync(program, 0o755)
  const files: Record<string, string | Buffer> = {
    'usr/lib/systemd/system/navish.service': unit(),
    [settings]: settingsFile(),
    'usr/share/man/man1/navish.1.gz': compressed(manual(parts)),
    [`${documents}/copyright`]: copyright(),
    [`${documents}/changelog.gz`]: compressed(textOf('CHANGELOG.md')),
    [`${documents}/changelog.Debian.gz`]: debianChangelog(parts),
    [`${documents}/README.md.gz`]: compressed(textOf('README.md')),
    ...documentation(),
    ...completions(),
    'usr/share/lintian/overrides/navish': overrides,
  }
  for (const [path, content] of Object.entries(files)) write(path, content)
  const all = ['usr/bin/navish', ...Object.keys(files)]
  const bytes = all.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)
  write('DEBIAN/control', control({ version, architecture, size: Math.ceil(bytes / 1024) }))
  write('DEBIAN/conffiles', `/${settings}\n`)
  write(
    'DEBIAN/md5sums',
    all
      .filter((path) => path !== settings)
      .map(sumIn(folder))
      .join(''),
  )
  for (const [name, text] of Object.entries(scripts)) write(`DEBIAN/${name}`, text, 0o755)
}

/** What there is to read, and to copy. */
function documentation(): Record<string, string> {
  const paths = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const texts = paths.filter((path) => /\.(?:md|ya?ml|conf|json|service)$|\/Caddyfile$/.test(path))
  return Object.fromEntries(
    texts.toSorted().map((path) => [`${documents}/docs/${path}`, textOf(`docs/${path}`)]),
  )
}

/** What has a shell complete commands, where shells look for it. */
function completions(): Record<string, string> {
  if (!/^ {2}completion /m.test(saidBy('--help'))) return {}
  return {
    'usr/share/bash-completion/completions/navish': saidBy('completion', 'bash'),
    'usr/share/zsh/vendor-completions/_navish': saidBy('completion', 'zsh'),
    'usr/share/fish/vendor_completions.d/navish.fish': saidBy('completion', 'fish'),
  }
}

/** The one for people who install by hand, with the path of the package. */
function unit(): string {
  const text = textOf('docs/examples/navish.service')
  const lines = text.slice(text.indexOf('[Unit]'))
  return lines.replace('ExecStart=/usr/local/bin/navish', 'ExecStart=/usr/bin/navish')
}

/**
 * What Debian's checker finds and is meant so: Bun is not built by us, what follows its last section is the program, and this package is
 * not one of Debian's, with an address there.
 */
const overrides = `navish: bogus-mail-host *
navish: bogus-mail-host-in-debian-changelog *
navish: hardening-no-pie *
navish: hardening-no-relro *
navish: unstripped-binary-or-object [usr/bin/navish]
navish: embedded-library *
navish: initial-upload-closes-no-bugs *
`

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Where a file goes; its folders can be entered by everybody, whatever the umask. */
function placeFor(folder: string, path: string): string {
  let place = folder
  for (const name of dirname(path).split('/')) {
    place = join(place, name)
    mkdirSync(place, { recursive: true })
    chmodSync(place, 0o755)
  }
  return join(folder, path)
}

function sumIn(folder: string) {
  return (path: string) =>
    `${createHash('md5')
      .update(readFileSync(join(folder, path)))
      .digest('hex')}  ${path}\n`
}

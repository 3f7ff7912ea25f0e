import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sha256 } from '../../token.ts'

/** A file that the page loads. */
export interface Bundled {
  /** It says what is in it, so that a browser can keep it for ever. */
  name: string
  /** Whether the page cannot begin without it. */
  isFirst: boolean
  /** Base64. */
  gzip: string
}

/**
 * Builds the dashboard for browsers: a script and what it loads later, one style sheet, and the pictures. Imported as a macro, so that this happens once when
 * the binary is made; from source, when a page is first asked for. A macro cannot call the bundler that it runs in: another
 * process does that.
 */
export function bundleDashboard(): Bundled[] {
  const folder = mkdtempSync(join(tmpdir(), 'navish-dashboard-'))
  try {
    const entry = join(import.meta.dir, '../../dashboard/main.tsx')
    const settings = [
      '--target=browser',
      '--minify',
      '--splitting',
      '--define=process.env.NODE_ENV="production"',
    ]
    const names = [
      '--entry-naming=[name]-[hash].[ext]',
      '--chunk-naming=part-[name]-[hash].[ext]',
      '--asset-naming=[name]-[hash].[ext]',
    ]
    const { exitCode, stderr } = Bun.spawnSync([
      process.execPath,
      'build',
      entry,
      ...settings,
      ...names,
      '--outdir',
      folder,
    ])
    if (exitCode !== 0) throw new Error(`the dashboard cannot be built: ${stderr.toString()}`)
    const paths = readdirSync(folder).map((name) => join(folder, name))
    const first = firstOf(paths)
    const files = paths.map((path) => bundled(path, { isFirst: first.has(path) }))
    return [...files, ...pictures.map(picture)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The style sheet, the script, and what it imports before it begins. */
function firstOf(paths: readonly string[]): Set<string> {
  const transpiler = new Bun.Transpiler({ loader: 'js' })
  const first = new Set(paths.filter((path) => basename(path).startsWith('main-')))
  for (const path of first) {
    if (!path.endsWith('.js')) continue
    for (const { kind, path: imported } of transpiler.scanImports(readFileSync(path, 'utf8'))) {
      if (kind === 'import-statement') first.add(join(path, '..', imported))
    }
  }
  return first
}

function bundled(path: string, { isFirst = false, name = basename(path) }): Bundled {
  const gzip = gzipSync(readFileSync(path), { level: 9 }).toString('base64')
  return { name, isFirst, gzip }
}

/** The smaller first. */
const pictures = ['icon-192', 'icon-512']

function picture(stem: string): Bundled {
  const path = join(import.meta.dir, `${stem}.png`)
  return bundled(path, { name: `${stem}-${sha256(readFileSync(path)).slice(0, 8)}.png` })
}

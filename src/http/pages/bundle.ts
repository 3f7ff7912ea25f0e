import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sha256 } from '../../token.ts'

/** A file that the page loads. */
export interface Bundled {
  extension: string
  /** Of what is in it, so that a browser can keep it for ever. */
  hash: string
  /** Base64. */
  gzip: string
}

/**
 * Builds the dashboard for browsers: one script, one style sheet, and the pictures. Imported as a macro, so that this happens once when
 * the binary is made; from source, when a page is first asked for. A macro cannot call the bundler that it runs in: another
 * process does that.
 */
export function bundleDashboard(): Bundled[] {
  const folder = mkdtempSync(join(tmpdir(), 'navish-dashboard-'))
  try {
    const entry = join(import.meta.dir, '../../dashboard/main.tsx')
    const settings = ['--target=browser', '--minify', '--define=process.env.NODE_ENV="production"']
    const names = ['--entry-naming=[name].[ext]', '--outdir', folder]
    const { exitCode, stderr } = Bun.spawnSync([
      process.execPath,
      'build',
      entry,
      ...settings,
      ...names,
    ])
    if (exitCode !== 0) throw new Error(`the dashboard cannot be built: ${stderr.toString()}`)
    const built = readdirSync(folder).map((name) => join(folder, name))
    return [...built, join(import.meta.dir, 'icon-192.png'), join(import.meta.dir, 'icon-512.png')]
      .toSorted()
      .map(bundled)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function bundled(path: string): Bundled {
  const content = readFileSync(path)
  return {
    extension: extname(path).slice(1),
    hash: sha256(content).slice(0, 16),
    gzip: gzipSync(content, { level: 9 }).toString('base64'),
  }
}

import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'
import type { Target } from './targets.ts'

/**
 * Builds the program for one target and gives its path in `folder`. Bun fetches what it needs of a foreign target from the npm registry.
 * The name of the output is part of what is built, so it is the same for all until it is there.
 */
export async function compile(
  { name, bun }: Target,
  { folder, epoch }: { folder: string; epoch: number },
): Promise<string> {
  const place = mkdtempSync(join(folder, '.building-'))
  try {
    const outfile = join(place, 'navish')
    const flags = [...(await buildFlags()), `--target=${bun}`, '--outfile', outfile]
    const build = Bun.spawn([process.execPath, 'build', 'src/main.ts', ...flags], {
      cwd: root,
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const said = await new Response(build.stderr).text()
    if ((await build.exited) !== 0) throw new Error(`${name} cannot be built: ${said.trim()}`)
    const made = join(folder, name)
    // Bun gives a program for Windows its ending itself.
    renameSync(name.endsWith('.exe') ? `${outfile}.exe` : outfile, made)
    return made
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** What `bun run build` says, so that a release is what was tested. */
async function buildFlags(): Promise<string[]> {
  const { scripts } = (await Bun.file(join(root, 'package.json')).json()) as {
    scripts: { build: string }
  }
  const step = scripts.build.split('&&').find((one) => one.includes('bun build')) ?? ''
  return step.split(/\s+/).filter((word) => word.startsWith('--') && word !== '--outfile')
}

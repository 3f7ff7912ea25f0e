import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pages } from './pages.ts'

/** Writes the pages, for `bun run docs:generate`. */
const folder = join(import.meta.dir, '../../docs/reference')
await mkdir(folder, { recursive: true })
for (const [name, page] of Object.entries(pages)) await writeFile(join(folder, name), await page())

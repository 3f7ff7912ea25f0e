import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages } from '../../src/reference/pages.ts'
import { root } from './documents.ts'

const folder = join(root, 'docs/reference')

describe('docs/reference', () => {
  test.each(Object.keys(pages))('%s is what the code says: bun run docs:generate', async (name) => {
    const written = readFileSync(join(folder, name), 'utf8')

    expect(written).toBe((await pages[name]?.()) ?? '')
  })

  test('has no page that nobody makes', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(pages).toSorted())
  })

  test('is not loaded by the program', () => {
    const seen = new Set<string>()
    const visit = (path: string): void => {
      if (seen.has(path) || !/\.tsx?$/.test(path)) return
      seen.add(path)
      const source = readFileSync(path, 'utf8')
      const loader = path.endsWith('x') ? 'tsx' : 'ts'
      for (const { path: next } of new Bun.Transpiler({ loader }).scanImports(source)) {
        if (next.startsWith('.')) visit(join(path, '..', next))
      }
    }
    visit(join(root, 'src/main.ts'))

    expect(seen.size).toBeGreaterThan(100)
    expect([...seen].filter((path) => path.includes('/src/reference/'))).toEqual([])
  })
})

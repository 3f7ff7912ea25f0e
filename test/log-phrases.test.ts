import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { join } from 'node:path'

const root = join(import.meta.dir, '..')

/** `log.warn('phrase'`, `log[level]('phrase'`, and the same with a choice between two phrases or a part that is filled in. */
const call = /\blog(?:\.(?:debug|info|warn|error)|\[[^\]]+\])\(\s*((?:[^,()]|\([^()]*\))+)/g

/** Every phrase in the source, as a pattern of what it can be. */
async function phrases(): Promise<Map<string, RegExp>> {
  const found = new Map<string, RegExp>()
  for await (const file of new Glob('**/*.ts').scan(join(root, 'src'))) {
    if (file.startsWith('dashboard/')) continue
    const text = await Bun.file(join(root, 'src', file)).text()
    for (const [, said = ''] of text.matchAll(call)) {
      for (const [, , phrase = ''] of said.matchAll(/(['`])(.+?)\1/g)) {
        const pattern = RegExp.escape(phrase).replaceAll(/\\\$\\\{.*?\\\}/g, '[a-z]+')
        found.set(phrase, new RegExp(`^${pattern}$`))
      }
    }
  }
  return found
}

async function documented(): Promise<string[]> {
  const page = await Bun.file(join(root, 'docs/operate/monitoring.md')).text()
  const table = page.slice(page.indexOf('### What is in it'))
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  return rows.flatMap((row) => {
    const [, first = ''] = row.split('|')
    return [...first.matchAll(/`([^`]+)`/g)].map(([, phrase = '']) => phrase)
  })
}

test('every phrase of the log is explained in docs/operate/monitoring.md, and no other', async () => {
  const said = await phrases()
  const known = await documented()

  const patterns = [...said.values()]
  expect(said.size).toBeGreaterThan(25)
  expect([...said].filter(([, pattern]) => !known.some((it) => pattern.test(it)))).toEqual([])
  expect(known.filter((phrase) => !patterns.some((pattern) => pattern.test(phrase)))).toEqual([])
})

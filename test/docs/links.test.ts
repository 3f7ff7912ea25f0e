import { describe, expect, test } from 'bun:test'
import { dirname, join, normalize } from 'node:path'
import { documentAt, documents, isThere, type Document } from './documents.ts'

const isOutside = (link: string) => /^[a-z][a-z\d+.-]*:/i.test(link)

/** Where a relative link leads, from the root of the repository. */
function targetOf(from: string, link: string): { path: string; anchor: string } {
  const [way = '', anchor = ''] = link.split('#')
  const path = way === '' ? from : normalize(join(dirname(from), decodeURIComponent(way)))
  return { path, anchor }
}

/** What is wrong with a relative link; null: it leads somewhere. */
function faultOf(from: string, link: string): string | null {
  const { path, anchor } = targetOf(from, link)
  if (path.startsWith('..')) return 'leads out of the repository'
  if (!isThere(path)) return `there is no ${path}`
  if (anchor === '' || !path.endsWith('.md')) return null
  return documentAt(path).anchors.has(anchor) ? null : `${path} has no heading #${anchor}`
}

/** The documents to which the links of one lead. */
function linkedFrom({ path, links }: Document): string[] {
  return links.filter((link) => !isOutside(link)).map((link) => targetOf(path, link).path)
}

describe('links', () => {
  test.each(documents.map((one) => one.path))('%s: each leads somewhere', (path) => {
    const faults = documentAt(path)
      .links.filter((link) => !isOutside(link))
      .map((link) => ({ link, fault: faultOf(path, link) }))

    expect(faults.filter(({ fault }) => fault !== null)).toEqual([])
  })

  test('those that lead out are addresses', () => {
    const wrong = documents.flatMap(({ path, links }) =>
      links
        .filter(isOutside)
        .filter(
          (link) => !/^(?:https?:\/\/[^\s/]+\.[^\s/]+|mailto:)/.test(link) || !URL.canParse(link),
        )
        .map((link) => `${path}: ${link}`),
    )

    expect(wrong).toEqual([])
  })

  test('every page of docs is reached from its index', () => {
    const reached = new Set(['docs/README.md'])
    for (const path of reached) {
      for (const next of linkedFrom(documentAt(path))) {
        const page = next.endsWith('.md') ? next : join(next, 'README.md')
        if (page.startsWith('docs/') && isThere(page)) reached.add(page)
      }
    }

    const pages = documents.map(({ path }) => path).filter((path) => path.startsWith('docs/'))
    expect(pages.filter((path) => !reached.has(path))).toEqual([])
  })

  test('the front page leads to the index', () => {
    expect(linkedFrom(documentAt('README.md'))).toContain('docs/README.md')
  })

  test('a page that is not there, a heading that is not there and a way out are found', () => {
    expect(faultOf('docs/README.md', 'nowhere.md')).toBe('there is no docs/nowhere.md')
    expect(faultOf('docs/README.md', '../README.md#nowhere')).toBe(
      'README.md has no heading #nowhere',
    )
    expect(faultOf('README.md', '../x.md')).toBe('leads out of the repository')
  })
})

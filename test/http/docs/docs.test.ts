import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'bun:test'
import { createDocs } from '../../../src/http/docs/docs.ts'
import { document, operations } from '../../support/document.ts'

const docs = createDocs({ version: '1.2.3', base: null })

const get = (path: string, headers: Record<string, string> = {}) =>
  docs.handle(new Request(`http://localhost${path}`, { headers }))

const page = await get('/docs').then((response) => response.text())

function matches(pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, found = '']) => found)
}

describe('/openapi.json', () => {
  test('is the document', async () => {
    const response = await get('/openapi.json')

    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual(document)
  })
})

describe.each(['/openapi.json', '/docs'])('%s', (path) => {
  test('is compressed for those who can take it', async () => {
    const plain = await get(path)
    const compressed = await get(path, { 'accept-encoding': 'br, gzip' })

    expect(compressed.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await compressed.bytes()).toString()).toBe(await plain.text())
    expect(plain.headers.get('vary')).toBe('accept-encoding')
  })

  test('is not sent again to those who have it', async () => {
    const etag = (await get(path)).headers.get('etag') ?? ''

    const same = await get(path, { 'if-none-match': `"other", ${etag}` })
    const other = await get(path, { 'if-none-match': '"other"' })

    expect(same.status).toBe(304)
    expect(await same.text()).toBe('')
    expect(other.status).toBe(200)
  })
})

describe('the documentation page', () => {
  test('has a section for every operation, with a way to ask for it in a shell', () => {
    for (const { operationId, path, verb } of operations) {
      const [, section = ''] = page.split(`<section class="operation" id="${operationId}">`)
      const [text = ''] = section.split('</section>')

      expect(text).toContain(`<code>${path}</code>`)
      expect(text).toContain(verb.toUpperCase())
      expect(text).toContain('curl ')
    }
  })

  test('leads only to places that there are', () => {
    const ids = new Set(matches(/ id="([^"]*)"/g))
    const links = matches(/ href="([^"]*)"/g)
    const within = links.filter((link) => link.startsWith('#')).map((link) => link.slice(1))

    expect(within.filter((id) => !ids.has(id))).toEqual([])
    expect(new Set(links.filter((link) => !link.startsWith('#')))).toEqual(
      new Set(['data:,', 'openapi.json']),
    )
  })

  test('loads nothing and runs nothing, and its policy allows nothing but its own style', async () => {
    const policy = (await get('/docs')).headers.get('content-security-policy')
    const [style = ''] = matches(/<style>([^<]*)<\/style>/g)
    const hash = createHash('sha256').update(style).digest('base64')

    expect(page).not.toMatch(/<script|<iframe|<object|<form|\bsrc=|\bstyle=|\bon\w+=|@import|url\(/)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`style-src 'sha256-${hash}';`)
    expect(policy).not.toContain('unsafe')
  })

  test('shows what is said as text, whatever stands in it', () => {
    expect(page).toContain('Filters are joined by &#34;and&#34;.')
    expect(matches(/(\[object|>undefined|undefined<|>null<)/g)).toEqual([])
  })
})

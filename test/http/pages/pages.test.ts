import { describe, expect, test } from 'bun:test'
import { signInErrors } from '../../../src/http/auth/oidc-refusals.ts'
import { createPages } from '../../../src/http/pages/pages.ts'

const pages = createPages()
const get = (path: string) => pages.handle(new Request(`http://localhost${path}`))

/** What a page loads. */
async function loadedBy(path: string): Promise<string[]> {
  const text = await (await get(path)).text()
  return [...text.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, url = '']) => url)
}

describe.each(['/', '/setup'])('the page %s', (path) => {
  test('may run and load only what is ours, and be embedded nowhere', async () => {
    const { status, headers } = await get(path)

    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('has nothing in it that this policy forbids', async () => {
    const text = await (await get(path)).text()

    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
    expect(text.match(/<script[^>]*>[^<]*/g)).toEqual([
      expect.stringMatching(/^<script type="module" src="assets\/page\.[0-9a-f]{16}\.js">$/),
    ])
    expect(text).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
  })

  test('finds all that it loads, for ever under this address', async () => {
    const urls = await loadedBy(path)

    const answers = await Promise.all(urls.map((url) => get(`/${url}`)))

    expect(urls.length).toBeGreaterThanOrEqual(3)
    for (const { status, headers } of answers) {
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(new Set(answers.map(({ headers }) => headers.get('content-type')))).toEqual(
      new Set(['image/svg+xml', 'text/css; charset=utf-8', 'text/javascript; charset=utf-8']),
    )
  })

  test('has a label for every field, and every field of a password can be looked at', async () => {
    const text = await (await get(path)).text()
    const idsOf = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, id = '']) => id)

    const fields = idsOf(/<input\s+id="([^"]+)"/g)

    expect(fields.length).toBeGreaterThanOrEqual(2)
    expect(idsOf(/<label for="([^"]+)"/g)).toEqual(fields)
    expect(idsOf(/<input\s+id="([^"]+)"\s+name="password"/g)).toEqual(
      idsOf(/data-reveal="([^"]+)"/g),
    )
  })

  test('never sends a password into the address when its script does not run', async () => {
    const text = await (await get(path)).text()

    const forms = text.match(/<form [^>]*>/g) ?? []

    expect(forms.length).toBeGreaterThan(0)
    for (const form of forms) expect(form).toContain('method="post"')
  })
})

describe('the script', () => {
  test('puts what it is told in as text alone', async () => {
    const url = (await loadedBy('/')).find((one) => one.endsWith('.js'))

    const text = await (await get(`/${url}`)).text()

    expect(text).toContain('textContent')
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/)
  })

  test('knows every part of the pages that it shows', async () => {
    const url = (await loadedBy('/')).find((one) => one.endsWith('.js'))
    const script = await (await get(`/${url}`)).text()
    const html = (
      await Promise.all(['/', '/setup'].map(async (path) => (await get(path)).text()))
    ).join()
    const namesIn = (text: string, pattern: RegExp) =>
      new Set([...text.matchAll(pattern)].map(([, name = '']) => name))

    for (const [kind, pattern] of [
      ['view', /view\('([^']+)'\)/g],
      ['text', /say\('([^']+)'/g],
      ['part', /part\('([^']+)'/g],
      ['form', /onSubmit\('([^']+)'/g],
    ] as const) {
      const known = namesIn(html, new RegExp(`data-${kind}="([^"]+)"`, 'g'))
      expect([...namesIn(script, pattern)].filter((name) => !known.has(name))).toEqual([])
    }
  })
})

describe('the front page after single sign-on did not work', () => {
  const noticeOf = async (path: string) =>
    /data-text="notice">([^<]*)</.exec(await (await get(path)).text())?.[1]

  test.each(Object.entries(signInErrors))('says what %p means', async (word, { text }) => {
    expect(await noticeOf(`/?signInError=${word}`)).toBe(text.replaceAll("'", '&#39;'))
  })

  test.each(['', '?signInError=', '?signInError=toString', '?signInError=<b>call+0190</b>'])(
    'says nothing that somebody else wrote: %p',
    async (query) => {
      expect(await noticeOf(`/${query}`)).toBe('')
    },
  )
})

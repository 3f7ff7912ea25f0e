import { describe, expect, test } from 'bun:test'
import { severities } from '../../../src/core/severity.ts'
import { signInErrors } from '../../../src/http/auth/oidc-refusals.ts'
import { createPages } from '../../../src/http/pages/pages.ts'

const pages = createPages()
const get = (path: string, headers: Record<string, string> = {}) =>
  pages.handle(new Request(`http://localhost${path}`, { headers }))

/** What a page loads, seen from the front page. */
async function loadedBy(path: string): Promise<string[]> {
  const text = await (await get(path)).text()
  const urls = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
  return urls.map((url) => new URL(url, `http://localhost${path}`).pathname)
}

/** The scripts and the style sheet of the page, also those that it loads later. */
async function allFiles(): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  const waiting = (await loadedBy('/')).filter((url) => /\.(?:js|css)$/.test(url))
  for (const url of waiting) {
    const text = await (await get(url)).text()
    texts.set(url, text)
    for (const [name] of text.matchAll(/(?:part|main)-[\w-]+-?\w{8}\.js/g)) {
      const found = `/assets/${name}`
      if (!waiting.includes(found)) waiting.push(found)
    }
  }
  return texts
}

describe.each(['/', '/setup', '/alerts/12', '/integrations/new', '/events', '/settings/people'])(
  'the page %s',
  (path) => {
    test('may run and load only what is ours, and be embedded nowhere', async () => {
      const { status, headers } = await get(path)

      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      )
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
    })

    test('has nothing in it that this policy forbids', async () => {
      const text = await (await get(path)).text()

      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
      expect(text.match(/<script[^>]*>[^<]*/g)).toEqual([
        expect.stringMatching(
          /^<script type="module" src="(?:\.\/|\.\.\/)assets\/main-\w{8}\.js">$/,
        ),
      ])
      expect(text).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//)
    })

    test('finds all that it loads, wherever it is', async () => {
      const urls = await loadedBy(path)

      const answers = await Promise.all(urls.map((url) => get(url)))

      expect(urls).toContain('/icon.svg')
      expect(urls).toContain('/manifest.webmanifest')
      expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 200))
      for (const { headers } of answers) {
        expect(headers.get('x-content-type-options')).toBe('nosniff')
      }
    })
  },
)

describe('what the page is made of', () => {
  test('is loaded without one script waiting for another to name it, as far as the first view needs it', async () => {
    const first = (await loadedBy('/')).filter((url) => url.endsWith('.js'))
    const texts = await Promise.all(first.map(async (url) => (await get(url)).text()))

    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(([, name]) => `/assets/${name}`),
    )

    expect(imported.filter((url) => !first.includes(url))).toEqual([])
    expect((await allFiles()).size).toBeGreaterThan(first.length + 3)
  })

  test('is there as a whole', async () => {
    for (const url of (await allFiles()).keys()) expect((await get(url)).status).toBe(200)
  })

  test('asks no other site for anything', async () => {
    const texts = [...(await allFiles()).values()]

    const addresses = texts.flatMap((text) => text.match(/https?:\/\/[\w.-]+/g) ?? [])

    // Names of formats, what Navish itself may be called, and what other pages are called in a text: none is asked for.
    const known = [/^http:\/\/www\.w3\.org$/, /example\.(?:org|com)$/]
    expect(addresses.filter((one) => !known.some((each) => each.test(one)))).toEqual([])
    expect(texts.join('')).not.toMatch(/@import|url\((?!["']?data:)/)
  })
})

describe('a file of the page', () => {
  test('is kept for ever, because its name says what is in it', async () => {
    const url = (await loadedBy('/')).find((each) => each.endsWith('.js')) ?? ''

    const { headers } = await get(url)

    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test('is the same with and without compression', async () => {
    const url = (await loadedBy('/')).find((each) => each.endsWith('.css')) ?? ''

    const gzip = await get(url, { 'accept-encoding': 'br, gzip' })
    const plain = await (await get(url)).text()

    expect(gzip.headers.get('content-encoding')).toBe('gzip')
    expect(gzip.headers.get('vary')).toBe('accept-encoding')
    expect(new TextDecoder().decode(Bun.gunzipSync(await gzip.arrayBuffer()))).toBe(plain)
    expect(plain).toContain('prefers-color-scheme')
  })

  test('of another version is not there', async () => {
    expect((await get('/assets/0123456789abcdef.js')).status).not.toBe(200)
  })
})

describe('the manifest', () => {
  test('names icons that are there', async () => {
    const manifest = (await (await get('/manifest.webmanifest')).json()) as {
      icons: { src: string; sizes: string; type: string }[]
    }

    const answers = await Promise.all(manifest.icons.map(({ src }) => get(`/${src}`)))

    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(['192x192', '512x512', 'any'])
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(
      manifest.icons.map(({ type }) => type),
    )
  })
})

describe('the icon', () => {
  const icon = async (query: string) => (await get(`/icon.svg${query}`)).text()

  test.each(severities)('tells how many alerts are open when the worst is %s', async (severity) => {
    expect(await icon(`?count=7&severity=${severity}`)).toContain('>7</text>')
    expect(await icon(`?count=100&severity=${severity}`)).toContain('>99+</text>')
  })

  test.each(['', '?count=0&severity=error', '?count=<b>&severity=error', '?count=1&severity=x'])(
    'is the plain one for %p',
    async (query) => {
      expect(await icon(query)).not.toContain('<text')
    },
  )
})

describe('the front page after single sign-on did not work', () => {
  const noticeOf = async (path: string) =>
    /name="sign-in-notice" content="([^"]*)"/.exec(await (await get(path)).text())?.[1]

  test.each(Object.entries(signInErrors))('says what %p means', async (word, { text }) => {
    expect(await noticeOf(`/?signInError=${word}`)).toBe(text.replaceAll("'", '&#39;'))
  })

  test.each(['', '?signInError=', '?signInError=toString', '?signInError=<b>call+0190</b>'])(
    'says nothing that somebody else wrote: %p',
    async (query) => {
      expect(await noticeOf(`/${query}`)).toBeUndefined()
    },
  )
})

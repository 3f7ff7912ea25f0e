// Opens the dashboard in a browser, as somebody does who was never there, and a bare page in turn with it; then scrolls. One process
// of its own, which is not bound to a core: a browser uses all that there are.

import { chromium, type Browser, type Page } from 'playwright-core'

export interface BrowserOptions {
  executablePath: string
  url: string
  /** The session of somebody. */
  cookie: string
  rounds: number
  frames: number
}

/** All in ms. */
export interface Browsed {
  /** Until a bare page shows a heading. */
  bare: number[]
  /** Until the dashboard can be used, and until it shows alerts. */
  usable: number[]
  shown: number[]
  /** Bytes, compressed, of the page and of what it has loaded to draw itself. */
  bytes: number[]
  /** How long each frame was while one scrolls. */
  frames: number[]
}

/** A page with a script that does nothing but show a heading: what the browser itself takes. */
function serveBarePage() {
  const page = '<!doctype html><title>bare</title><script type="module" src="bare.js"></script>'
  const script = `document.body.append(Object.assign(document.createElement('h1'), { textContent: 'bare' }))`
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    development: false,
    fetch: ({ url }) =>
      url.endsWith('.js')
        ? new Response(script, { headers: { 'content-type': 'text/javascript' } })
        : new Response(page, { headers: { 'content-type': 'text/html' } }),
  })
}

/** Notes when a heading is there, and when what the page is about is. ms after the page was asked for. */
const note = `
  new MutationObserver(() => {
    const now = performance.now()
    if (document.querySelector('h1')) globalThis.heading ??= now
    if (document.querySelector('.row .title, .empty')) globalThis.content ??= now
  }).observe(document, { subtree: true, childList: true })`

interface View {
  heading: number
  content: number
  bytes: number
}

/** Without what the API answers. */
const weigh = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ name, entryType }) => entryType === 'navigation' || /\\.(?:js|css)$/.test(name))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`

/** The first time that somebody opens a page: nothing of it is in the browser yet. */
async function firstView(browser: Browser, url: string, cookie?: string): Promise<View> {
  await using stack = new AsyncDisposableStack()
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  stack.defer(() => context.close())
  if (cookie !== undefined) {
    await context.addCookies([{ name: 'navish_session', value: cookie, url }])
  }
  const page = await context.newPage()
  await page.addInitScript(note)
  await page.goto(url)
  await page
    .locator(cookie === undefined ? 'h1' : '.row .title, .empty')
    .first()
    .waitFor()
  if (cookie !== undefined) await page.locator('.chart canvas').waitFor()
  return await page.evaluate<View>(
    `({ heading: globalThis.heading, content: globalThis.content ?? 0, bytes: ${weigh} })`,
  )
}

/** How long each frame was while one scrolls, in ms. */
async function scroll(page: Page, frames: number): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((done) => {
    const lengths = []
    let last = performance.now()
    const step = (now) => {
      lengths.push(now - last)
      last = now
      window.scrollBy(0, 400)
      if (lengths.length <= ${frames}) requestAnimationFrame(step)
      else done(lengths.slice(2))
    }
    requestAnimationFrame(step)
  })`)
}

const { executablePath, url, cookie, rounds, frames } = JSON.parse(
  process.argv[2] ?? '',
) as BrowserOptions
await using stack = new AsyncDisposableStack()
const bare = serveBarePage()
stack.defer(() => bare.stop(true))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
stack.defer(() => browser.close())

const told: Browsed = { bare: [], usable: [], shown: [], bytes: [], frames: [] }
for (let round = 0; round < rounds; round += 1) {
  told.bare.push((await firstView(browser, bare.url.href)).heading)
  const { heading, content, bytes } = await firstView(browser, url, cookie)
  told.usable.push(heading)
  told.shown.push(content)
  told.bytes.push(bytes)
}
const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
await context.addCookies([{ name: 'navish_session', value: cookie, url }])
const page = await context.newPage()
await page.goto(url)
await page.locator('.row .title').first().waitFor()
told.frames = await scroll(page, frames)
process.stdout.write(JSON.stringify(told))

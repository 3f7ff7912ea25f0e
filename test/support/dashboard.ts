import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { startApp, type App } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import { createSessionToken, hashToken } from '../../src/token.ts'
import type { AlertDetailView } from '../../src/contract/alerts.ts'
import type { Role } from '../../src/core/account.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { password, passwordHash } from './api.ts'
import { chromiumPath } from './chromium.ts'
import { temporaryFolder } from './folder.ts'
import { createTestLog } from './log.ts'
import { anIssue, handMade, type Sent } from './requests.ts'

if (chromiumPath === null) {
  process.stderr.write(
    'The tests in a browser are skipped: no Chromium is on the path (NAVISH_TEST_CHROMIUM names one elsewhere).\n',
  )
}

export { chromiumPath, password }

/** A page of a browser, with everything in it that went wrong. */
export interface Seen {
  page: Page
  /** Errors of scripts, violations of the content security policy, and requests that left for elsewhere. */
  faults: string[]
}

/**
 * Navish on a socket, with a browser in front of it.
 * @param settings.outboundAllow where messages may go besides the internet, such as to this machine
 */
export async function startDashboard(settings: { outboundAllow?: string; basePath?: string } = {}) {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(temporaryFolder())
  const { log } = createTestLog()
  const start = (port: string) =>
    startApp({
      config: readConfig({ ...settings, dataDir: folder.path, port }, {}).config,
      clock: systemClock,
      log,
    })
  let app: App = await start('0')
  stack.defer(() => app.stop())
  const { url, setupUrl } = app
  const token = app.firstToken ?? ''
  let browser: Browser | null = null
  stack.defer(async () => browser?.close())
  const kept = stack.move()

  /** A page that nobody is signed in on. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Seen> {
    browser ??= await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--force-prefers-reduced-motion'],
    })
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    const faults = watch(page, url)
    await page.goto(path.startsWith('http') ? path : `${url}${path}`)
    return { page, faults }
  }

  /** Somebody of a role, and the cookie of their session. */
  async function signIn(role: Role, email = `${role}@example.org`): Promise<string> {
    const store = openSqliteStore({ dataDir: folder.path, prepare: false, now: Date.now() })
    try {
      const audit = {
        at: Date.now(),
        actor: { kind: 'command' as const, id: null, name: 'test' },
        address: null,
        requestId: null,
        action: 'test',
        target: null,
        text: 'For a test.',
      }
      const known = await store.findUser(email)
      const now = Date.now()
      const who = { email, name: null, role, passwordHash, createdAt: now }
      const { id: userId } = known ?? (await store.createUser(who, audit))
      const session = createSessionToken()
      await store.createSession({
        hash: hashToken(session),
        userId,
        createdAt: now,
        expiresAt: now + 3_600_000,
        address: '192.0.2.7',
        userAgent: 'Firefox',
      })
      return session
    } finally {
      await store.close()
    }
  }

  return {
    url,
    setupUrl: setupUrl ?? '',
    token,
    open,
    signIn,
    /** A page that somebody of this role is signed in on. */
    async openAs(role: Role, path: string, options: BrowserContextOptions = {}): Promise<Seen> {
      const value = await signIn(role)
      const storageState = { cookies: [cookieOf(value)], origins: [] }
      return open(path, { ...options, storageState })
    },
    /** Sends as Sentry does. @returns the status */
    async send(sent: Sent, to = token): Promise<number> {
      const answer = await fetch(`${url}/v1/events/sentry/${to}`, { method: 'POST', ...sent })
      return answer.status
    },
    /** Lets an issue fire. */
    async fire(id: string, fields: Record<string, unknown> = {}): Promise<number> {
      const title = `Issue ${id}`
      const issue = anIssue({ id, title, ...fields })
      const sent = handMade({ action: 'created', data: { issue } })
      return this.send(sent)
    },
    /** What the API says of an alert. */
    async alert(id: string): Promise<AlertDetailView> {
      const cookie = `navish_session=${await signIn('admin')}`
      const answer = await fetch(`${url}/v1/alerts/${id}`, { headers: { cookie } })
      return (await answer.json()) as AlertDetailView
    },
    async resolve(id: string): Promise<number> {
      const issue = anIssue({ id, status: 'resolved' })
      return this.send(handMade({ action: 'resolved', data: { issue } }))
    },
    async stop() {
      await app.stop()
    },
    async startAgain() {
      app = await start(new URL(url).port)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

export type Dashboard = Awaited<ReturnType<typeof startDashboard>>

/** The cookie of a session, as a browser keeps it. */
export function cookieOf(value: string) {
  return {
    name: 'navish_session',
    value,
    domain: '127.0.0.1',
    path: '/',
    expires: Date.now() / 1000 + 3600,
    httpOnly: true,
    secure: false,
    sameSite: 'Lax' as const,
  }
}

/** Waits until the title of a page is like this. */
export async function untilTitle(page: Page, pattern: RegExp): Promise<void> {
  const end = performance.now() + 5_000
  while (!pattern.test(await page.title())) {
    if (performance.now() > end) throw new Error(`the title stays "${await page.title()}"`)
    await page.waitForTimeout(20)
  }
}

/** Waits until an expression holds in a page, whose policy lets nothing be evaluated there by itself. */
export async function until(page: Page, expression: string): Promise<void> {
  const end = performance.now() + 10_000
  while ((await page.evaluate(`Boolean(${expression})`)) !== true) {
    if (performance.now() > end) throw new Error(`it does not come true: ${expression}`)
    await page.waitForTimeout(20)
  }
}

function watch(page: Page, url: string): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (line) => {
    // Chromium tells of every answer that is no success; what the page makes of it is another matter.
    const isAnswer = line.text().startsWith('Failed to load resource')
    if (line.type() === 'error' && !isAnswer) faults.push(`console: ${line.text()}`)
  })
  page.on('request', (request) => {
    const asked = request.url()
    if (!asked.startsWith(`${url}/`) && !asked.startsWith('blob:')) faults.push(`asked ${asked}`)
  })
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return faults
}

/** The row of an alert in the list. */
export const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })

/** What is said at the edge. */
export const toast = (page: Page, text: string) => page.locator('.toast').filter({ hasText: text })

import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { barriers } from '../support/accessibility.ts'
import { chromiumPath, startDashboard, type Dashboard } from '../support/dashboard.ts'
import { anIssue, handMade } from '../support/requests.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

const places = [
  '/',
  '/?view=snoozed',
  '/?view=resolved',
  '/?q=nothing+like+it',
  '/alerts/1',
  '/alerts/2',
  '/integrations',
  '/integrations/1',
  '/integrations/new',
  '/notifications',
  '/notifications/rules',
  '/notifications/deliveries?alert=1',
  '/events',
  '/events/1',
  '/settings/profile',
  '/settings/people',
  '/settings/sessions?all=1',
  '/settings/tokens',
  '/settings/sign-in',
  '/settings/audit',
  '/settings/general',
  '/settings/storage',
  '/nowhere',
]

const evil = `"><img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}\${alert(3)}`

/** Everything that a sender controls is markup, a script or a link that does something. */
async function attack(dashboard: Dashboard): Promise<void> {
  const issue = anIssue({
    id: '1',
    title: evil,
    culprit: evil,
    web_url: 'javascript:alert(4)',
    permalink: 'javascript:alert(5)',
    url: 'javascript:alert(6)',
    project: { id: '1', slug: evil, name: evil },
    metadata: { value: evil, type: evil },
    [evil]: { [evil]: evil, __proto__: evil, html: '<iframe src="//evil.example">' },
  })
  const headers = { 'Sentry-Hook-Resource': 'issue', 'Sentry-Hook-Timestamp': '1788256800' }
  await dashboard.send(handMade({ action: 'created', data: { issue } }, headers))
  await dashboard.send(
    handMade({ action: evil, data: {} }, { 'Sentry-Hook-Resource': 'x<img onerror=alert(7)>' }),
  )
  await dashboard.fire('2', { title: 'Cart is broken', level: 'fatal' })
  await dashboard.resolve('2')
  await dashboard.fire('2', { title: 'Cart is broken', level: 'fatal' })
}

describe.skipIf(chromiumPath === null)('every page', () => {
  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'shows what a sender wrote as text, breaks no policy, and keeps nobody out: %s, %d px',
    async (colorScheme, width) => {
      await using dashboard = await startDashboard()
      await attack(dashboard)
      const { page, faults } = await dashboard.openAs('admin', '/', {
        colorScheme,
        viewport: { width, height: 800 },
      })
      const wrong: string[] = []

      for (const place of places) {
        await page.goto(`${dashboard.url}${place}`)
        await page.locator('h1').waitFor()
        await page.locator('.wait').first().waitFor({ state: 'detached' })
        await page.waitForTimeout(100)
        await page.evaluate(
          `document.querySelectorAll('details').forEach((one) => { one.open = true })`,
        )
        await page.waitForTimeout(100)
        const wide = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        )
        if (wide === true) wrong.push(`${place} is wider than the screen`)
        const links = await page.evaluate<string[]>(
          `[...document.links].map((link) => link.protocol).filter((one) => !/^https?:$/.test(one))`,
        )
        wrong.push(...links.map((protocol) => `${place} links to ${protocol}`))
        wrong.push(...(await barriers(page)).map((barrier) => `${place}: ${barrier}`))
      }

      expect(wrong).toEqual([])
      expect(faults).toEqual([])
    },
    120_000,
  )
})

describe.skipIf(chromiumPath === null)('a page in use', () => {
  test('keeps nobody out of a list that goes on', async () => {
    await using dashboard = await startDashboard()
    for (let id = 1; id <= 210; id += 1) await dashboard.fire(`${id}`, { level: 'warning' })
    const { page } = await dashboard.openAs('operator', '/', { colorScheme: 'light' })
    await page.locator('.row .title').first().waitFor()
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'attached' })
    await page.locator('.tabs .count').first().waitFor()

    expect(await barriers(page)).toEqual([])
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check()
    await page.getByRole('toolbar').waitFor()
    expect(await barriers(page)).toEqual([])
  })

  test('has names for its buttons that others can say', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('admin', '/integrations/1')
    await page.getByRole('button', { name: 'New URL' }).click()
    await page.getByRole('button', { name: 'Make a new URL' }).click()

    await page.getByRole('button', { name: 'Copy', exact: true }).waitFor()
  })
})

describe.skipIf(chromiumPath === null)('before anybody is signed in', () => {
  test('nothing keeps anybody out, and nothing is said', async () => {
    await using dashboard = await startDashboard()
    await attack(dashboard)
    await dashboard.signIn('admin')
    const { page, faults } = await dashboard.open('/alerts/1')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()

    expect(await page.content()).not.toContain('Cart')
    expect(await barriers(page)).toEqual([])
    await page.goto(`${dashboard.url}/setup#nvl_1`)
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    expect(await barriers(page)).toEqual([])
    expect(faults).toEqual([])
  })
})

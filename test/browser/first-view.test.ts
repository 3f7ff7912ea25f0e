import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, row, startDashboard } from '../support/dashboard.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

/** Bytes, as they were sent, of the page and of what it has loaded to draw itself. */
const loaded = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ name, entryType }) => entryType === 'navigation' || /\\.(?:js|css)$/.test(name))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`

describe.skipIf(chromiumPath === null)('the first view', () => {
  test('is less than 100 kB, compressed, with the chart', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page, faults } = await dashboard.openAs('viewer', '/')
    await row(page, 'Cart').waitFor()
    await page.locator('.chart canvas').waitFor()

    const bytes = await page.evaluate<number>(loaded)

    expect(bytes).toBeGreaterThan(20_000)
    expect(bytes).toBeLessThan(100_000)
    expect(faults).toEqual([])
  })

  test('loads the rest when somebody wants it, and says when it cannot', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('admin', '/')
    await page.getByText('Nothing has arrived from Sentry yet').waitFor()
    let isCut = true
    await page.route('**/assets/part-*.js', (route) => (isCut ? route.abort() : route.continue()))

    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByText('This part of the page could not be loaded').waitFor()
    isCut = false
    await page.getByRole('button', { name: 'Try again' }).click()

    await page.getByRole('heading', { name: 'Settings' }).waitFor()
  })

  test('is followed by the rest, so that it is there when Navish is gone', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('admin', '/')
    const rest = page.waitForResponse(/part-settings-/)
    await page.getByText('Nothing has arrived from Sentry yet').waitFor()
    await (await rest).finished()

    await dashboard.stop()
    await page.getByRole('link', { name: 'Settings' }).click()

    await page.getByRole('heading', { name: 'Settings' }).waitFor()
  })
})

import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, startDashboard } from '../support/dashboard.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

describe.skipIf(chromiumPath === null)('below a base path', () => {
  test('the first admin gets in by the link, and sees an alert come', async () => {
    await using dashboard = await startDashboard({ basePath: '/navish' })
    const { page, faults } = await dashboard.open(dashboard.setupUrl)

    await page.getByLabel('E-mail address').fill('jane@example.org')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Create and go on' }).click()
    const address = page.getByLabel('Public URL')
    await address.waitFor()
    expect(await address.inputValue()).toBe(dashboard.url)
    await page.goto(`${dashboard.url}/`)
    await dashboard.fire('1', { title: 'Cart is broken' })

    await page.getByRole('link', { name: 'Cart is broken' }).click()
    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/navish/alerts/1')
    await page.reload()
    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()
    expect(faults).toEqual([])
  })
})

import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, row, startDashboard } from '../support/dashboard.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

describe.skipIf(chromiumPath === null)('a lost connection', () => {
  test('is shown, and heals: what happened meanwhile is there', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page, faults } = await dashboard.openAs('viewer', '/')
    await row(page, 'Cart').waitFor()

    await dashboard.stop()
    await page.getByText('No connection to Navish.').waitFor()
    await dashboard.startAgain()
    await dashboard.fire('2', { title: 'Coupon has expired' })

    await row(page, 'Coupon').waitFor({ timeout: 15_000 })
    await page.getByText('No connection to Navish.').waitFor({ state: 'detached' })
    expect(await row(page, 'Cart').count()).toBe(1)
    expect(faults.filter((fault) => !fault.includes('ERR_'))).toEqual([])
  })
})

describe.skipIf(chromiumPath === null)('many tabs', () => {
  test('follow together, on one connection, and go on when the one that holds it is closed', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('viewer', '/')
    await page.getByText('Nothing has arrived from Sentry yet').waitFor()
    const others = []
    // A browser opens six connections to a server: the eighth tab would wait for ever.
    for (let tab = 0; tab < 8; tab += 1) {
      const other = await page.context().newPage()
      await other.goto(`${dashboard.url}/`)
      others.push(other)
    }

    await dashboard.fire('1', { title: 'Cart is broken' })
    for (const each of [page, ...others]) await row(each, 'Cart').waitFor()
    await page.close()
    await dashboard.fire('2', { title: 'Coupon has expired' })

    for (const each of others) await row(each, 'Coupon').waitFor()
  })
})

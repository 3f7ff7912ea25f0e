import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, cookieOf, row, startDashboard, untilTitle } from '../support/dashboard.ts'

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

  test('heals after a proxy refused it once', async () => {
    await using dashboard = await startDashboard()
    let refusals = 1
    const { page } = await dashboard.openAs('viewer', '/')
    await page.getByText('Nothing has arrived from Sentry yet').waitFor()
    await page.route('**/v1/stream*', async (route) => {
      if (refusals-- > 0) await route.fulfill({ status: 403, body: 'no' })
      else await route.continue()
    })
    await page.reload()

    await dashboard.fire('1', { title: 'Cart is broken' })

    await row(page, 'Cart').waitFor()
    await dashboard.fire('2', { title: 'Coupon has expired' })
    await row(page, 'Coupon').waitFor()
  })

  test('is tried again by itself, where a page could not be loaded', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('viewer', '/')
    await row(page, 'Cart').waitFor()
    await page.route('**/v1/alerts/1', (route) => route.fulfill({ status: 502, body: '' }))

    await row(page, 'Cart').getByRole('link').click()
    await page.getByText('It is asked again by itself').waitFor()
    await page.unroute('**/v1/alerts/1')

    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()
    await page.getByText('It is asked again by itself').waitFor({ state: 'detached' })
  })
})

describe.skipIf(chromiumPath === null)('a browser whose clock is wrong', () => {
  test('tells how long ago something was by the clock of the server', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')
    await page.clock.install({ time: Date.now() + 70 * 60_000 })
    await page.reload()

    await page
      .locator('time')
      .getByText(/^(?:now|\d+s ago)$/)
      .first()
      .waitFor()
    expect(await page.getByText('1h ago').count()).toBe(0)
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

  test('miss nothing that happens while they open', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('viewer', '/')
    await page.getByText('Nothing has arrived from Sentry yet').waitFor()
    const other = await page.context().newPage()
    // The list is asked for at once; who looks is answered, and the tab heard by the others, only after what happens.
    const listed = other.waitForResponse('**/v1/alerts*')
    await other.route('**/v1/me', async (route) => {
      await listed
      await dashboard.fire('1', { title: 'Cart is broken' })
      await row(page, 'Cart').waitFor()
      await route.continue()
    })
    await other.addInitScript(() => {
      const post = BroadcastChannel.prototype.postMessage
      BroadcastChannel.prototype.postMessage = function (message) {
        if (message?.is !== 'hello') post.call(this, message)
        else this.addEventListener('message', () => post.call(this, message), { once: true })
      }
    })
    const answered = other.waitForResponse('**/v1/me')
    await other.goto(`${dashboard.url}/`)
    await answered
    await other.getByRole('navigation').first().waitFor()

    await dashboard.resolve('2')

    await row(other, 'Cart').waitFor()
  })

  test('know of each other who is signed in', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('admin', '/settings/people')
    await page.getByRole('button', { name: 'Add a person' }).waitFor()
    const other = await page.context().newPage()

    await page.context().addCookies([cookieOf(await dashboard.signIn('viewer'))])
    await other.goto(`${dashboard.url}/`)
    await row(other, 'Cart').waitFor()
    await page.locator('.account').getByText('viewer@example.org').waitFor()
    expect(await page.getByRole('button', { name: 'Add a person' }).count()).toBe(0)
    await other.getByRole('button', { name: 'Sign out' }).click()

    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByText('You are not signed in any more').waitFor()
    await untilTitle(page, /^[^(]*$/)
  })
})

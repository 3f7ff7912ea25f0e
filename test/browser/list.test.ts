import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, row, startDashboard, until, untilTitle } from '../support/dashboard.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

describe.skipIf(chromiumPath === null)('the list of alerts', () => {
  test('shows what opens, counts and closes, without being loaded again', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('viewer', '/')
    await page.getByText('Nothing has arrived from Sentry yet').waitFor()

    await dashboard.fire('1', { title: 'Cart is broken', level: 'fatal' })
    await row(page, 'Cart is broken').getByText('critical').waitFor({ timeout: 1_500 })
    await untilTitle(page, /^\(1\) /)
    const icon = await page.locator('link[rel=icon]').getAttribute('href')
    await dashboard.fire('1', { title: 'Cart is broken', level: 'fatal' })
    await row(page, 'Cart is broken').getByText('2').waitFor()
    await dashboard.resolve('1')

    await page.getByText('All quiet').waitFor()
    await untilTitle(page, /^Alerts · Navish$/)
    expect(icon).toBe('/icon.svg?count=1&severity=critical')
    expect(faults).toEqual([])
  })

  test('has the worst first, and what somebody has taken last', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'a warning', level: 'warning' })
    await dashboard.fire('2', { title: 'a fatal one', level: 'fatal' })
    await dashboard.fire('3', { title: 'an error', level: 'error' })
    await dashboard.fire('4', { title: 'another fatal one', level: 'fatal' })
    const { page } = await dashboard.openAs('operator', '/')
    const titles = () => page.locator('.row .title').allTextContents()
    await row(page, 'another fatal one').waitFor()
    const before = await titles()

    await row(page, 'another fatal one').getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await row(page, 'another fatal one').getByText('acknowledged').waitFor()

    expect(before).toEqual(['another fatal one', 'a fatal one', 'an error', 'a warning'])
    expect(await titles()).toEqual(['a fatal one', 'an error', 'a warning', 'another fatal one'])
  })

  test('says in its address what it shows', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken', level: 'fatal' })
    await dashboard.fire('2', { title: 'Coupon has expired', level: 'warning' })
    const { page } = await dashboard.openAs('viewer', '/')
    await row(page, 'Cart').waitFor()

    await page.keyboard.press('/')
    await page.keyboard.type('coup exp')
    await row(page, 'Cart').waitFor({ state: 'detached' })
    expect(new URL(page.url()).searchParams.get('q')).toBe('coup exp')
    await page.keyboard.press('Escape')
    await page.reload()
    await row(page, 'Coupon').waitFor()
    expect(await row(page, 'Cart').count()).toBe(0)
    await page.getByRole('button', { name: 'Clear' }).click()
    await row(page, 'Cart').waitFor()
    await page.getByRole('button', { name: /critical/ }).click()

    await row(page, 'Coupon').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('?severity=critical')
    await page.goBack()
    await row(page, 'Coupon').waitFor()
  })

  test('takes only what the search means also of what is told live', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Coupon has expired' })
    const { page } = await dashboard.openAs('viewer', '/?q=coupon')
    await row(page, 'Coupon').waitFor()

    await dashboard.fire('2', { title: 'Cart is broken' })
    await dashboard.fire('3', { title: 'Another coupon' })

    await row(page, 'Another coupon').waitFor()
    expect(await row(page, 'Cart').count()).toBe(0)
  })

  test('that is long scrolls, and has only what is on the screen', async () => {
    await using dashboard = await startDashboard()
    const issues = Array.from({ length: 1_200 }, (_, index) => index + 1)
    for (let start = 0; start < issues.length; start += 100) {
      const some = issues.slice(start, start + 100)
      await Promise.all(
        some.map((id) => dashboard.fire(`${id}`, { level: id % 2 ? 'warning' : 'fatal' })),
      )
    }
    const { page, faults } = await dashboard.openAs('viewer', '/')
    await page.locator('.row .title').first().waitFor()
    await untilTitle(page, /^\(1,200\)/)

    // As far down as one gets.
    for (let step = 0; step < 12; step += 1) {
      await page.mouse.wheel(0, 20_000)
      await page.waitForTimeout(120)
    }

    const rows = await page.locator('.window .row').count()
    const last = await page.locator('.window .row .severity').last().textContent()
    expect(rows).toBeLessThan(60)
    expect(last).toBe('warning')
    expect(
      await page.getByRole('table', { name: 'Alerts', exact: true }).getAttribute('aria-rowcount'),
    ).toBe('1201')
    expect(faults).toEqual([])
  })

  test('is where it was when one comes back to it', async () => {
    await using dashboard = await startDashboard()
    for (let id = 1; id <= 60; id += 1) await dashboard.fire(`${id}`)
    const { page } = await dashboard.openAs('viewer', '/')
    await row(page, 'Issue 60').waitFor()
    const top = () => page.evaluate<number>('window.scrollY')

    await page.mouse.wheel(0, 1_500)
    await until(page, 'window.scrollY === 1500')
    await page.locator('.window .row').nth(20).getByRole('link').click()
    await page.getByRole('heading', { name: 'Facts' }).waitFor()
    expect(await top()).toBe(0)
    await page.goBack()
    await until(page, 'window.scrollY === 1500')
    await page.locator('.window .row').nth(20).getByRole('link').click()
    await page.getByRole('heading', { name: 'Facts' }).waitFor()
    await page.getByRole('link', { name: 'Alerts' }).last().click()
    await until(page, 'window.scrollY === 1500')
    await page.reload()

    await until(page, 'window.scrollY === 1500')
  })

  test('shows the alert to which one went on from another', async () => {
    await using dashboard = await startDashboard()
    for (let id = 1; id <= 60; id += 1) await dashboard.fire(`${id}`)
    const { page } = await dashboard.openAs('viewer', '/')
    await row(page, 'Issue 60').getByRole('link').click()
    await page.getByRole('heading', { name: 'Issue 60' }).waitFor()

    for (let id = 59; id >= 20; id -= 1) {
      await page.keyboard.press('j')
      await page.getByRole('heading', { name: `Issue ${id}` }).waitFor()
    }
    await page.keyboard.press('Escape')

    await row(page, 'Issue 20').waitFor()
    const isSeen = `document.querySelector('.row.current').getBoundingClientRect().top < innerHeight`
    await until(page, isSeen)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Issue 20' }).waitFor()
  })

  test('leaves the focus where somebody types', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'alpha' })
    await dashboard.fire('2', { title: 'gamma' })
    const { page } = await dashboard.openAs('operator', '/')
    await row(page, 'gamma').waitFor()

    for (const key of ['j', 'k', 'k', '/']) await page.keyboard.press(key)
    await page.keyboard.type('ga')
    await row(page, 'alpha').waitFor({ state: 'detached' })
    await dashboard.fire('3', { title: 'gate' })
    await row(page, 'gate').waitFor()
    await page.keyboard.type('mar')

    expect(await page.getByRole('searchbox').inputValue()).toBe('gamar')
    expect(await page.locator('.toast').count()).toBe(0)
  })
})

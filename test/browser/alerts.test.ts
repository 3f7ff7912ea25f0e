import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { chromiumPath, startDashboard, untilTitle } from '../support/dashboard.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })
const toast = (page: Page, text: string) => page.locator('.toast').filter({ hasText: text })

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
})

describe.skipIf(chromiumPath === null)('what one does to an alert', () => {
  test('is shown at once, and can be undone: acknowledge, assign, snooze', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page, faults } = await dashboard.openAs('operator', '/alerts/1')
    const standing = page.locator('.standing')

    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await standing.getByText('acknowledged').waitFor()
    await toast(page, 'Acknowledged').getByRole('button', { name: 'Undo' }).click()
    await standing.getByText('acknowledged').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Assign' }).click()
    await page.getByRole('button', { name: /^To me/ }).click()
    await standing.getByText('operator@example.org').waitFor()
    await toast(page, 'Assigned').getByRole('button', { name: 'Undo' }).click()
    await standing.getByText('operator@example.org').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Snooze' }).click()
    await page.getByLabel('Why (optional)').fill('deploy at noon')
    await page.getByRole('button', { name: 'For 4 hours' }).click()
    await standing.getByText('Snoozed until').waitFor()
    await page.getByText('deploy at noon').first().waitFor()
    await toast(page, 'Snoozed').getByRole('button', { name: 'Undo' }).click()
    await standing.getByText('Snoozed until').waitFor({ state: 'detached' })

    expect(faults).toEqual([])
  })

  test('a resolve is final, so it waits until it cannot be taken back any more', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')

    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('Resolving …').waitFor()
    await toast(page, 'resolved').getByRole('button', { name: 'Undo' }).click()
    await page.locator('.standing').getByText('open').waitFor()
    await page.getByRole('button', { name: 'Resolve' }).click()

    await page.locator('.standing').getByText('resolved').waitFor()
    await page.getByText('That is final').waitFor()
  })

  test('is not lost when the page is closed while it could still be taken back', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')
    const other = await dashboard.openAs('viewer', '/alerts/1')

    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('Resolving …').waitFor()
    await page.goto('about:blank')

    await other.page.locator('.standing').getByText('resolved').waitFor({ timeout: 3_000 })
  })

  test('is done to many at once, and undone for all of them', async () => {
    await using dashboard = await startDashboard()
    for (const id of ['1', '2', '3']) await dashboard.fire(id)
    const { page } = await dashboard.openAs('operator', '/')
    await row(page, 'Issue 3').waitFor()

    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check()
    await page.getByRole('button', { name: 'Snooze' }).click()
    await page.getByRole('button', { name: 'For 1 hour' }).click()
    await page.getByText('All quiet').waitFor()
    await toast(page, 'Snoozed: 3 alerts').getByRole('button', { name: 'Undo' }).click()

    await row(page, 'Issue 1').waitFor()
    expect(await page.locator('.window .row').count()).toBe(3)
  })

  test('can all be done with the keyboard alone', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    await dashboard.fire('2', { title: 'Coupon has expired' })
    const { page, faults } = await dashboard.openAs('operator', '/')
    await row(page, 'Coupon').waitFor()

    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('a')
    await row(page, 'Coupon').getByText('acknowledged').waitFor()
    await page.keyboard.press('u')
    await row(page, 'Coupon').getByText('acknowledged').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Coupon has expired' }).waitFor()
    await page.keyboard.press('s')
    await page.getByRole('dialog', { name: 'Snooze' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('.standing').getByText('Snoozed until').waitFor()
    await page.keyboard.press('Escape')

    await row(page, 'Cart').waitFor()
    expect(await row(page, 'Coupon').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('is refused to who may only look', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('viewer', '/alerts/1')
    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()

    await page.keyboard.press('a')

    await toast(page, 'You may look').waitFor()
    expect(await page.getByRole('button', { name: 'Acknowledge' }).count()).toBe(0)
  })
})

describe.skipIf(chromiumPath === null)('two people', () => {
  test('see each other’s decisions, and do not overwrite them', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const jane = await dashboard.openAs('operator', '/alerts/1')
    const joe = await dashboard.openAs('admin', '/alerts/1')
    await joe.page.getByRole('button', { name: 'Assign' }).click()

    await jane.page.getByRole('button', { name: 'Assign' }).click()
    await jane.page.getByRole('button', { name: /^To me/ }).click()
    await jane.page.locator('.standing').getByText('operator@example.org').waitFor()
    // He decides on what he saw before.
    await joe.page.getByLabel('Or to a person or team').fill('team checkout')
    await joe.page.keyboard.press('Enter')

    await toast(joe.page, 'somebody else changed this alert').waitFor()
    await joe.page.locator('.standing').getByText('operator@example.org').waitFor()
    expect(await jane.page.locator('.standing').getByText('team checkout').count()).toBe(0)
  })
})

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

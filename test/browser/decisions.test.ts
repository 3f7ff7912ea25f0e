import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, row, startDashboard, toast } from '../support/dashboard.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

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

  test('can be undone step by step, as long as nobody else decides anything', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')
    const standing = page.locator('.standing')
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await standing.getByText('acknowledged').waitFor()

    await page.keyboard.press('e')
    await page.keyboard.type('team checkout')
    await page.keyboard.press('Enter')
    await standing.getByText('team checkout').waitFor()
    await page.keyboard.press('u')
    await standing.getByText('team checkout').waitFor({ state: 'detached' })
    await page.keyboard.press('u')

    await standing.getByText('acknowledged').waitFor({ state: 'detached' })
    expect(await page.locator('.toast.failed').count()).toBe(0)
  })

  test('a resolve is final, so it waits until it cannot be taken back any more', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')

    await page.getByRole('button', { name: 'Resolve' }).click()

    await page.getByText('Resolving …').waitFor()
    expect((await dashboard.alert('1')).status).toBe('open')
    await page.locator('.standing').getByText('resolved').waitFor()
    await page.getByText('That is final').waitFor()
  })

  test('a resolve that is taken back is not done, however often it was pressed', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')
    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()

    await page.keyboard.press('r')
    await page.keyboard.press('r')
    await page.keyboard.press('u')
    await page.locator('.standing').getByText('open').waitFor()
    await page.waitForTimeout(6_000)

    expect((await dashboard.alert('1')).status).toBe('open')
    expect(await page.locator('.toast').count()).toBe(0)
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

  test('a resolve is not stopped by what one does besides, nor by Sentry, only by others', async () => {
    await using dashboard = await startDashboard()
    for (const id of ['1', '2', '3']) await dashboard.fire(id)
    const { page } = await dashboard.openAs('operator', '/')
    const joe = await dashboard.openAs('admin', '/alerts/2')
    await row(page, 'Issue 3').waitFor()
    await joe.page.getByRole('heading', { name: 'Issue 2' }).waitFor()

    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check()
    await page.keyboard.press('r')
    await page.getByRole('checkbox', { name: 'Select alert 1', exact: true }).check()
    await page.getByRole('checkbox', { name: 'Select alert 2', exact: true }).uncheck()
    await page.getByRole('checkbox', { name: 'Select alert 3', exact: true }).uncheck()
    await page.keyboard.press('a')
    await toast(page, 'Acknowledged: Issue 1').waitFor()
    await joe.page.keyboard.press('a')
    await joe.page.locator('.standing').getByText('acknowledged').waitFor()
    await dashboard.resolve('3')

    await toast(page, 'Not done: Resolving: Issue 2. It changed meanwhile').waitFor()
    const all = await Promise.all(['1', '2', '3'].map((id) => dashboard.alert(id)))
    expect(all.map(({ status, resolvedBy }) => resolvedBy ?? status)).toEqual([
      'user',
      'acknowledged',
      'sentry',
    ])
  })

  test('is done in the name of whoever decided it, when they sign out right after', async () => {
    await using dashboard = await startDashboard()
    await dashboard.signIn('admin')
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')

    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()

    const { status, timeline } = await dashboard.alert('1')
    expect(status).toBe('resolved')
    expect(timeline.at(-1)?.by).toBe('operator@example.org')
    expect(await page.locator('.toast').count()).toBe(0)
  })

  test('keeps one signed in while it cannot be done', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')
    await page.route('**/v1/alerts/bulk', (route) => route.fulfill({ status: 502, body: '' }))

    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()

    await toast(page, 'A proxy answers in place of Navish').waitFor()
    await page.locator('.standing').getByText('open').waitFor()
  })

  test('a note comes back when it could not be written', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page } = await dashboard.openAs('operator', '/alerts/1')
    await page.route('**/v1/alerts/1/notes', (route) =>
      route.fulfill({ status: 502, body: 'bad gateway' }),
    )

    await page.getByLabel('Note').fill('the cache was cold')
    await page.getByRole('button', { name: 'Write' }).click()
    await page.getByLabel('Note').fill('and the disk full')

    await toast(page, 'A proxy answers in place of Navish').waitFor()
    expect(await page.getByLabel('Note').inputValue()).toBe('the cache was cold\nand the disk full')
  })

  test('means the alert that one was on, and not the one that took its place', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    await dashboard.fire('2', { title: 'Coupon has expired' })
    const { page } = await dashboard.openAs('operator', '/')
    await row(page, 'Coupon').waitFor()

    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await page.getByRole('button', { name: /^To me/ }).click()
    await row(page, 'Coupon').getByText('operator@example.org').waitFor()
    // What happens so long after a decision does not follow from it.
    await page.waitForTimeout(3_100)
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await dashboard.resolve('2')
    await row(page, 'Coupon').waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    await page.waitForTimeout(300)

    expect(await page.locator('.toast').count()).toBe(0)
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await toast(page, 'Resolving: Cart is broken').waitFor()
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
    await joe.page.getByLabel('A person or team').fill('team checkout')
    await joe.page.keyboard.press('Enter')

    await toast(joe.page, 'it changed meanwhile').waitFor()
    await joe.page.locator('.standing').getByText('operator@example.org').waitFor()
    expect(await jane.page.locator('.standing').getByText('team checkout').count()).toBe(0)
  })

  test('do not undo for all what one of them decided since about some', async () => {
    await using dashboard = await startDashboard()
    await dashboard.fire('1', { title: 'Cart is broken' })
    await dashboard.fire('2', { title: 'Coupon has expired' })
    const jane = await dashboard.openAs('operator', '/')
    const joe = await dashboard.openAs('admin', '/alerts/1')
    await row(jane.page, 'Coupon').waitFor()

    await jane.page.getByRole('checkbox', { name: 'Select all that are loaded' }).check()
    await jane.page.getByRole('button', { name: 'Assign' }).click()
    await jane.page.getByRole('button', { name: /^To me/ }).click()
    await joe.page.locator('.standing').getByText('operator@example.org').waitFor()
    await joe.page.getByRole('button', { name: 'Assign' }).click()
    await joe.page.getByRole('button', { name: /^To me/ }).click()
    await row(jane.page, 'Cart').getByText('admin@example.org').waitFor()
    await toast(jane.page, 'Assigned').getByRole('button', { name: 'Undo' }).click()

    await toast(jane.page, 'Not undone for 1 alert').waitFor()
    expect((await dashboard.alert('1')).assignee).toBe('admin@example.org')
    expect((await dashboard.alert('2')).assignee).toBeNull()
  })
})

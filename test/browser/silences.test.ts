import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { barriers } from '../support/accessibility.ts'
import { chromiumPath, row, toast } from '../support/dashboard.ts'
import { ask, connect, startReceiver, startTelling as start } from '../support/telling.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

const evil = `"><img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}`

const dialog = (page: Page) => page.getByRole('dialog')
const table = (page: Page, name: string) => page.getByRole('table', { name: `${name} silences` })
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

describe.skipIf(chromiumPath === null)('a silence', () => {
  test('keeps people from being told, says so in the ledger, and ends', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    await connect(dashboard, receiver.url)
    const { page, faults } = await dashboard.openAs('operator', '/notifications')
    await page.getByRole('link', { name: 'Silences' }).click()
    await page.getByText('Nothing is silenced').waitFor()
    await page.getByRole('button', { name: 'Silence something' }).click()
    await dialog(page).getByLabel('Why').fill('deploy')
    await dialog(page).getByRole('button', { name: 'Silence it' }).click()
    await dialog(page).getByText('There is no silence of everything.').waitFor()
    await dialog(page).getByLabel('Projects (optional)').fill('shop')
    await dialog(page).getByLabel('A part of the title').fill('CART')
    await dialog(page).getByLabel('For how long').selectOption('4 hours')
    await dialog(page).getByText('project shop, title contains “CART” — until').waitFor()
    await dialog(page).getByRole('button', { name: 'Silence it' }).click()
    await toast(page, 'project shop, title contains “CART”.').waitFor()
    await table(page, 'Active').getByText('by operator@example.org').waitFor()

    await dashboard.fire('1', { title: 'Cart is broken' })
    await page.getByRole('link', { name: 'in the ledger, as quiet' }).click()
    await row(page, 'quiet').getByText('It is silenced by operator@example.org until').waitFor()
    await row(page, 'quiet').getByText(': deploy').waitFor()
    expect(receiver.bodies).toEqual([])

    await page.getByRole('link', { name: 'Silences' }).click()
    await page.getByRole('button', { name: 'End: project shop' }).click()
    await toast(page, 'Ending the silence').getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'End: project shop' }).click()
    await page.getByText('Ending …').waitFor()
    await table(page, 'Past').getByText('project shop, title contains “CART”').waitFor()
    await page.getByText('Nothing is silenced now.').waitFor()
    await dashboard.fire('2', { title: 'The cart is empty' })
    await page.getByRole('link', { name: 'Deliveries' }).click()
    await row(page, 'sent').waitFor()
    expect(receiver.bodies.length).toBe(1)
    expect(receiver.bodies[0]).toContain('The cart is empty')
    expect(faults).toEqual([])
  })

  test('of alerts like one begins at that alert, and is taken back at once', async () => {
    await using dashboard = await start()
    await dashboard.fire('1', { title: 'Cart is broken' })
    const { page, faults } = await dashboard.openAs('operator', '/alerts/1', {
      timezoneId: 'UTC',
    })
    await page.getByRole('link', { name: 'Silence alerts like this' }).click()
    await dialog(page)
      .getByText('Nobody is told of alerts with all of this: project shop')
      .waitFor()
    await dialog(page).getByLabel('For how long').selectOption('until a time')
    await dialog(page).getByLabel('Ends at').fill('2099-01-01T10:00')
    await dialog(page).getByLabel('Why').fill('they know')
    await dialog(page).getByRole('button', { name: 'Silence it' }).click()
    await dialog(page).getByText('Ends at should be within a year.').waitFor()
    await dialog(page).getByLabel('Ends at').fill(inHours(30).slice(0, 16))
    await dialog(page).getByRole('button', { name: 'Silence it' }).click()
    await table(page, 'Active').getByText('1d 5h left').waitFor()

    await toast(page, 'Silenced until').getByRole('button', { name: 'Undo' }).click()

    await toast(page, 'Undone: project shop is not silenced any more.').waitFor()
    await table(page, 'Past').getByText('they know').waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()
    expect(faults).toEqual([])
  })

  test('is made and left with the keyboard alone', async () => {
    await using dashboard = await start()
    const { page } = await dashboard.openAs('operator', '/notifications/silences?project=shop')
    await dialog(page).getByLabel('Why').focus()
    await page.keyboard.type('deploy')
    await page.keyboard.press('Enter')
    await table(page, 'Active').getByText('project shop').waitFor()
    const open = page.getByRole('button', { name: 'Silence something' })
    await open.focus()
    await page.keyboard.press('Enter')
    await dialog(page).waitFor()

    await page.keyboard.press('Escape')

    await dialog(page).waitFor({ state: 'detached' })
    expect(await open.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true)
  })

  test('is shown to viewers, who have no buttons for it', async () => {
    await using dashboard = await start()
    await dashboard.fire('1')
    const address = '/notifications/silences?project=shop'
    const { page, faults } = await dashboard.openAs('viewer', address)
    await page.getByText('Making one takes the role operator.').waitFor()
    const match = { projects: ['shop'] }
    await ask(dashboard, 'POST', '/v1/silences', { match, endsAt: inHours(2), reason: 'deploy' })

    await page.reload()

    await table(page, 'Active').getByText('deploy').waitFor()
    expect(await page.locator('main button').allInnerTexts()).toEqual([])
    expect(await dialog(page).count()).toBe(0)
    await page.goto(`${dashboard.url}/alerts/1`)
    await page.getByRole('link', { name: 'Who was told' }).waitFor()
    expect(await page.getByText('Silence alerts like this').count()).toBe(0)
    expect(faults).toEqual([])
  })
})

describe.skipIf(chromiumPath === null)('the page of silences', () => {
  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'shows what others wrote as text, breaks no policy, and keeps nobody out: %s, %d px',
    async (colorScheme, width) => {
      await using dashboard = await start()
      const { page, faults } = await dashboard.openAs('operator', '/notifications/silences', {
        colorScheme,
        viewport: { width, height: 800 },
      })
      const wrong: string[] = []
      async function judge(place: string): Promise<void> {
        await page.waitForTimeout(200)
        const wide = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        )
        if (wide === true) wrong.push(`${place} is wider than the screen`)
        wrong.push(...(await barriers(page)).map((barrier) => `${place}: ${barrier}`))
      }
      await page.getByText('Nothing is silenced').waitFor()
      await judge('empty')
      const silence = (match: unknown, reason: string, startsAt?: string) =>
        ask(dashboard, 'POST', '/v1/silences', { match, startsAt, endsAt: inHours(30), reason })
      await silence({ projects: ['shop'], title: 'cart' }, 'deploy')
      await silence({ projects: [evil, 'web'], title: evil }, evil.repeat(5))
      await silence({ integrationIds: ['1'] }, 'Christmas', inHours(20))
      const { id } = await silence({ projects: ['old'] }, 'The provider knew of it.')
      await ask(dashboard, 'POST', `/v1/silences/${id}/end`)

      await page.reload()
      await table(page, 'Coming').getByRole('button', { name: 'Call off: from' }).waitFor()
      await judge('list')
      await page.goto(`${dashboard.url}/notifications/silences?project=${encodeURIComponent(evil)}`)
      await dialog(page).getByLabel('For how long').selectOption('until a time')
      await judge('dialog')

      expect(wrong).toEqual([])
      expect(faults).toEqual([])
    },
    120_000,
  )
})

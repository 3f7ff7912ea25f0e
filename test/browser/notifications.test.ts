import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { barriers } from '../support/accessibility.ts'
import { chromiumPath, row, toast } from '../support/dashboard.ts'
import { ask, connect, startReceiver, startTelling as start } from '../support/telling.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

const evil = `"><img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}`

const dialog = (page: Page) => page.getByRole('dialog')

describe.skipIf(chromiumPath === null)('telling people', () => {
  test('goes from a kind of channel to a test, a rule and a delivery', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    const { page, faults } = await dashboard.openAs('admin', '/')
    await page.getByRole('link', { name: 'Notifications' }).click()
    await page.getByText('Nobody is told yet').waitFor()
    await page.getByRole('link', { name: 'Slack' }).click()
    await page.getByLabel('Name', { exact: true }).fill('#ops')
    await page.getByLabel('Webhook URL').fill(receiver.url)
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('one came with it: alerts of severity error and worse').waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The other side took it.').waitFor()
    expect(receiver.bodies.length).toBe(1)
    expect(await page.content()).not.toContain('a-long-secret')

    await page.getByRole('link', { name: 'Go to the rules' }).click()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await dialog(page).getByLabel('Name', { exact: true }).fill('errors to the room')
    await dialog(page).getByLabel('#ops').check()
    await dialog(page).getByLabel('opens').check()
    await dialog(page).getByRole('button', { name: 'Add it' }).click()
    await page.getByText('error and worse, when it opens').waitFor()
    await page.getByRole('button', { name: 'Delete error and worse' }).click()
    await dialog(page).getByRole('button', { name: 'Delete it' }).click()
    await row(page, 'errors to the room').locator('td').first().getByText('1').waitFor()
    await dashboard.fire('1', { title: 'Cart is broken', level: 'error' })
    await page.getByRole('link', { name: 'Deliveries' }).click()
    await page.getByText('sent', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'opened' }).click()

    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()
    await page.getByText('answer 200').waitFor()
    await page.getByRole('link', { name: 'alert 1' }).click()
    await page.getByText('Told #ops.').waitFor()
    await page.getByRole('link', { name: 'Who was told' }).click()
    await row(page, '#ops').waitFor()
    expect(receiver.bodies.at(-1)).toContain('Cart is broken')
    expect(faults).toEqual([])
  })

  test('says at the field what is wrong with it', async () => {
    await using dashboard = await start()
    const { page } = await dashboard.openAs('admin', '/notifications/channels/new?kind=telegram')
    await page.getByLabel('Name', { exact: true }).fill('phone')
    await page.getByLabel('Bot token').fill('nonsense')
    await page.getByLabel('Chat ID').fill('12')

    await page.getByRole('button', { name: 'Add it' }).click()

    const field = page.getByLabel('Bot token')
    await page.getByText('Bot token should be').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true)
  })

  test('that fails says why, and is tried again when somebody asks', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    receiver.answerWith(`no_service ${evil}`, 404)
    await connect(dashboard, receiver.url)
    const { page, faults } = await dashboard.openAs('operator', '/notifications/deliveries')
    await page.getByText('Nothing was told yet').waitFor()
    await dashboard.fire('1', { title: evil })
    await row(page, 'dead').getByText('Slack answered 404').waitFor()
    await row(page, 'dead').getByRole('link', { name: 'opened' }).click()
    await page.getByText(`no_service ${evil}`).waitFor()
    await page.getByRole('heading', { name: evil }).waitFor()

    receiver.answerWith('ok', 200)
    await page.getByRole('button', { name: 'Try again' }).click()

    await toast(page, 'it is tried again at once').waitFor()
    await page.getByText('answer 200').waitFor()
    await page.goto(`${dashboard.url}/alerts/1`)
    await page.getByText('Could not tell #ops').waitFor()
    await page.getByText('Told #ops.').waitFor()
    expect(faults).toEqual([])
  })

  test('is shown to viewers, who have no buttons for it', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    receiver.answerWith('no_service', 404)
    const id = await connect(dashboard, receiver.url)
    await dashboard.fire('1')
    const { page, faults } = await dashboard.openAs('viewer', '/notifications')
    await row(page, '#ops').getByText('failing').waitFor()
    const wrong: string[] = []
    const places = ['', '/rules', '/deliveries', '/deliveries/1', `/channels/${id}`]

    for (const place of places) {
      await page.goto(`${dashboard.url}/notifications${place}`)
      await page.locator('h1').waitFor()
      await page.locator('.wait').first().waitFor({ state: 'detached' })
      const names = await page.locator('main button').allInnerTexts()
      // To look at what rules would have sent changes nothing.
      wrong.push(...names.filter((name) => name !== 'Look').map((name) => `${place}: ${name}`))
    }

    expect(wrong).toEqual([])
    await page.getByText('Admins see what is set here.').waitFor()
    await page.goto(`${dashboard.url}/notifications/channels/new`)
    await page.getByText('Adding one takes the role admin.').waitFor()
    expect(faults).toEqual([])
  })
})

describe.skipIf(chromiumPath === null)('a channel', () => {
  test('is renamed, switched off and on again, and deleted after a question', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    const id = await connect(dashboard, receiver.url)
    const { page, faults } = await dashboard.openAs('admin', `/notifications/channels/${id}`)
    await page.getByRole('button', { name: 'Edit' }).click()
    await dialog(page).getByLabel('Name', { exact: true }).fill('#operations')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: '#operations' }).waitFor()
    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('Nothing new is told there.').waitFor()
    await toast(page, 'switched off').getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Switch off' }).waitFor()
    // What was secret stayed as it was.
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The other side took it.').waitFor()

    await page.getByRole('button', { name: 'Delete' }).click()
    await dialog(page).getByRole('button', { name: 'Delete it' }).click()

    await page.getByText('Nobody is told yet').waitFor()
    expect(faults).toEqual([])
  })

  test('takes over what somebody else changed meanwhile', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    const id = await connect(dashboard, receiver.url)
    const { page } = await dashboard.openAs('admin', `/notifications/channels/${id}`)
    await page.getByRole('button', { name: 'Edit' }).click()
    await ask(dashboard, 'PATCH', `/v1/channels/${id}`, { name: 'theirs' })
    await dialog(page).getByLabel('Name', { exact: true }).fill('mine')

    await dialog(page).getByRole('button', { name: 'Save' }).click()

    await dialog(page).getByText('somebody else changed this channel').waitFor()
    expect(await dialog(page).getByLabel('Name', { exact: true }).inputValue()).toBe('theirs')
  })
})

describe.skipIf(chromiumPath === null)('rules', () => {
  test('are put in order, switched off, tried and deleted', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    const id = await connect(dashboard, receiver.url)
    await ask(dashboard, 'POST', '/v1/rules', { name: 'the worst', channelIds: [id] })
    await dashboard.fire('1', { title: 'Cart is broken', level: 'fatal' })
    const { page, faults } = await dashboard.openAs('admin', '/notifications/rules')
    const names = () => page.locator('td.name strong').allInnerTexts()
    await row(page, 'the worst').waitFor()
    expect(await names()).toEqual(['all to #ops', 'the worst'])

    await page.getByRole('button', { name: 'Move up: the worst' }).click()
    await toast(page, 'the worst is number 1 now.').waitFor()
    await row(page, '1').filter({ hasText: 'the worst' }).waitFor()
    expect(await names()).toEqual(['the worst', 'all to #ops'])
    await page.getByRole('button', { name: 'Switch off: the worst' }).click()
    await row(page, 'the worst').getByText('off', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Look' }).click()
    await page.getByText('1 alert opened in the last 7 days').waitFor()
    await page.getByText('The newest').click()
    await page.getByRole('link', { name: 'Cart is broken' }).waitFor()
    await page.getByRole('button', { name: 'Delete the worst' }).click()
    await dialog(page).getByRole('button', { name: 'Delete it' }).click()

    await row(page, 'the worst').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('are tried before they are saved', async () => {
    await using dashboard = await start()
    await using receiver = startReceiver()
    const id = await connect(dashboard, receiver.url)
    await dashboard.fire('1', { title: 'Cart is broken', level: 'info' })
    const { page } = await dashboard.openAs('admin', '/notifications/rules')
    await page.getByRole('button', { name: 'Edit all to #ops' }).click()
    await dialog(page).getByLabel('Least severity').selectOption('critical')
    await dialog(page).getByRole('button', { name: 'Look what this rule' }).click()
    await dialog(page).getByRole('row', { name: 'not told by it 1 0 0' }).waitFor()

    await dialog(page).getByLabel('Least severity').selectOption('info')
    await dialog(page).getByRole('button', { name: 'Look what this rule' }).click()

    await dialog(page).getByRole('row', { name: '#ops 1 0 0' }).waitFor()
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await toast(page, 'Saved: all to #ops.').waitFor()
    expect(id).toBe('1')
  })
})

describe.skipIf(chromiumPath === null)('every page about telling people', () => {
  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)(
    'shows what others wrote as text, breaks no policy, and keeps nobody out: %s, %d px',
    async (colorScheme, width) => {
      await using dashboard = await start()
      await using receiver = startReceiver()
      const { page, faults } = await dashboard.openAs('admin', '/notifications', {
        colorScheme,
        viewport: { width, height: 800 },
      })
      const wrong: string[] = []
      async function look(place: string): Promise<void> {
        await page.goto(`${dashboard.url}/notifications${place}`)
        await page.locator('h1').waitFor()
        await page.locator('.wait').first().waitFor({ state: 'detached' })
        await judge(place)
      }
      async function judge(place: string): Promise<void> {
        await page.waitForTimeout(200)
        const wide = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        )
        if (wide === true) wrong.push(`${place} is wider than the screen`)
        wrong.push(...(await barriers(page)).map((barrier) => `${place}: ${barrier}`))
      }

      for (const place of ['', '/rules', '/deliveries', '/channels/new']) await look(place)
      await look('/channels/new?kind=ntfy')
      const id = await connect(dashboard, receiver.url, evil.slice(0, 90))
      receiver.answerWith(evil.repeat(5), 404)
      await dashboard.fire('1', {
        title: evil.repeat(3),
        level: 'fatal',
        web_url: 'javascript:alert(4)',
        project: { id: '1', slug: evil, name: evil },
      })
      await page.goto(`${dashboard.url}/notifications/deliveries`)
      await row(page, 'dead').waitFor()
      for (const place of ['', '/rules', '/deliveries', '/deliveries/1', '/nowhere']) {
        await look(place)
      }
      await look(`/channels/${id}`)
      await page.getByRole('button', { name: 'Send a test' }).click()
      await page.getByText('refused', { exact: true }).waitFor()
      await judge('a test')
      await page.getByRole('button', { name: 'Edit' }).click()
      await judge('the dialog of a channel')
      await look('/rules')
      await page.getByRole('button', { name: 'Look' }).click()
      await page.getByText('The newest').click()
      await judge('the preview')
      await page.getByRole('button', { name: 'Add a rule' }).click()
      await judge('the dialog of a rule')

      expect(wrong).toEqual([])
      expect(faults).toEqual([])
    },
    120_000,
  )
})

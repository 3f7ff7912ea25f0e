import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { chromiumPath, startDashboard } from '../support/dashboard.ts'
import { anIssue, clientSecret, fromSentry, handMade, metricHook } from '../support/requests.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

const step = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Connection' }).getByRole('listitem').filter({ hasText: name })

describe.skipIf(chromiumPath === null)('connecting Sentry', () => {
  test('shows the URL once, and turns green step by step', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('admin', '/integrations')
    await page.getByRole('link', { name: 'New integration' }).click()
    await page.getByLabel('Name').fill('acme')
    await page.getByRole('button', { name: 'Create it' }).click()
    const url = await page.getByLabel('Webhook URL', { exact: true }).inputValue()
    const token = url.split('/').at(-1) ?? ''
    await page.getByRole('button', { name: 'Go on: connect it' }).click()
    await step(page, 'Reached Navish').getByText('not yet').waitFor({ state: 'attached' })
    expect(await page.content()).not.toContain(token)

    await page.getByRole('button', { name: 'Give the secret' }).click()
    await page.getByLabel('Client Secret from Sentry').fill(clientSecret)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Only signed requests are taken from now on.').waitFor()
    const issue = (action: string) =>
      fromSentry('issue', { action, data: { issue: anIssue({ id: '5' }) } })
    expect(await dashboard.send(issue('created'), token)).toBe(202)
    await step(page, 'Signature is right').getByText('(done)').waitFor({ state: 'attached' })
    await step(page, 'Issue events seen').getByText('(done)').waitFor({ state: 'attached' })
    await dashboard.send(metricHook('critical'), token)
    await step(page, 'Alert rule seen').getByText('(done)').waitFor({ state: 'attached' })
    await dashboard.send(issue('resolved'), token)
    await step(page, 'A resolve seen').getByText('(done)').waitFor({ state: 'attached' })

    expect(faults).toEqual([])
  })

  test('names the mistake: a wrong client secret, and a wrong token', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('admin', '/integrations/1')
    await dashboard.send(handMade({}), `nvi_${'0'.repeat(40)}`)
    await page.getByText('Wrong token: once').waitFor()

    await page.getByRole('button', { name: 'Give the secret' }).click()
    await page.getByLabel('Client Secret from Sentry').fill('not the one in Sentry')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Only signed requests are taken from now on.').waitFor()
    const sent = fromSentry('issue', { action: 'created', data: { issue: anIssue() } })
    expect(await dashboard.send(sent)).toBe(401)

    await page.getByRole('heading', { name: 'Wrong client secret: refused once' }).waitFor()
    await step(page, 'Signature is right').getByText('(failed)').waitFor({ state: 'attached' })
  })

  test('sends a sample that does not pass for Sentry', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('operator', '/integrations/1')

    await page.getByLabel('Severity').selectOption('critical')
    await page.getByRole('button', { name: 'Send a sample' }).click()
    await page.getByText('opened with severity critical').waitFor()
    await page.getByRole('link', { name: 'See alert 1' }).click()

    await page.getByRole('heading', { name: 'A sample alert from Navish' }).waitFor()
    await page.goBack()
    await step(page, 'Reached Navish').getByText('(not yet)').waitFor({ state: 'attached' })
    expect(faults).toEqual([])
  })

  test('it is said after how long silence is told, and taken back', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('admin', '/integrations/1')
    const choice = page.getByLabel('Open an alert when nothing comes')
    const viewer = await dashboard.openAs('viewer', '/integrations/1')
    await viewer.page.getByText('Nobody is told when nothing comes from it.').waitFor()

    await choice.selectOption('after 6 hours')
    await page.getByText('It is told when nothing comes from sentry for').waitFor()
    await viewer.page.getByText('comes from it for more than 6 hours.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone.').waitFor()

    expect(await choice.inputValue()).toBe('never')
    await viewer.page.getByText('Nobody is told when nothing comes from it.').waitFor()
    expect([...faults, ...viewer.faults]).toEqual([])
  })

  test('a URL that is lost is replaced, and the one before works on for a while', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.openAs('admin', '/integrations/1')

    await page.getByRole('button', { name: 'New URL' }).click()
    await page.getByRole('button', { name: 'Make a new URL' }).click()
    const url = await page.getByLabel('Webhook URL', { exact: true }).inputValue()

    expect(await dashboard.fire('1')).toBe(202)
    const sent = handMade({ action: 'created', data: { issue: anIssue({ id: '2' }) } })
    expect(await dashboard.send(sent, url.split('/').at(-1))).toBe(202)
  })
})

describe.skipIf(chromiumPath === null)('the ledger of events', () => {
  test('shows what arrives live, what became of it, and what was sent, without personal data', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('operator', '/events')
    await page.getByRole('heading', { name: 'Events' }).waitFor()

    const issue = anIssue({ id: '1', user: { email: 'jane@example.org' } })
    await dashboard.send(handMade({ action: 'created', data: { issue } }))
    await page.getByText('opened with severity error').waitFor()
    await page.getByRole('link', { name: /issue.*created/ }).click()
    await page.getByRole('heading', { name: 'Payload' }).waitFor()
    expect(await page.getByText('jane@example.org').count()).toBe(0)
    await page
      .getByRole('button', { name: /personal data/ })
      .first()
      .click()

    await page.getByText('jane@example.org').first().waitFor()
    expect(faults).toEqual([])
  })

  test('is processed again when somebody asks for it', async () => {
    await using dashboard = await startDashboard()
    await dashboard.send(handMade({ data: {} }, { 'Sentry-Hook-Resource': 'comment' }))
    const { page } = await dashboard.openAs('operator', '/events/1')
    await page.getByText('ignored').first().waitFor()

    await page.getByRole('button', { name: 'Replay' }).click()

    await page.getByText('Put back').waitFor()
    await page.getByText('done', { exact: true }).waitFor()
  })
})

describe.skipIf(chromiumPath === null)('the settings', () => {
  test('add a person, whose link leads in', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('admin', '/settings/people')
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByLabel('E-mail address').fill('joe@example.org')
    await page.getByRole('dialog').getByRole('button', { name: /^Add/ }).click()
    const link = await page.locator('.copy input').inputValue()

    const joe = await dashboard.open(link)
    await joe.page.getByLabel('New password', { exact: true }).fill('another good password')
    await joe.page.keyboard.press('Enter')

    await joe.page.getByText('Nothing has arrived from Sentry yet').waitFor()
    expect(joe.page.url()).toBe(`${dashboard.url}/`)
    expect([...faults, ...joe.faults]).toEqual([])
  })

  test('show an API token once', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.openAs('operator', '/settings/tokens')
    await page.getByRole('button', { name: 'Create a token' }).first().click()
    await page.getByLabel(/for/).first().fill('ci')
    await page
      .getByRole('button', { name: /^Create/ })
      .last()
      .click()
    const token = await page.locator('.copy input').first().inputValue()

    const answer = await fetch(`${dashboard.url}/v1/me`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await page.reload()
    await page.getByText('ci').first().waitFor()

    expect(answer.status).toBe(200)
    expect(await page.content()).not.toContain(token)
    expect(faults).toEqual([])
  })
})

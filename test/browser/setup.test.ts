import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chromiumPath, password, startDashboard } from '../support/dashboard.ts'
import { anIssue, handMade } from '../support/requests.ts'

// Starting a browser takes its time, on a busy machine even more.
setDefaultTimeout(60_000)

describe.skipIf(chromiumPath === null)('whoever has the set-up link', () => {
  test('is led from there to the first alert, and sees it resolved by the next click', async () => {
    await using dashboard = await startDashboard()
    const { page, faults } = await dashboard.open(dashboard.setupUrl)

    await page.getByLabel('E-mail address').fill('jane@example.org')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Create and go on' }).click()
    const address = page.getByLabel('Public URL')
    await address.waitFor()
    expect(await address.inputValue()).toBe(dashboard.url)
    expect(await page.getByText('Only this machine reaches that address').count()).toBe(1)
    await address.fill('https://navish.example.org')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Show its webhook URL' }).click()
    const url = await page.getByLabel('Webhook URL').inputValue()
    expect(url).toStartWith('https://navish.example.org/v1/events/sentry/nvi_')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Send a sample alert' }).click()
    await page.getByText('A sample alert from Navish').waitFor()
    await page.getByRole('button', { name: 'Now let Sentry resolve it' }).click()
    await page.getByText('resolved by Sentry').waitFor()
    await page.getByRole('button', { name: 'Done: go to the alerts' }).click()

    await page.getByRole('heading', { name: 'Nothing is wrong' }).waitFor()
    expect(page.url()).toBe(`${dashboard.url}/`)
    expect(faults).toEqual([])
    // What the terminal showed is in Sentry perhaps: it goes on working.
    expect(await dashboard.fire('1')).toBe(202)
  })

  test('is kept from ending the URL that is in Sentry already', async () => {
    await using dashboard = await startDashboard()
    const headers = { 'Sentry-Hook-Resource': 'issue', 'Sentry-Hook-Timestamp': '1788256800' }
    await dashboard.send(handMade({ action: 'created', data: { issue: anIssue() } }, headers))

    const { page } = await dashboard.openAs('admin', '/setup?step=connect')

    await page.getByText('already: there is nothing to do here').waitFor()
    expect(await page.getByRole('button', { name: 'Show its webhook URL' }).count()).toBe(0)
  })

  test('is told what to do when it is used up or cut', async () => {
    await using dashboard = await startDashboard()
    const { page } = await dashboard.open('/setup')
    await page.getByRole('heading', { name: 'The link is incomplete' }).waitFor()

    await page.goto(`${dashboard.url}/setup#nvl_${'0'.repeat(40)}`)

    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    expect(await page.getByText('navish admin create').count()).toBe(1)
  })
})

describe.skipIf(chromiumPath === null)('signing in', () => {
  test('leads back to where one wanted to go, and out again', async () => {
    await using dashboard = await startDashboard()
    await dashboard.signIn('operator')
    await dashboard.signIn('admin')
    await dashboard.fire('7', { title: 'Cart is broken' })
    const { page, faults } = await dashboard.open('/alerts/1')

    await page.getByLabel('E-mail address').fill('operator@example.org')
    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('is wrong').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Cart is broken' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()

    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(page.url()).toBe(`${dashboard.url}/alerts/1`)
    expect(faults).toEqual([])
  })

  test('says how to make an admin while there is none', async () => {
    await using dashboard = await startDashboard()

    const { page } = await dashboard.open('/')

    await page.getByRole('heading', { name: 'Navish has no admin yet' }).waitFor()
  })
})

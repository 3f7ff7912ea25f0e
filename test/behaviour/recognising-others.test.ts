import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import { anIssue, handMade } from '../support/requests.ts'

/** A service hook: the issue is called group, and there is no action. */
function serviceHook(group: Record<string, unknown> = {}) {
  return handMade(
    {
      project: { slug: 'shop', name: 'Web shop' },
      group: anIssue(group),
      event: { id: 'abc', dateCreated: '2026-09-01T08:00:00Z', tags: [] },
    },
    { 'X-ServiceHook-Timestamp': '1788256800', 'X-ServiceHook-GUID': 'abc' },
  )
}

/** What GlitchTip posts: a chat message whose attachments are the issues or monitors. */
function glitchtip(...attachments: Record<string, unknown>[]) {
  return handMade({ text: 'GlitchTip Alert', attachments })
}

function glitchtipMonitor(text: string) {
  const link = 'https://glitchtip.example.org/acme/uptime-monitors/3'
  return glitchtip({ title: 'Shop front', title_link: link, text, color: null, fields: null })
}

test('a service hook opens an alert, for its group', async () => {
  await using navish = await startTestNavish()

  expect(await navish.send(serviceHook({ id: 88 }))).toBe(202)

  expect(await navish.event()).toMatchObject({ resource: 'service_hook', outcome: 'opened' })
  expect(await navish.alert()).toMatchObject({
    dedupKey: 'sentry-issue-88',
    title: 'TypeError: cart is undefined',
  })
})

describe('GlitchTip', () => {
  test('opens one alert an attachment, with the severity that its colour stands for', async () => {
    await using navish = await startTestNavish()
    const link = 'https://glitchtip.example.org/acme/issues'
    const sent = glitchtip(
      { title: 'ValueError: a', title_link: `${link}/17`, text: 'a.run', color: '#e52b50' },
      { title: 'Slow: b', title_link: `${link}/18`, text: 'b.run', color: '#e9b949' },
    )

    expect(await navish.send(sent)).toBe(202)

    const alerts = await navish.alerts()
    expect(alerts.map(({ dedupKey, severity, title }) => [dedupKey, severity, title])).toEqual([
      ['sentry-issue-18', 'warning', 'Slow: b'],
      ['sentry-issue-17', 'error', 'ValueError: a'],
    ])
  })

  test('opens an alert for a monitor that went down, and resolves it when it is back up', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(glitchtipMonitor('The monitored site has gone down.'))).toBe(202)
    const { id } = await navish.alert()
    expect(await navish.alert()).toMatchObject({ status: 'open', title: 'Shop front' })

    expect(await navish.send(glitchtipMonitor('The monitored site is back up.'))).toBe(202)
    expect(await navish.alert()).toMatchObject({ id, status: 'resolved', resolvedBy: 'sentry' })
  })

  test('opens nothing for a monitor that is back up and was never down here', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(glitchtipMonitor('The monitored site is back up.'))).toBe(202)

    expect(await navish.alerts()).toEqual([])
  })

  test('may send a message without attachments', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(glitchtip())).toBe(202)

    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'ignored' })
  })
})

test('a GlitchTip message with more attachments than it ever sends is refused', async () => {
  await using navish = await startTestNavish()
  const attachments = Array.from({ length: 1001 }, (_, index) => ({
    title: 'many',
    title_link: `https://glitchtip.example.org/acme/issues/${index}`,
  }))

  expect(await navish.send(handMade({ text: 'GlitchTip Alert', attachments }))).toBe(400)
  expect(
    await navish.send(handMade({ text: 'GlitchTip Alert', attachments: attachments.slice(1) })),
  ).toBe(202)
  expect(await navish.alerts()).toHaveLength(1000)
  expect((await navish.event()).reason?.length).toBeLessThanOrEqual(4000)
})

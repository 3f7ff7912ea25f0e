import { expect, test } from 'bun:test'
import { mattermost } from '../../src/notify/kinds/mattermost.ts'
import { teams } from '../../src/notify/kinds/teams.ts'
import { aNotice } from './builders.ts'
import { aSending } from './channels.ts'
import { aReceiver, json, text } from './receiver.ts'

test('Mattermost is sent Markdown that is only ours', async () => {
  await using receiver = aReceiver(text('ok'))

  const sent = await mattermost.send(
    aSending(
      { webhookUrl: `${receiver.url}/hooks/x` },
      { notice: aNotice({ alert: { title: 'a *b* @all', project: null } }) },
    ),
  )

  expect(sent).toEqual({ result: 'sent', status: 200, reply: 'ok' })
  expect(receiver.received[0]).toMatchObject({ method: 'POST', path: '/hooks/x' })
  expect(receiver.received[0]?.body).toEqual({
    text: [
      '**🔴 Opened:\u200b a \\*b\\* @\u200ball**',
      'Sentry said that the issue is new.',
      'Severity:\u200b error · Integration:\u200b Production · Events:\u200b 1 · At:\u200b 2026\\-11\\-24 08:\u200b00 UTC',
      '[Open the alert](https://navish.example.org/alerts/12) · [Open in Sentry](https://acme.sentry.io/issues/4711/)',
    ].join('\n\n'),
  })
})

test('Teams is sent a card, and 202 is all that can be known', async () => {
  await using receiver = aReceiver(text('', 202))

  const sent = await teams.send(
    aSending(
      { webhookUrl: `${receiver.url}/workflows/1/triggers/manual/paths/invoke?sig=x` },
      { notice: aNotice({ alert: { project: null, url: null } }) },
    ),
  )

  expect(sent).toEqual({ result: 'sent', status: 202, reply: '' })
  expect(receiver.received[0]?.path).toBe('/workflows/1/triggers/manual/paths/invoke?sig=x')
  expect(receiver.received[0]?.body).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            runs(
              run('🔴 Opened: TypeError: cart is undefined', {
                weight: 'Bolder',
                size: 'Medium',
                color: 'Attention',
              }),
            ),
            runs(run('Sentry said that the issue is new.')),
            runs(run('Severity: ', { isSubtle: true }), run('error')),
            runs(run('Integration: ', { isSubtle: true }), run('Production')),
            runs(run('Events: ', { isSubtle: true }), run('1')),
            runs(run('At: ', { isSubtle: true }), run('2026-11-24 08:00 UTC')),
          ],
          actions: [
            {
              type: 'Action.OpenUrl',
              title: 'Open the alert',
              url: 'https://navish.example.org/alerts/12',
            },
          ],
        },
      },
    ],
  })
})

test('Teams refuses a signature that is wrong', async () => {
  await using receiver = aReceiver(json({ error: { code: 'DirectApiAuthorizationRequired' } }, 401))

  expect(await teams.send(aSending({ webhookUrl: `${receiver.url}/x` }))).toMatchObject({
    result: 'refused',
    why: 'The Teams workflow answered 401: it does not accept these credentials.',
  })
})

function runs(...inlines: object[]) {
  return { type: 'RichTextBlock', inlines }
}

function run(words: string, look: object = {}) {
  return { type: 'TextRun', text: words, ...look }
}

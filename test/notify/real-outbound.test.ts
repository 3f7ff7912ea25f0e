import { expect, test } from 'bun:test'
import { email } from '../../src/notify/kinds/email.ts'
import { webhook } from '../../src/notify/kinds/webhook.ts'
import { createOutbound } from '../../src/outbound/create-outbound.ts'
import { localOutbound } from '../outbound/setup.ts'
import { createCertificate } from '../support/certificate.ts'
import { aSending } from './channels.ts'
import { startMailServer, trusting } from './mail-server.ts'
import { aReceiver, text } from './receiver.ts'

// Notifiers and the outbound that they have in the end, together: everywhere else a plain `fetch` takes its place.

const nowhere = createOutbound({ policy: { allow: [] } })

function mailSettings(port: number, more: { host: string; tls: 'none' | 'tls' }) {
  return { port, from: 'navish@example.org', to: ['ops@example.org'], ...more }
}

test('a mail goes to the address that was resolved, by a certificate of the name', async () => {
  const certificate = createCertificate('mail.test')
  await using server = await startMailServer({ certificate, secure: true })
  using _ = trusting(certificate)
  const settings = mailSettings(server.port, { host: 'mail.test', tls: 'tls' })

  const sent = await email.send(aSending(settings, { outbound: localOutbound() }))

  expect(sent).toMatchObject({ result: 'sent', status: 250 })
  expect(server.received).toMatchObject([{ to: ['ops@example.org'], secure: true }])
})

test('a mail does not go where nothing may go', async () => {
  await using server = await startMailServer()
  const settings = mailSettings(server.port, { host: '127.0.0.1', tls: 'none' })

  const sent = await email.send(aSending(settings, { outbound: nowhere }))

  expect(sent).toMatchObject({ result: 'refused', status: null })
  expect(server.received).toEqual([])
})

test('a webhook goes to the address that was resolved', async () => {
  await using receiver = aReceiver(text('fine'))
  const url = receiver.url.replace('127.0.0.1', 'hooks.test')

  const sent = await webhook.send(aSending({ url }, { outbound: localOutbound() }))

  expect(sent).toEqual({ result: 'sent', status: 200, reply: 'fine' })
  expect(receiver.received).toMatchObject([
    { headers: { host: new URL(url).host }, body: { type: 'alert.opened' } },
  ])
})

test('a webhook does not go where nothing may go', async () => {
  await using receiver = aReceiver(text('fine'))

  const sent = await webhook.send(aSending({ url: receiver.url }, { outbound: nowhere }))

  expect(sent).toMatchObject({ result: 'refused', status: null })
  expect(receiver.received).toEqual([])
})

import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'bun:test'
import { AppError } from '../../src/errors.ts'
import type { Notifier, Sending, Sent } from '../../src/notify/notifier.ts'
import { createSender } from '../../src/notify/sender.ts'
import { createTestLog } from '../support/log.ts'
import { aNotice } from './builders.ts'
import { aLeasedDelivery, aLot, aStoredChannel } from './lots.ts'
import { closedOutbound } from './outbound.ts'

const fine: Sent = { status: 200, reply: 'ok', result: 'sent' }

/** A sender whose only kind of channel does this. */
function setup(tell: (sending: Sending<unknown>) => Promise<Sent> = async () => fine) {
  const seen: Sending<unknown>[] = []
  const { log, text } = createTestLog()
  const fake: Notifier = {
    settings: Type.Object({}),
    digests: true,
    isIdempotent: false,
    async send(sending) {
      seen.push(sending)
      return tell(sending)
    },
  }
  const send = createSender({
    notifiers: { fake },
    outbound: closedOutbound,
    open(sealed) {
      if (sealed === 'sealed') return { token: 'secret' }
      throw new AppError('configuration', 'The secrets were sealed with another key.')
    },
    publicUrl: async () => 'https://navish.example.org',
    log,
    patience: 50,
  })
  return { send, seen, log: text }
}

const two = [
  aLeasedDelivery(),
  aLeasedDelivery({ id: '2', notice: aNotice({ change: 'resolved' }) }),
]

describe('one attempt', () => {
  test('is given the settings with their secrets, the notice, and where to go on', async () => {
    const { send, seen } = setup()

    const sent = await send(aLot({ deliveries: [aLeasedDelivery({ thread: '{"ts":1}' })] }))

    expect(sent).toEqual(fine)
    expect(seen[0]).toMatchObject({
      settings: { place: 'there', token: 'secret' },
      notice: aNotice(),
      pageUrl: 'https://navish.example.org/alerts/12',
      thread: '{"ts":1}',
    })
  })

  test('of several is a digest', async () => {
    const { send, seen } = setup()

    await send(aLot({ deliveries: two }))

    expect(seen[0]).toMatchObject({
      notice: { digest: { counts: { opened: 1, resolved: 1 } } },
      pageUrl: 'https://navish.example.org/',
      thread: null,
    })
  })

  test('has the same key each time, and another one for anything else', async () => {
    const { send, seen } = setup()
    const other = aLot({ deliveries: [aLeasedDelivery({ id: '2' })] })

    for (const lot of [aLot(), aLot(), other, aLot({ deliveries: two })]) await send(lot)

    const [first, again, ...others] = seen.map(({ key }) => key)
    expect(again).toBe(first ?? '')
    expect(new Set([first, ...others]).size).toBe(3)
    expect(first).toMatch(/^[0-9a-f]{40}$/)
  })

  test('ends, also when the channel does not', async () => {
    const { send } = setup(() => new Promise(() => {}))

    expect(await send(aLot())).toMatchObject({ result: 'retry', why: 'It did not end in time.' })
  })

  test('that throws is a failure, of which neither people nor the log see a secret', async () => {
    const { send, log } = setup(() => Promise.reject(new Error('token secret is wrong')))

    const sent = await send(aLot())

    expect(sent).toMatchObject({ result: 'retry' })
    expect(JSON.stringify(sent)).not.toContain('secret')
    expect(log()).toContain('notifier failed')
  })

  test('says why the secrets cannot be read', async () => {
    const { send } = setup()

    const sent = await send(aLot({ channel: aStoredChannel({ sealed: 'other' }) }))

    expect(sent).toMatchObject({ result: 'retry', why: expect.stringContaining('another key') })
  })

  test('is refused for a kind that this version does not know', async () => {
    const { send } = setup()

    const sent = await send(aLot({ channel: aStoredChannel({ kind: 'carrier-pigeon' }) }))

    expect(sent).toMatchObject({ result: 'refused' })
  })
})

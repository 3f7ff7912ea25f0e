import { describe, expect, test } from 'bun:test'
import type { Sending, Sent } from '../../src/notify/notifier.ts'
import { tellSample } from '../../src/notify/sample.ts'
import { closedOutbound } from './outbound.ts'

const sent: Sent = { result: 'sent', status: 200, reply: 'ok', thread: 'thread-1' }
const refused: Sent = { result: 'refused', status: 404, reply: '', why: 'It is gone.' }

/** Tells a sample where these are the answers, and gives what was told. */
async function told(digests: boolean, answers: Sent[]) {
  const tellings: Sending<object>[] = []
  const send = (sending: Sending<object>) => {
    tellings.push(sending)
    return Promise.resolve(answers[tellings.length - 1] ?? sent)
  }
  const parts = { settings: {}, pageUrl: 'https://navish.example.org/', outbound: closedOutbound }
  const result = await tellSample({ digests, send }, { ...parts, by: 'jane', at: 1000 })
  return {
    result,
    keys: new Set(tellings.map(({ key }) => key)),
    tellings: tellings.map(({ notice, thread }) => [
      'change' in notice ? `${notice.change}: ${notice.reason}` : 'digest',
      thread,
    ]),
  }
}

describe('a sample', () => {
  test('says that it is one, and by whom', async () => {
    const { result, tellings } = await told(true, [sent])

    expect(tellings).toEqual([['opened: jane tries whether this channel works.', null]])
    expect(result).toEqual(sent)
  })

  test('is closed again where it would stay open', async () => {
    const { result, tellings, keys } = await told(false, [sent, refused])

    expect(tellings).toEqual([
      ['opened: jane tries whether this channel works.', null],
      ['resolved: The test is over.', 'thread-1'],
    ])
    expect(keys.size).toBe(2)
    expect(result).toEqual(refused)
  })

  test('that was not taken is not closed', async () => {
    const { result, tellings } = await told(false, [refused])

    expect(tellings).toHaveLength(1)
    expect(result).toEqual(refused)
  })
})

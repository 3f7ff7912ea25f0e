import { describe, expect, test } from 'bun:test'
import { createSenders } from '../../src/http/sender.ts'
import type { Sender } from '../../src/store/store.ts'
import { hashToken } from '../../src/token.ts'
import { turns } from '../outbox/setup.ts'

/** Senders over a store that the test answers for. */
function setupSenders() {
  const asked: { hash: string; now: number }[] = []
  const answers: PromiseWithResolvers<Sender | undefined>[] = []
  let now = 1000
  const senderOf = createSenders(
    {
      async findSender(hash, at) {
        asked.push({ hash, now: at })
        const answer = Promise.withResolvers<Sender | undefined>()
        answers.push(answer)
        return answer.promise
      },
    },
    () => now,
  )
  return {
    senderOf,
    /** What the store was asked, in order. */
    asked,
    answer: (lookup: number, sender: Sender | undefined) => answers[lookup]?.resolve(sender),
    fail: (lookup: number, error: Error) => answers[lookup]?.reject(error),
    at: (time: number) => {
      now = time
    },
  }
}

const aSender = (integrationId: string): Sender => ({ integrationId, secrets: [] })

describe('who sends with a token', () => {
  test('is asked once for all requests of one turn', async () => {
    const t = setupSenders()

    const found = Promise.all([t.senderOf('one'), t.senderOf('one'), t.senderOf('one')])
    t.answer(0, aSender('7'))

    expect(await found).toEqual([aSender('7'), aSender('7'), aSender('7')])
    expect(t.asked).toEqual([{ hash: hashToken('one'), now: 1000 }])
  })

  test('is asked again in the next turn, with the time of then', async () => {
    const t = setupSenders()
    const first = t.senderOf('one')
    t.answer(0, aSender('7'))
    await turns(1)

    t.at(2000)
    const second = t.senderOf('one')
    // Revoked meanwhile.
    t.answer(1, undefined)

    expect(await first).toEqual(aSender('7'))
    expect(await second).toBeUndefined()
    expect(t.asked.map(({ now }) => now)).toEqual([1000, 2000])
  })

  test('is asked again in the next turn also while the first answer is not there yet', async () => {
    const t = setupSenders()
    const first = t.senderOf('one')
    await turns(1)

    const second = t.senderOf('one')
    t.answer(1, undefined)
    t.answer(0, aSender('7'))

    expect(await first).toEqual(aSender('7'))
    expect(await second).toBeUndefined()
  })

  test('is asked for each token, and shared only by those that have the same', async () => {
    const t = setupSenders()

    const found = Promise.all(['one', 'two', 'one', 'two'].map(t.senderOf))
    t.answer(0, aSender('7'))
    t.answer(1, undefined)

    expect(await found).toEqual([aSender('7'), undefined, aSender('7'), undefined])
    expect(t.asked.map(({ hash }) => hash)).toEqual(['one', 'two'].map(hashToken))
  })

  test('is asked anew in every turn, for every token', async () => {
    const t = setupSenders()

    for (let turn = 0; turn < 3; turn += 1) {
      for (const token of ['one', 'two', 'one']) void t.senderOf(token)
      await turns(1)
    }

    expect(t.asked).toHaveLength(6)
  })

  test('is not known to anyone who shared a question that failed, and is then asked again', async () => {
    const t = setupSenders()
    const error = new Error('disk I/O error')

    const failing = Promise.allSettled([t.senderOf('one'), t.senderOf('one')])
    t.fail(0, error)

    expect(await failing).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ])
    await turns(1)
    const again = t.senderOf('one')
    t.answer(1, aSender('7'))
    expect(await again).toEqual(aSender('7'))
  })
})

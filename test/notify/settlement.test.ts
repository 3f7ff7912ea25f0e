import { describe, expect, test } from 'bun:test'
import type { Sent } from '../../src/notify/notifier.ts'
import { settlementOf } from '../../src/notify/settlement.ts'
import { aLeasedDelivery, aLot, aStoredChannel } from './lots.ts'

const timing = { at: 1000, ms: 20, random: () => 0.5 }
const answer = { status: 500, reply: 'oops' }
const sent: Sent = { status: 200, reply: 'ok', result: 'sent', thread: '{"ts":1}' }
const retry: Sent = { ...answer, result: 'retry', why: 'It answered 500.', afterMs: null }
const refused: Sent = { ...answer, status: 404, result: 'refused', why: 'It answered 404.' }

const tried = (attempts: number) => aLot({ deliveries: [aLeasedDelivery({ attempts })] })

describe('what becomes of a delivery', () => {
  test('that was sent', () => {
    expect(settlementOf(aLot(), sent, timing)).toEqual({
      channelId: '1',
      revision: 1,
      attempt: { at: 1000, ms: 20, result: 'sent', status: 200, why: null, reply: 'ok' },
      breaker: { failures: 0, restsUntil: null },
      outcomes: [{ id: '1', state: 'sent', runAt: 1020, reason: null, fallBack: false }],
      thread: '{"ts":1}',
    })
  })

  test('that may be sent later', () => {
    const { outcomes, breaker } = settlementOf(tried(2), retry, timing)

    expect(breaker.failures).toBe(1)
    expect(outcomes).toEqual([
      { id: '1', state: 'pending', runAt: 16_020, reason: 'It answered 500.', fallBack: false },
    ])
  })

  test('that failed three times: it goes to the other channel as well', () => {
    expect(settlementOf(tried(3), retry, timing).outcomes[0]).toMatchObject({
      state: 'pending',
      fallBack: true,
    })
  })

  test('that was refused, or tried for a day', () => {
    const late = { ...timing, at: 86_400_000 }

    for (const { outcomes } of [
      settlementOf(tried(1), refused, timing),
      settlementOf(tried(9), retry, late),
    ]) {
      expect(outcomes[0]).toMatchObject({ state: 'dead', fallBack: true })
    }
  })

  test('is as late as the other side asks for', () => {
    const asked = { ...retry, afterMs: 90_000 }

    const { outcomes, breaker } = settlementOf(tried(1), asked, timing)

    expect(outcomes[0]?.runAt).toBe(91_020)
    expect(breaker.restsUntil).toBe(91_020)
  })

  test('is its own, also when several were told together', () => {
    const deliveries = [aLeasedDelivery(), aLeasedDelivery({ id: '2', attempts: 3 })]

    const { outcomes } = settlementOf(aLot({ deliveries }), retry, timing)

    expect(outcomes.map(({ runAt }) => runAt)).toEqual([6_020, 46_020])
  })
})

describe('a channel', () => {
  test('rests after the third failure in a row', () => {
    const channel = aStoredChannel({ breaker: { failures: 2, restsUntil: null } })

    expect(settlementOf(aLot({ channel }), retry, timing).breaker).toEqual({
      failures: 3,
      restsUntil: 11_020,
    })
  })
})

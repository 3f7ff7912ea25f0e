import { describe, expect, test } from 'bun:test'
import { createSupervision } from '../../src/systemd/supervision.ts'
import { createTestLog } from '../support/log.ts'

/** Supervision whose socket and time are in the hands of the test. */
async function setup(env: Record<string, string> = {}) {
  const sent: string[] = []
  const timers = new Map<() => void, number>()
  const { log, lines } = createTestLog()
  let isTurning = true
  let isFull = false
  const supervision = await createSupervision({
    env: { NOTIFY_SOCKET: '/run/notify', ...env },
    log,
    pid: 7,
    isTurning: () => isTurning,
    status: 'Listening',
    open: () =>
      Promise.resolve({
        send(text) {
          if (!isFull) sent.push(text)
          return !isFull
        },
      }),
    every(ms, then) {
      timers.set(then, ms)
      return () => timers.delete(then)
    },
  })
  return {
    supervision,
    sent,
    lines,
    intervals: () => [...timers.values()],
    turn: (is: boolean) => {
      isTurning = is
    },
    fill: (is: boolean) => {
      isFull = is
    },
    pass() {
      for (const then of timers.keys()) then()
    },
  }
}

describe('supervision by systemd', () => {
  test('says that it listens, and that it stops', async () => {
    const t = await setup()

    t.supervision.ready()
    t.supervision.stopping()

    expect(t.sent).toEqual([
      'READY=1\nSTATUS=Listening',
      'STOPPING=1\nSTATUS=Finishing what is in flight.',
    ])
  })

  test('says nothing before it listens', async () => {
    const t = await setup({ WATCHDOG_USEC: '60000000' })

    expect(t.sent).toEqual([])
    expect(t.intervals()).toEqual([])
  })

  test('says twice in the time of the watchdog that all is well', async () => {
    const t = await setup({ WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7' })

    t.supervision.ready()
    t.pass()
    t.pass()

    expect(t.intervals()).toEqual([30_000])
    expect(t.sent.slice(1)).toEqual(['WATCHDOG=1', 'WATCHDOG=1'])
  })

  test('does not say so while the drain hangs, and tells why', async () => {
    const t = await setup({ WATCHDOG_USEC: '60000000' })
    t.supervision.ready()

    t.turn(false)
    t.pass()
    t.pass()
    expect(t.sent.slice(1)).toEqual(['STATUS=The drain hangs; the watchdog will end this.'])
    expect(t.lines).toMatchObject([{ level: 'error', msg: 'drain hangs' }])
    t.turn(true)
    t.pass()

    expect(t.sent.at(-1)).toBe('WATCHDOG=1\nSTATUS=Listening')
  })

  test('has no watchdog where none was asked for, or of another process', async () => {
    for (const env of [{}, { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '8' }]) {
      const t = await setup(env)

      t.supervision.ready()

      expect(t.intervals()).toEqual([])
    }
  })

  test('ends with the stop', async () => {
    const t = await setup({ WATCHDOG_USEC: '60000000' })

    t.supervision.ready()
    t.supervision.stopping()

    expect(t.intervals()).toEqual([])
  })

  test('says again that it listens when that did not leave', async () => {
    const t = await setup()
    t.fill(true)

    t.supervision.ready()
    t.pass()
    expect(t.intervals()).toEqual([1_000])
    t.fill(false)
    t.pass()

    expect(t.sent).toEqual(['READY=1\nSTATUS=Listening'])
    expect(t.intervals()).toEqual([])
  })

  test('serves all the same when the socket cannot be used', async () => {
    const { log, lines } = createTestLog()

    const supervision = await createSupervision({
      env: { NOTIFY_SOCKET: 'vsock:2:1234' },
      log,
      pid: 7,
      isTurning: () => true,
      status: 'Listening',
    })
    supervision.ready()
    supervision.stopping()

    expect(lines).toMatchObject([{ level: 'error', msg: 'systemd cannot be told' }])
  })
})

import { describe, expect, test } from 'bun:test'
import { setupHub, type HubSetup } from './setup.ts'

/** So many alerts as are told at once, each with about so many bytes. */
const large = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, index) => `${index} `.padEnd(bytes, '.'))

describe('one who does not read', () => {
  /** Lets things happen for others until one who does not read is cut off; gives how many bytes that took. */
  async function tellUntilCutOff(t: HubSetup, most: number): Promise<number> {
    const size = t.hub.size()
    let told = 0
    while (t.hub.size() === size && told < most) {
      await t.change(...large(30, 1000))
      told += 30_000
      await t.pass(1000)
    }
    return told
  }

  test('is cut off when 256 KiB wait, and the others are not', async () => {
    const t = setupHub()
    let hungUp = 0
    const stuck = await t.open({ owner: 'user 2', hangUp: () => (hungUp += 1) })
    const reader = await t.follow()

    const told = await tellUntilCutOff(t, 2_000_000)
    await t.change('a')
    await t.pass(1000)

    expect(told).toBeWithin(150_000, 300_000)
    expect(hungUp).toBe(1)
    expect(t.hub.size()).toBe(1)
    expect(reader.end()).toBe('open')
    expect(reader.named('alert').at(-1)).toMatchObject({ data: { dedupKey: 'a' } })
    expect(t.lines).toEqual([
      expect.objectContaining({ level: 'debug', msg: 'reader cut off', owner: 'user 2' }),
    ])
    // What waited is not kept for it.
    expect(stuck.getReader().read()).rejects.toThrow('cut off')
  })

  test('gets no more of what it missed before it has taken what it got', async () => {
    const t = setupHub()
    await t.change(...large(1000, 1000))
    const stream = await t.open({ lastEventId: '0' })
    const reader = stream.getReader()
    await reader.read()

    await t.pass(60_000)
    await t.hub.close()
    let waiting = 0
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      waiting += next.value.length
    }

    expect(waiting).toBeWithin(50_000, 70_000)
    expect(t.pagesRead()).toBe(1)
  })

  test('is hung up on when all streams end, one who reads is not', async () => {
    const t = setupHub()
    const hungUp: string[] = []
    await t.open({ hangUp: () => hungUp.push('stuck') })
    await t.follow({ hangUp: () => hungUp.push('reading') })
    await t.pass(1000)

    await t.hub.close()

    expect(hungUp).toEqual(['stuck'])
  })
})

describe('room', () => {
  test('is for fifty of one user, and for others beside them', async () => {
    const t = setupHub()
    const first = await t.follow()
    for (let count = 1; count < 50; count += 1) await t.open()

    expect(t.open()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 15 })
    await t.open({ owner: 'user 2' })
    await first.leave()
    await t.open()

    expect(t.open()).rejects.toMatchObject({ code: 'rate_limited' })
    expect(t.hub.size()).toBe(51)
  })

  test('is for a thousand in all', async () => {
    const t = setupHub()
    const first = await t.follow()
    for (let count = 1; count < 1000; count += 1) await t.open({ owner: `user ${count >> 4}` })

    expect(t.open({ owner: 'token 1' })).rejects.toMatchObject({ code: 'rate_limited' })
    await first.leave()

    expect(await t.open({ owner: 'token 1' })).toBeInstanceOf(ReadableStream)
  })
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds } from './case.ts'
import { besiege, type Siege } from './hostile-siege.ts'
import { say } from './hostile-wire.ts'

// Requests that are no proper HTTP, or lie about themselves: refused or cut off, never stored, never a 5xx.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
})

afterAll(() => folder[Symbol.dispose]())

function siege(name: string, attack: Parameters<typeof besiege>[1]): Promise<Siege> {
  return besiege({ binary, folder: folder.path, name }, attack)
}

function expectUnmoved({ honest, peakMb, left }: Siege): void {
  expect(honest.sent).toBeGreaterThan(3)
  expect(honest.refused).toEqual([])
  expect(honest.max).toBeLessThan(1_000)
  expect(peakMb).toBeLessThan(300)
  expect(left).toBeLessThanOrEqual(3)
}

const crlf = '\r\n'
const event = '{"action":"critical","data":{"metric_alert":{"id":"a lie"}}}'

/** A request with these header lines and then these bytes. */
function request(path: string, lines: string[], rest: string): string {
  const start = [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json']
  return [...start, ...lines, '', ''].join(crlf) + rest
}

const length = event.length

/** Lies about the length; of each, what must not follow is a stored event. */
const lengths: Record<string, [lines: string[], rest: string]> = {
  'too long': [[`Content-Length: ${length + 10}`], event],
  'much too long': [['Content-Length: 5000000'], event],
  'too short': [[`Content-Length: ${length - 10}`], event],
  'zero with a body': [['Content-Length: 0'], event],
  negative: [['Content-Length: -1'], event],
  'minus zero': [['Content-Length: -0'], event],
  'twice, different': [[`Content-Length: ${length}`, 'Content-Length: 5'], event],
  'a list': [[`Content-Length: ${length}, 5`], event],
  'not a number': [['Content-Length: many'], event],
  empty: [['Content-Length:'], event],
  hexadecimal: [['Content-Length: 0x3c'], event],
  exponent: [['Content-Length: 6e1'], event],
  'with a plus': [[`Content-Length: +${length}`], event],
  'with a fraction': [[`Content-Length: ${length}.0`], event],
  enormous: [['Content-Length: 99999999999999999999999999'], event],
  'nearly 64 bits': [['Content-Length: 18446744073709551615'], event],
  'just above the limit': [[`Content-Length: ${5 * 1024 * 1024 + 1}`], event],
  'beside chunks': [['Content-Length: 5', 'Transfer-Encoding: chunked'], `5${crlf}{"a":${crlf}`],
  'none at all': [[], event],
}

/** The same of chunks. */
const big = `100000${crlf}${' '.repeat(0x100000)}${crlf}`
const whole = `${length.toString(16)}${crlf}${event}${crlf}`
const chunked = 'Transfer-Encoding: chunked'
const chunks: Record<string, [lines: string[], rest: string]> = {
  'above the limit': [[chunked], `${whole}${big.repeat(6)}0${crlf}${crlf}`],
  'above the limit, and it says no end': [[chunked], whole + big.repeat(5) + big.slice(0, 5_000)],
  'no number': [[chunked], `zz${crlf}${event}${crlf}0${crlf}${crlf}`],
  negative: [[chunked], `-3c${crlf}${event}${crlf}0${crlf}${crlf}`],
  'an enormous one': [[chunked], `ffffffffffffffff${crlf}${event}`],
  'more than 64 bits': [[chunked], `fffffffffffffffffffffff${crlf}${event}`],
  'longer than it says': [[chunked], `5${crlf}${event}${crlf}0${crlf}${crlf}`],
  'that never end': [[chunked], whole],
  'that are not the last coding': [['Transfer-Encoding: chunked, gzip'], event],
  'of another name': [['Transfer-Encoding: xchunked'], event],
  'with a long extension': [[chunked], `1;${'x'.repeat(100_000)}${crlf}{${crlf}0${crlf}${crlf}`],
}

test.each([
  ['lengths that lie', lengths],
  ['chunks that lie', chunks],
])('%s are refused, and nothing of them is stored', async (name, lies) => {
  const found = await siege(name, async ({ port, path, log }, alerts) => {
    const entries = Object.entries(lies)
    const met = await Promise.all(
      entries.flatMap(([what, [lines, rest]]) =>
        [true, false].map(async (end) => {
          const said = await say(port, request(path, lines, rest), { end, patience: 1_500 })
          return { what, end, statuses: said.statuses.join(), closed: said.closed }
        }),
      ),
    )
    const wrong = met.filter(({ statuses }) => !/^(?:4\d\d(?:,|$))*$/.test(statuses))
    expect(wrong).toEqual([])
    // An answer, an end, or silence while more may come: but whoever ends is let go.
    expect(met.filter(({ end, statuses, closed }) => end && statuses === '' && !closed)).toEqual([])
    await Bun.sleep(700)
    expect(await alerts()).toContain('honest 1')
    expect(await alerts()).not.toContain('a lie')
    expect(log()).not.toContain('"level":"error"')
    return { requests: met.length, silent: met.filter(({ statuses }) => statuses === '').length }
  })
  expectUnmoved(found)
})

test('heads of 100 kB are refused or cut off', async () => {
  const found = await siege('large heads', async ({ port, path }) => {
    const many = Array.from({ length: 1_000 }, (_, index) => `X-${index}: ${'y'.repeat(90)}`)
    const own = `Content-Length: ${length}`
    const heads = [
      request(path, [own, `X-Large: ${'x'.repeat(100_000)}`], event),
      request(path, [own, ...many], event),
      request(`${path}?${'q'.repeat(100_000)}`, [own], event),
      request(`${path}${'p'.repeat(100_000)}`, [own], event),
      `POST ${path} HTTP/1.1${crlf}${'z'.repeat(100_000)}`,
      'A'.repeat(100_000),
    ]
    const all = Array.from({ length: rounds(20, 500) }, () => heads).flat()
    const met = await Promise.all(all.map((head) => say(port, head, { patience: 2_000 })))
    const statuses = met.flatMap((one) => one.statuses)
    expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([])
    expect(met.filter(({ closed, statuses: some }) => !closed && some.length === 0)).toEqual([])
    await Bun.sleep(500)
    return { heads: met.length, answered: statuses.length }
  })
  expectUnmoved(found)
})

test('pipelined requests are answered in their order, or the connection ends', async () => {
  const found = await siege('pipelining', async ({ port, path }) => {
    const good = request(path, [`Content-Length: ${length}`], event)
    const stranger = request('/v1/events/sentry/nvi_x', [`Content-Length: ${length}`], event)
    const broken = request(path, ['Content-Length: 3'], '{"a')
    const other = `GET /healthz HTTP/1.1${crlf}Host: localhost${crlf}${crlf}`
    const refused: [string, number][] = [
      [stranger, 401],
      [broken, 400],
      [other, 200],
    ]
    const mixed: [string, number][] = [...refused, [good, 202], [stranger, 401], [good, 202]]
    const times = rounds(40, 400)
    let answered = 0
    for (const pattern of [refused, mixed]) {
      const expected = Array.from({ length: times }, () => pattern.map(([, one]) => one)).flat()
      const text = pattern
        .map(([one]) => one)
        .join('')
        .repeat(times)
      const saying = { answers: expected.length, patience: 2_000 }
      const met = await Promise.all(Array.from({ length: 20 }, () => say(port, text, saying)))
      for (const { statuses, closed } of met) {
        // Bun ends a connection on which more arrives while an answer is being made; no answer may be another one's.
        expect(statuses).toEqual(expected.slice(0, statuses.length))
        expect(closed || statuses.length === expected.length).toBe(true)
        answered += statuses.length
      }
    }
    await Bun.sleep(500)
    return { requests: 20 * times * (refused.length + mixed.length), answered }
  })
  expectUnmoved(found)
})

import { describe, expect, test } from 'bun:test'
import { readBody } from '../../src/http/body.ts'

const kilobyte = 1024
const limit = 1000 * kilobyte

/** A request whose body comes in these chunks, each of so many bytes, and does not say its length. */
function inChunks(...sizes: number[]): Request {
  const chunks = sizes.map((size) => new Uint8Array(size))
  const body = new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk)
    },
  })
  return new Request('http://localhost/', { method: 'POST', body })
}

function declaring(size: number): Request {
  const headers = { 'content-length': String(size) }
  return new Request('http://localhost/', { method: 'POST', headers, body: new Uint8Array(size) })
}

/** What room is asked for while the body is read, and how long the body is. */
async function read(request: Request) {
  const asked: number[] = []
  const roomFor = async (bytes: number) => {
    asked.push(bytes)
  }
  const { length } = await readBody(request, limit, roomFor)
  return { length, asked }
}

describe('a body', () => {
  test.each([
    ['declares 256 KiB', declaring(256 * kilobyte), 256, []],
    ['declares more', declaring(257 * kilobyte), 257, [257 * kilobyte]],
    ['has 256 KiB in chunks', inChunks(128 * kilobyte, 128 * kilobyte), 256, []],
    ['has more in chunks', inChunks(...Array(9).fill(50 * kilobyte)), 450, [limit]],
    ['has more in one chunk', inChunks(450 * kilobyte), 450, [limit]],
    ['is empty', inChunks(), 0, []],
  ])('that %s is read, with room for what is large', async (_, request, size, asked) => {
    expect(await read(request)).toEqual({ length: size * kilobyte, asked })
  })

  test.each(['declared', 'in chunks'])(
    'that is large is not read on before there is room, %s',
    async (how) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const request = how === 'declared' ? declaring(300 * kilobyte) : inChunks(300 * kilobyte, 1)
      let isRead = false

      const reading = readBody(request, limit, () => promise).then(() => (isRead = true))
      await Bun.sleep(20)
      expect(isRead).toBe(false)
      resolve()

      expect(await reading).toBe(true)
    },
  )

  test.each([
    ['declared', declaring(limit + 1)],
    ['in chunks', inChunks(limit, 1)],
  ])('that is too large is refused, %s', async (_, request) => {
    expect(read(request)).rejects.toMatchObject({ code: 'too_large' })
  })
})

import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { openNotifySocket } from '../../src/systemd/notify-socket.ts'
import { endAll, serve } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { without } from '../support/without.ts'
import { startReceiver, withoutPython } from './receiver.ts'

const folder = temporaryFolder()
afterAll(async () => {
  await endAll()
  folder[Symbol.dispose]()
})

const main = join(import.meta.dir, '../../src/main.ts')
const socketAt = (name: string) => join(folder.path, name)

describe.skipIf(without(withoutPython))('the socket of systemd', () => {
  test.each([socketAt('a'), `@navish-test-${process.pid}`])('takes datagrams: %s', async (name) => {
    await using receiver = await startReceiver(name)
    const socket = await openNotifySocket(name)

    expect(socket.send('READY=1\nSTATUS=…')).toBe(true)
    expect(socket.send('WATCHDOG=1')).toBe(true)

    expect(await receiver.next()).toBe('READY=1\nSTATUS=…')
    expect(await receiver.next()).toBe('WATCHDOG=1')
  })

  test('that nobody listens at takes nothing, and waits for nobody', async () => {
    const socket = await openNotifySocket(socketAt('nobody'))

    expect(socket.send('READY=1')).toBe(false)
  })

  test('that is full makes nobody wait', async () => {
    const name = socketAt('full')
    await using _ = await startReceiver(name)
    const socket = await openNotifySocket(name)

    // More than a socket holds while the receiver, another process, is slower than this.
    const answers = Array.from({ length: 1000 }, () => socket.send('x'.repeat(4000)))

    expect(answers).toContain(true)
    expect(answers).toContain(false)
  })

  test('hears from a server that it listens, that it is well, and that it stops', async () => {
    const name = socketAt('server')
    await using receiver = await startReceiver(name)

    const server = await serve([process.execPath, main], {
      cwd: folder.path,
      env: { NOTIFY_SOCKET: name, WATCHDOG_USEC: '200000' },
    })

    expect(await receiver.next()).toBe(`READY=1\nSTATUS=Listening on ${server.url}`)
    expect(await receiver.next()).toBe('WATCHDOG=1')
    expect(await receiver.next()).toBe('WATCHDOG=1')
    const ended = server.end('SIGTERM')
    let last = await receiver.next()
    while (last === 'WATCHDOG=1') last = await receiver.next()
    expect(last).toBe('STOPPING=1\nSTATUS=Finishing what is in flight.')
    expect(await ended).toBe(0)
  })
})

test.each(['/'.padEnd(200, 'x'), 'vsock:2:1234', 'relative'])('%p is no socket', async (name) => {
  const failure = await openNotifySocket(name).catch((error: unknown) => error)

  expect(failure).toBeInstanceOf(Error)
})

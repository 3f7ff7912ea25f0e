import { join } from 'node:path'

/** What a program says to systemd, taken from a real socket. */
export interface Receiver extends AsyncDisposable {
  next(): Promise<string>
}

/** Python is what most machines have that knows datagram sockets of the file system. */
export const python = Bun.which('python3')
export const withoutPython =
  process.platform === 'linux' && python !== null ? null : 'there is no python3, or no Linux'

/** Listens at `name`, as `$NOTIFY_SOCKET` has it. */
export async function startReceiver(name: string): Promise<Receiver> {
  const child = Bun.spawn([python ?? '', join(import.meta.dir, 'receiver.py'), name], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  async function next(): Promise<string> {
    for (;;) {
      const end = rest.indexOf('\n')
      if (end >= 0) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 1)
        return JSON.parse(line) as string
      }
      const { value, done } = await reader.read()
      if (done) throw new Error('the receiver ended')
      rest += value
    }
  }
  await next()
  return {
    next,
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
}

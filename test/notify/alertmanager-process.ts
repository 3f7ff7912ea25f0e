import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'

/** Where Debian's Alertmanager, or one of its own name, is on this machine; null: nowhere. */
export const alertmanagerPath = Bun.which('prometheus-alertmanager') ?? Bun.which('alertmanager')

/** An Alertmanager of its own, which tells `receiver` of every change at once. Its folder is gone when it is. */
export async function startAlertmanager(receiver: string) {
  const folder = temporaryFolder()
  const config = join(folder.path, 'alertmanager.yml')
  await Bun.write(
    config,
    `route:
  receiver: test
  group_by: [navish_alert]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: test
    webhook_configs:
      - url: ${receiver}
`,
  )
  const port = freePort()
  const process = Bun.spawn(
    [
      alertmanagerPath ?? '',
      `--config.file=${config}`,
      `--storage.path=${folder.path}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // Alone: it opens no port for peers.
      '--cluster.listen-address=',
    ],
    { stdout: 'ignore', stderr: 'pipe' },
  )
  await untilListening(process.stderr)
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      process.kill()
      await process.exited
      folder[Symbol.dispose]()
    },
  }
}

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port } = server
  void server.stop(true)
  return port ?? 0
}

/** Reads its log to the line that says so, and lets the rest go by. */
async function untilListening(log: ReadableStream<Uint8Array>): Promise<void> {
  const reader = log.getReader()
  const decoder = new TextDecoder()
  let read = ''
  while (!/Listening on/i.test(read)) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`Alertmanager ended: ${read}`)
    read += decoder.decode(value, { stream: true })
  }
  const passBy = async () => {
    while (!(await reader.read()).done);
  }
  void passBy()
}

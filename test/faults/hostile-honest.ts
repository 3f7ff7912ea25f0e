import { metricHook } from '../support/requests.ts'

// The honest sender, in a process of its own so that the work of the others does not slow it down: posts every 100 ms, and
// tells the status and the time (ms) of each answer on a line. `bun hostile-honest.ts URL`

const [url = ''] = process.argv.slice(2)
let sent = 0

async function once(): Promise<void> {
  sent += 1
  const { headers, body } = metricHook('critical', { id: `honest ${sent}` })
  const started = performance.now()
  // As Sentry does it: each on a connection of its own.
  const own = { ...headers, Connection: 'close' }
  const status = await fetch(url, { method: 'POST', headers: own, body, keepalive: false }).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )
  process.stdout.write(`${JSON.stringify({ status, ms: performance.now() - started })}\n`)
}

const timer = setInterval(() => void once(), 100)
process.stdin.once('data', () => clearInterval(timer))
process.stdin.once('end', () => clearInterval(timer))

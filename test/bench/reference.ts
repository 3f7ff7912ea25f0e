// What every ratio is taken against: a server that reads the body, parses it and answers 202 from memory. It checks and keeps nothing.

let answered = 0

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  development: false,
  async fetch(request) {
    await request.json()
    answered += 1
    return Response.json({ id: String(answered), status: 'accepted' }, { status: 202 })
  },
})

process.on('SIGTERM', () => process.exit(0))
process.stdout.write(`listens on http://127.0.0.1:${server.port}\n`)

import { startDashboard, type Dashboard } from './dashboard.ts'

/** A server of a chat on this machine, and what it was told. */
export function startReceiver() {
  const bodies: string[] = []
  let answer = () => new Response('ok')
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      bodies.push(await request.text())
      return answer()
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/hooks/a-long-secret-that-nobody-knows`,
    bodies,
    answerWith(text: string, status: number) {
      answer = () => new Response(text, { status })
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** Navish that may tell this machine, with a browser in front of it. */
export const startTelling = () => startDashboard({ outboundAllow: '127.0.0.0/8' })

/** Asks as an admin. */
export async function ask<T = { id: string }>(
  dashboard: Dashboard,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const cookie = `navish_session=${await dashboard.signIn('admin')}`
  const response = await fetch(`${dashboard.url}${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json', origin: dashboard.url, 'if-match': '*' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (response.status === 204 ? undefined : await response.json()) as T
}

interface Made {
  id: string
  ruleId: string | null
}

/** A channel that tells a receiver, and a rule that tells it everything. */
export async function connect(
  dashboard: Dashboard,
  webhookUrl: string,
  name = '#ops',
): Promise<string> {
  const settings = { webhookUrl }
  const given = { kind: 'slack', name, settings }
  const { id, ruleId } = await ask<Made>(dashboard, 'POST', '/v1/channels', given)
  // The first channel brings one along.
  if (ruleId !== null) await ask(dashboard, 'DELETE', `/v1/rules/${ruleId}`)
  await ask(dashboard, 'POST', '/v1/rules', { name: `all to ${name}`, channelIds: [id] })
  return id
}

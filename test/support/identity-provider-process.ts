// An OpenID Connect provider as a program of its own. identity-provider.ts starts it and says what it is for.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { Provider } from 'oidc-provider'
import { callbackPath, clients } from './identity-provider.ts'

const accounts = new Map<string, Record<string, unknown>>()

const server = createServer()
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const provider = new Provider(issuer, {
  clients: Object.values(clients).map(({ id, secret, authentication }) => ({
    client_id: id,
    client_secret: secret ?? undefined,
    token_endpoint_auth_method: authentication,
    // Of such a client any port of this machine is taken.
    application_type: 'native',
    redirect_uris: [`http://127.0.0.1${callbackPath}`],
  })),
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  findAccount(_context, id) {
    const claims = accounts.get(id)
    return claims && { accountId: id, claims: () => ({ ...claims, sub: id }) }
  },
})
const callback = provider.callback()

async function setAccount(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, , id = ''] = (request.url ?? '').split('/')
  accounts.set(id, (await json(request)) as Record<string, unknown>)
  response.writeHead(204).end()
}

server.on('request', (request, response) => {
  const isOurs = request.method === 'PUT' && request.url?.startsWith('/accounts/') === true
  if (isOurs) void setAccount(request, response)
  else callback(request, response)
})

// It ends with whoever started it.
process.stdin.on('end', () => process.exit(0)).resume()
process.stdout.write(`${issuer}\n`)

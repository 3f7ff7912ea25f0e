import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>
type Endpoint = 'discovery' | 'token' | 'keys' | 'userinfo'
type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface MisbehavingProvider {
  issuer: string
  /** How often each endpoint was asked. */
  asked: Record<Endpoint, number>
  /** What an endpoint answers from now on. */
  answer(endpoint: Endpoint, answer: Answer): void
  /** What it says of itself, changed. */
  metadata: (honest: Json) => Json
  /** What the ID token says, changed. */
  claims: (honest: Json) => Json
  header: (honest: Json) => Json
  /** Signs with another key than the one it publishes. */
  isForging: boolean
  userInfo: Json
  /** Where it sends back a browser that was sent to this address, without asking anybody anything. */
  authorize(url: string): string
  stop(): Promise<void>
}

const same = (honest: Json) => honest
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const newKey = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

/** Answers with JSON. */
export function withJson(body: unknown, status = 200): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}

/** An identity provider that is honest until it is told otherwise. */
export async function startMisbehavingProvider(): Promise<MisbehavingProvider> {
  const [published, other] = await Promise.all([newKey(), newKey()])
  const jwk = await crypto.subtle.exportKey('jwk', published.publicKey)
  let nonce: string | null = null

  async function idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const honest = { iss: issuer, aud: 'navish', sub: 'jane', iat: now, exp: now + 60, nonce }
    const part = (json: Json) => Buffer.from(JSON.stringify(json)).toString('base64url')
    const header = part(provider.header({ alg: 'ES256', kid: 'one' }))
    const signed = `${header}.${part(provider.claims(honest))}`
    const { privateKey } = provider.isForging ? other : published
    const signature = await crypto.subtle.sign(algorithm, privateKey, Buffer.from(signed))
    return `${signed}.${Buffer.from(signature).toString('base64url')}`
  }

  const answers: Record<Endpoint, Answer> = {
    discovery: (...to) =>
      withJson(
        provider.metadata({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          userinfo_endpoint: `${issuer}/userinfo`,
          id_token_signing_alg_values_supported: ['ES256'],
        }),
      )(...to),
    token: (...to) => {
      void idToken().then((token) =>
        withJson({ access_token: 'access', token_type: 'Bearer', id_token: token })(...to),
      )
    },
    keys: (...to) => withJson({ keys: [{ ...jwk, kid: 'one' }] })(...to),
    userinfo: (...to) => withJson(provider.userInfo)(...to),
  }
  const paths = new Map<string, Endpoint>([
    ['/.well-known/openid-configuration', 'discovery'],
    ['/token', 'token'],
    ['/keys', 'keys'],
    ['/userinfo', 'userinfo'],
  ])

  const server = createServer((request, response) => {
    const endpoint = paths.get(request.url ?? '')
    if (endpoint === undefined) return void response.writeHead(404).end()
    provider.asked[endpoint]++
    answers[endpoint](request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider: MisbehavingProvider = {
    issuer,
    asked: { discovery: 0, token: 0, keys: 0, userinfo: 0 },
    answer(endpoint, answer) {
      answers[endpoint] = answer
    },
    metadata: same,
    claims: same,
    header: same,
    isForging: false,
    userInfo: { sub: 'jane', email: 'jane@example.org', email_verified: true, name: 'Jane' },
    authorize(url) {
      const { searchParams } = new URL(url)
      nonce = searchParams.get('nonce')
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', 'a-code')
      back.searchParams.set('state', searchParams.get('state') ?? '')
      return back.href
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
  return provider
}

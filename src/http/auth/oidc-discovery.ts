import type * as OpenId from 'openid-client'
import { boundedFetch } from './oidc-fetch.ts'
import { refusalOfDiscovery } from './oidc-refusals.ts'

export interface ProviderSettings {
  issuer: string
  clientId: string
  /** null: a public client, which PKCE alone protects. */
  clientSecret: string | null
}

/** What the provider says of itself, and we of us. */
export interface Party {
  openid: typeof OpenId
  configuration: OpenId.Configuration
  /**
   * The same with each way of telling the client secret, the likeliest first. Many providers offer two and take from a client only the
   * one that was registered for it.
   */
  ways: OpenId.Configuration[]
}

/** Asks the provider what it says of itself. Throws a `Refusal` when that cannot be used. */
export async function discover(settings: ProviderSettings, patience: number): Promise<Party> {
  // Loaded when it is needed: most installations never need it.
  const openid = await import('openid-client')
  const { issuer, clientId, clientSecret } = settings
  const url = new URL(issuer)
  const timeout = patience / 1000
  const execute = [
    // TLS vouches for what comes straight from the provider. Its signature does so without TLS, too, which config.ts allows on this machine.
    openid.enableNonRepudiationChecks,
    ...(url.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
  ]
  const configuration = await openid
    .discovery(url, clientId, {}, openid.None(), {
      timeout,
      execute,
      [openid.customFetch]: boundedFetch,
    })
    .catch((error: unknown) => {
      throw refusalOfDiscovery(error)
    })
  const server = configuration.serverMetadata()
  const ways = authentications(openid, clientSecret, server).map((way) => {
    const one = new openid.Configuration(server, clientId, {}, way)
    one.timeout = timeout
    one[openid.customFetch] = boundedFetch
    for (const extend of execute) extend(one)
    return one
  })
  return { openid, configuration, ways }
}

/** In the header where nothing is said, as is the rule. */
function authentications(
  openid: typeof OpenId,
  secret: string | null,
  { token_endpoint_auth_methods_supported: offered = [] }: OpenId.ServerMetadata,
): OpenId.ClientAuth[] {
  if (secret === null) return [openid.None()]
  const inHeader = openid.ClientSecretBasic(secret)
  const inBody = openid.ClientSecretPost(secret)
  if (!offered.includes('client_secret_post')) return [inHeader]
  return offered.includes('client_secret_basic') ? [inHeader, inBody] : [inBody]
}

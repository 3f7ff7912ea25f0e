import type * as OpenId from 'openid-client'
import type { Clock } from '../../clock.ts'
import { emailOf } from '../../core/account.ts'
import { cleanLine } from '../../core/text.ts'
import { discover, type Party, type ProviderSettings } from './oidc-discovery.ts'
import type { Flow } from './oidc-flow.ts'
import { refusalOf } from './oidc-refusals.ts'
import { remembered } from './remembered.ts'

export interface ProviderParts {
  settings: ProviderSettings
  /** How long the provider may take for one answer, ms. */
  patience: number
  monotonic: Clock
}

/** Somebody whom the provider vouches for. */
export interface Person {
  issuer: string
  subject: string
  /** Asked for only when needed: it may take another request. */
  profile(): Promise<Profile>
}

export interface Profile {
  /** As `emailOf` gives it; null: none, or not verified. */
  email: string | null
  name: string | null
}

type Secrets = Pick<Flow, 'state' | 'nonce' | 'verifier'>

/**
 * Speaks with the identity provider. It is first asked when somebody wants to sign in, and again after an hour, because what it says of
 * itself may change. Everything here throws a `Refusal` when the provider fails or says something that does not hold.
 */
export function createProvider({ settings, patience, monotonic }: ProviderParts) {
  const party = remembered(
    () => discover(settings, patience),
    { answer: 60 * 60_000, failure: 5000 },
    monotonic,
  )
  return {
    /** Where to send the browser, and what has to be known when it comes back. */
    async leave(redirectUri: string): Promise<Secrets & { url: URL }> {
      const { openid, configuration } = await party()
      const verifier = openid.randomPKCECodeVerifier()
      const challenge = await openid.calculatePKCECodeChallenge(verifier)
      const [state, nonce] = [openid.randomState(), openid.randomNonce()]
      const parameters = {
        scope: 'openid email profile',
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }
      try {
        const url = openid.buildAuthorizationUrl(configuration, parameters)
        return { url, state, nonce, verifier }
      } catch (error) {
        return refuse(error)
      }
    },

    /** Who came back to this address. */
    async comeBack(url: URL, secrets: Secrets): Promise<Person> {
      const known = await party()
      const tokens = await redeem(known, url, secrets).catch(refuse)
      const claims = tokens.claims()
      if (claims === undefined) return refuse(new Error('there is no ID token'))
      return {
        issuer: claims.iss,
        subject: claims.sub,
        profile: async () =>
          profileIn(await allClaims(known, tokens.access_token, claims).catch(refuse)),
      }
    },
  }
}

function refuse(error: unknown): never {
  throw refusalOf(error)
}

async function redeem(party: Party, url: URL, { state, nonce, verifier }: Secrets) {
  let failure: unknown
  for (const way of party.ways) {
    try {
      const tokens = await party.openid.authorizationCodeGrant(way, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      party.ways = [way, ...party.ways.filter((other) => other !== way)]
      return tokens
    } catch (error) {
      // Who is not known there has not used the code up.
      if (!(error instanceof Error && 'status' in error && error.status === 401)) throw error
      failure = error
    }
  }
  throw failure
}

/** Some providers say nothing but the subject in the ID token. */
async function allClaims(
  { openid, configuration }: Party,
  accessToken: string,
  claims: OpenId.IDToken,
): Promise<Claims> {
  const isTold =
    typeof claims['email'] === 'string' && typeof claims['email_verified'] === 'boolean'
  const canTell = configuration.serverMetadata().userinfo_endpoint !== undefined
  if (isTold || !canTell) return claims
  return openid.fetchUserInfo(configuration, accessToken, claims.sub)
}

type Claims = Record<string, unknown>

/** Address and proof come from one and the same answer. */
function profileIn({ email, email_verified: isVerified, name }: Claims): Profile {
  return {
    email: typeof email === 'string' && isVerified === true ? emailOf(email) : null,
    name: (typeof name === 'string' && cleanLine(name, 200)) || null,
  }
}

import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Passwords } from '../../password.ts'
import type { AccountStore } from '../../store/accounts.ts'
import type { Settings } from '../settings.ts'
import { createOrigins } from './address.ts'
import { createAttempts } from './attempts.ts'
import { createCrossSite } from './cross-site.ts'
import { createIdentify } from './identify.ts'
import { createSingleSignOn } from './oidc.ts'
import { createProxyUser } from './proxy-user.ts'
import { createSessions } from './sessions.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { tellStrayProxy } from './stray-proxy.ts'

export interface AccessParts {
  settings: Settings
  store: AccountStore
  passwords: Passwords
  clock: Clock
  monotonic: Clock
  log: Log
}

/** Everything about who calls and how they get in, put together. */
export function createAccess({ settings, store, passwords, clock, monotonic, log }: AccessParts) {
  const { ssoRole: role, proxyUserHeader: header } = settings
  const origins = tellStrayProxy(createOrigins(settings), log)
  const crossSite = createCrossSite(settings)
  const attempts = createAttempts(monotonic)
  const sessions = createSessions({ store, clock, origins })
  const proxyUser = createProxyUser({ header, role, store, clock, origins })
  const identify = createIdentify({ store, clock, log, origins, sessions, proxyUser })
  const singleSignOn = createSingleSignOn({
    provider: providerIn(settings),
    role,
    store,
    clock,
    log,
    origins,
    begin: (user, incoming) => signIn.begin(user, incoming),
  })
  const signIn: SignIn = createSignIn({
    store,
    clock,
    origins,
    sessions,
    passwords,
    attempts,
    crossSite,
    singleSignOn: singleSignOn.ways,
  })
  return { origins, crossSite, attempts, identify, singleSignOn, signIn, passwords }
}

function providerIn({ oidcIssuer, oidcClientId, oidcClientSecret, oidcName }: Settings) {
  if (oidcIssuer === null || oidcClientId === null) return null
  return {
    issuer: oidcIssuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret,
    name: oidcName,
  }
}

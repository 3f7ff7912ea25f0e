import type { SignInWays } from '../../contract/endpoints.ts'
import { send } from '../api.ts'
import { base } from '../base.ts'
import { useAnswer } from '../parts/answer.ts'
import { Copy } from '../parts/copy.tsx'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { Wait } from '../parts/wait.tsx'

/** How one can sign in here, and how to let an identity provider say who somebody is. */
export function SingleSignOn() {
  const found = useAnswer('ways', () => send('GET', '/v1/auth') as Promise<SignInWays>)
  const ways = found.value
  if (ways === undefined) return found.fault === null ? <Wait /> : <Fault text={found.fault} />
  const provider = ways.singleSignOn
  return (
    <div class="panels">
      <section class="panel card all" aria-labelledby="now">
        <h2 id="now">Now</h2>
        <dl class="lines">
          <div>
            <dt>Single sign-on</dt>
            <dd>
              {provider === null ? (
                <span class="tag">off</span>
              ) : (
                <>
                  <span class="tag good">
                    <Icon name="check" />
                    on
                  </span>{' '}
                  {provider.name}
                </>
              )}
            </dd>
          </div>
          <div>
            <dt>Password</dt>
            <dd>
              <span class={`tag ${ways.password ? 'good' : ''}`}>
                {ways.password ? 'on' : 'off'}
              </span>
            </dd>
          </div>
        </dl>
        <p class="hint">
          People are known by their e-mail address, which the provider must call verified. Who has
          no account is refused, unless <code>NAVISH_SSO_ROLE=viewer</code> lets in everybody whom
          the provider lets in. When the provider is down, passwords still work.
        </p>
      </section>
      {provider === null && <WithProvider />}
      {provider === null && <WithProxy />}
    </div>
  )
}

function WithProvider() {
  const place = `${window.location.origin}${base}`
  return (
    <section class="panel card" aria-labelledby="provider">
      <h2 id="provider">With OpenID Connect</h2>
      <p>
        Register Navish with your provider (Keycloak, Authentik, Authelia, Zitadel, Google, Okta …)
        with this redirect URI:
      </p>
      <Copy text={`${place}v1/auth/oidc/callback`} label="Redirect URI" />
      <p>Then start Navish with these settings:</p>
      <code class="command">
        {`NAVISH_PUBLIC_URL=${place.replace(/\/$/, '')}
NAVISH_OIDC_ISSUER=https://login.example.org
NAVISH_OIDC_CLIENT_ID=navish
NAVISH_OIDC_CLIENT_SECRET_FILE=/etc/navish/oidc-secret`}
      </code>
      <p class="hint">
        Write the issuer letter by letter as the provider does. A public client needs no secret.
      </p>
    </section>
  )
}

function WithProxy() {
  return (
    <section class="panel card" aria-labelledby="proxy">
      <h2 id="proxy">With a reverse proxy</h2>
      <p>
        If a proxy signs people in already (oauth2-proxy, Authelia, Tailscale …), name its network,
        and the header in which it says their e-mail address:
      </p>
      <code class="command">
        {`NAVISH_TRUSTED_PROXIES=10.0.0.0/8
NAVISH_PROXY_USER_HEADER=Remote-Email`}
      </code>
      <p class="hint">
        The header is believed only from these networks. The proxy must take it out of what comes
        from outside.
      </p>
    </section>
  )
}

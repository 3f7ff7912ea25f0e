import type { Role } from '../core/account.ts'

/** What of the configuration concerns HTTP. */
export interface Settings {
  /** Without a trailing slash; null: made from each request. */
  publicUrl: string | null
  /** Below which path every route is, without a slash at its end: `/navish`. Empty: the proxy takes it off, or there is none. */
  basePath: string
  /** The largest webhook, in bytes. */
  maxBody: number
  /** In CIDR notation, or single addresses. */
  trustedProxies: readonly string[]
  /** In lower case; null: no proxy says who has signed in. */
  proxyUserHeader: string | null
  /** null: no single sign-on. */
  oidcIssuer: string | null
  oidcClientId: string | null
  oidcClientSecret: string | null
  oidcName: string
  /** Of whom single sign-on knows and Navish does not; `none`: they are refused. */
  ssoRole: Role | 'none'
  /** null: metrics are given beside everything else. */
  metricsAddress: string | null
  /** null: who asks from near by needs none. */
  metricsToken: string | null
}

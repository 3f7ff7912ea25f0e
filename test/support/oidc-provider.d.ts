/** As much of oidc-provider 9 as is used here: it brings no types of its own. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  interface Account {
    accountId: string
    claims(): Record<string, unknown>
  }

  interface Configuration {
    clients: Record<string, unknown>[]
    claims: Record<string, string[]>
    pkce: { required(): boolean }
    cookies: { keys: string[] }
    findAccount(context: unknown, id: string): Account | undefined
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration)
    callback(): RequestListener
  }
}

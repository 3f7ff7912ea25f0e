import { join } from 'node:path'
import type { Browser } from './browser.ts'

/** Where the provider may send browsers back to, at any port of 127.0.0.1. */
export const callbackPath = '/v1/auth/oidc/callback'

/** As what Navish is registered there. */
export const clients = {
  basic: { id: 'navish', secret: 'the secret: 100%', authentication: 'client_secret_basic' },
  post: { id: 'navish-post', secret: 'another secret', authentication: 'client_secret_post' },
  public: { id: 'navish-public', secret: null, authentication: 'none' },
} as const

export interface IdentityProvider {
  issuer: string
  /** What it says of somebody. Their name there is the `sub`. */
  setAccount(name: string, claims: Record<string, unknown>): Promise<void>
  /** Signs in and agrees, from where Navish sent the browser. Gives the address to which it is sent back. */
  signIn(browser: Browser, url: string, name: string): Promise<string>
  /** Does not agree. Gives the address to which the browser is sent back. */
  decline(browser: Browser, url: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a real OpenID Connect provider, oidc-provider, as a program of its own on a free port. It knows nobody at first. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const program = join(import.meta.dir, 'identity-provider-process.ts')
  const child = Bun.spawn([process.execPath, program], {
    stdin: 'pipe',
    stdout: 'pipe',
    // It warns of what a test needs: accounts in memory, a plain page to sign in.
    stderr: 'ignore',
  })
  let issuer = ''
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    issuer += chunk
    if (issuer.endsWith('\n')) break
  }
  issuer = issuer.trim()
  if (issuer === '') throw new Error('the identity provider did not start')

  /** Goes on until the provider asks something, or sends the browser away. */
  async function follow(browser: Browser, url: string, form?: Record<string, string>) {
    let response = await browser.visit(url, form)
    let at = url
    for (;;) {
      const location = response.headers.get('location')
      if (location === null) return { at, page: await response.text() }
      at = new URL(location, at).href
      if (!at.startsWith(issuer)) return { at, page: null }
      response = await browser.visit(at)
    }
  }

  return {
    issuer,
    async setAccount(name, claims) {
      const body = JSON.stringify(claims)
      const response = await fetch(`${issuer}/accounts/${name}`, { method: 'PUT', body })
      if (!response.ok) throw new Error(`no account: ${response.status}`)
    },
    async signIn(browser, url, name) {
      let { at, page } = await follow(browser, url)
      while (page !== null) {
        if (!at.includes('/interaction/')) throw new Error(`it does not ask who this is: ${page}`)
        const form = page.includes('name="login"')
          ? { prompt: 'login', login: name, password: 'any' }
          : { prompt: 'consent' }
        ;({ at, page } = await follow(browser, at, form))
      }
      return at
    },
    async decline(browser, url) {
      const asked = await follow(browser, url)
      const { at } = await follow(browser, `${asked.at}/abort`)
      return at
    },
    async stop() {
      child.kill()
      await child.exited
    },
  }
}

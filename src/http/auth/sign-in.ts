import type { Static } from '@sinclair/typebox'
import type { Clock } from '../../clock.ts'
import type { MeView } from '../../contract/accounts.ts'
import type { endpoints, SignInWays } from '../../contract/endpoints.ts'
import { emailOf } from '../../core/account.ts'
import { cleanLine } from '../../core/text.ts'
import { AppError } from '../../errors.ts'
import type { Passwords } from '../../password.ts'
import type { AccountStore, User } from '../../store/accounts.ts'
import type { Incoming } from '../caller.ts'
import type { Origins } from './address.ts'
import type { Attempts } from './attempts.ts'
import type { CrossSite } from './cross-site.ts'
import { createLinks, type LinkView } from './links.ts'
import { meOf } from './me.ts'
import type { Sessions } from './sessions.ts'
import { createTrail } from './trail.ts'

export interface SignInParts {
  store: Pick<
    AccountStore,
    | 'needsAdmin'
    | 'findCredentials'
    | 'noteSignIn'
    | 'recordAudit'
    | 'findLink'
    | 'useSetupLink'
    | 'usePasswordLink'
  >
  clock: Clock
  origins: Origins
  sessions: Sessions
  passwords: Passwords
  attempts: Attempts
  crossSite: CrossSite
  /** What to offer beside the password, or null. */
  singleSignOn(): SignInWays['singleSignOn']
}

/** Somebody who has just signed in, and the Set-Cookie header with which the answer goes out. */
export interface SignedIn {
  me: MeView
  setCookie: string
}

type Body<Name extends 'signIn' | 'checkLink' | 'useLink'> = Static<
  NonNullable<(typeof endpoints)[Name]['body']>
>
export type Credentials = Body<'signIn'>
export type LinkCheck = Body<'checkLink'>
export type LinkUse = Body<'useLink'>

/** What stands behind the endpoints of signing in. Their bodies have been checked against the contract. */
export interface SignIn {
  ways(): Promise<SignInWays>
  /** Throws `unauthorized` in one and the same sentence whatever was wrong, and `rate_limited`. */
  signIn(incoming: Incoming, body: Credentials): Promise<SignedIn>
  signOut(incoming: Incoming): Promise<{ setCookie: string }>
  /** Throws `unauthorized` for a link that does not work, and `rate_limited`. */
  checkLink(incoming: Incoming, body: LinkCheck): Promise<LinkView>
  /** Throws as `checkLink` does, and `invalid_request` for what can be put right: the link then still works. */
  useLink(incoming: Incoming, body: LinkUse): Promise<SignedIn>
  /** Begins a session for somebody who has proved who they are. @returns the Set-Cookie header */
  begin(user: User, incoming: Incoming, text?: string): Promise<string>
}

export function createSignIn(parts: SignInParts): SignIn {
  const { store, clock, sessions, passwords, attempts, crossSite, origins } = parts
  const trail = createTrail(parts)

  async function begin(
    user: User,
    incoming: Incoming,
    text = 'Signed in through single sign-on.',
  ): Promise<string> {
    const setCookie = await sessions.begin(user, incoming)
    const audit = trail(incoming, user, { action: 'session.sign-in', text })
    await store.noteSignIn(user.id, clock(), audit)
    return setCookie
  }

  /** Who has this name and this password, or undefined, after the same time. */
  async function userWith({ email, password }: Credentials): Promise<User | undefined> {
    const address = emailOf(email)
    const known = address === null ? undefined : await store.findCredentials(address)
    const isTheirs = await passwords.matches(password, known?.passwordHash ?? null)
    return isTheirs ? known?.user : undefined
  }

  return {
    begin,
    ...createLinks({ ...parts, trail, begin }),

    async ways() {
      return {
        password: true,
        singleSignOn: parts.singleSignOn(),
        needsSetup: await store.needsAdmin(),
      }
    },

    async signIn(incoming, body) {
      crossSite(incoming.request, null)
      const attempt = attempts.begin(origins(incoming).address, body.email)
      let user: User | undefined
      try {
        user = await userWith(body)
      } catch (error) {
        // Nobody was told whether it was right.
        attempt.forgive()
        throw error
      }
      if (user === undefined) {
        const action = 'session.sign-in-failed'
        const tried = cleanLine(body.email, 254)
        const text = 'Wrong e-mail address or password.'
        await store.recordAudit(trail(incoming, tried, { action, text }))
        throw new AppError('unauthorized', 'The e-mail address or the password is wrong.')
      }
      attempt.forgive()
      const setCookie = await begin(user, incoming, 'Signed in with a password.')
      return { me: meOf(user), setCookie }
    },

    async signOut(incoming) {
      crossSite(incoming.request, null)
      const setCookie = await sessions.end(incoming, ({ user }) =>
        trail(incoming, user, { action: 'session.sign-out', text: 'Signed out.' }),
      )
      return { setCookie }
    },
  }
}

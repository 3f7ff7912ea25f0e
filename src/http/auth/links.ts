import type { Static } from '@sinclair/typebox'
import type { endpoints } from '../../contract/endpoints.ts'
import { emailOf } from '../../core/account.ts'
import { cleanLine } from '../../core/text.ts'
import { AppError } from '../../errors.ts'
import { hashOf } from '../../operations/password.ts'
import type { Link, User } from '../../store/accounts.ts'
import { hashToken } from '../../token.ts'
import type { Incoming } from '../caller.ts'
import { meOf } from './me.ts'
import type { LinkUse, SignIn, SignInParts } from './sign-in.ts'
import type { Trail } from './trail.ts'

export type LinkView = Static<NonNullable<(typeof endpoints)['checkLink']['answer']>>

export interface LinkParts extends Pick<
  SignInParts,
  'store' | 'clock' | 'origins' | 'passwords' | 'attempts' | 'crossSite'
> {
  trail: Trail
  begin: SignIn['begin']
}

/** One-time links: the first admin, and whoever has no password yet or forgot it, get in with one. */
export function createLinks(parts: LinkParts): Pick<SignIn, 'checkLink' | 'useLink'> {
  const { store, clock, origins, attempts, crossSite, trail, begin } = parts

  /** The link that somebody tries. */
  async function tried(incoming: Incoming, hash: string): Promise<Link> {
    crossSite(incoming.request, null)
    attempts.begin(origins(incoming).address, null)
    const link = await store.findLink(hash, clock())
    if (link === undefined || (link.user?.disabledAt ?? null) !== null) throw deadLink()
    return link
  }

  async function becomeAdmin(incoming: Incoming, hash: string, body: LinkUse): Promise<User> {
    const email = emailOf(body.email ?? '')
    if (email === null) {
      throw new AppError(
        'invalid_request',
        'email should be an e-mail address: you sign in with it.',
      )
    }
    const name = cleanLine(body.name ?? '', 200)
    const passwordHash = await hashOf(parts, body.password, email)
    return store.useSetupLink(
      hash,
      {
        email,
        name: name === '' ? null : name,
        role: 'admin',
        passwordHash,
        createdAt: clock(),
      },
      trail(incoming, email, {
        action: 'user.create',
        text: `${email} as admin, with the set-up link.`,
      }),
    )
  }

  async function setPassword(
    incoming: Incoming,
    hash: string,
    user: User,
    password: string,
  ): Promise<User> {
    const passwordHash = await hashOf(parts, password, user.email)
    return store.usePasswordLink(
      hash,
      { passwordHash, keepSessionId: null, now: clock() },
      trail(incoming, user, {
        action: 'user.password',
        text: 'Set a password with a one-time link.',
      }),
    )
  }

  return {
    async checkLink(incoming, { link }) {
      const { kind, user, expiresAt } = await tried(incoming, hashToken(link))
      return { kind, email: user?.email ?? null, expiresAt: new Date(expiresAt).toISOString() }
    },

    async useLink(incoming, body) {
      const hash = hashToken(body.link)
      const { user: owner } = await tried(incoming, hash)
      const user =
        owner === null
          ? await becomeAdmin(incoming, hash, body)
          : await setPassword(incoming, hash, owner, body.password)
      const setCookie = await begin(user, incoming, 'Signed in with a one-time link.')
      return { me: meOf(user), setCookie }
    },
  }
}

function deadLink(): AppError {
  return new AppError(
    'unauthorized',
    'This link does not work: it was used, has expired, or a newer one took its place.',
  )
}

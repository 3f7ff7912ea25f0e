import type { LinkView } from '../contract/accounts.ts'
import type { Calls } from '../contract/contract.ts'
import type { Conditions } from '../contract/operation.ts'
import { emailOf, includes } from '../core/account.ts'
import { cleanLine } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { linkUrl } from '../setup-link.ts'
import type { AuditFilter, User } from '../store/accounts.ts'
import { createLinkToken, hashToken } from '../token.ts'
import { auditView, iso, userView } from '../views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'
import { hashOf } from './password.ts'

type Part = Pick<
  Calls,
  | 'listAssignees'
  | 'listUsers'
  | 'createUser'
  | 'showUser'
  | 'updateUser'
  | 'deleteUser'
  | 'createUserLink'
  | 'listAudit'
>

/** How long (ms) a link works with which somebody sets a password. */
const linkValidity = 24 * 60 * 60_000

/** More than that nobody would choose from. */
const mostAssignees = 1_000

/** People, and what they did. */
export function userCalls(scope: Scope): Part {
  const { store, clock, publicUrl, audit, onChanged } = scope

  async function linkFor({ id, email, disabledAt }: User): Promise<LinkView> {
    if (disabledAt !== null) {
      throw new AppError('conflict', `${email} is disabled: enable them first.`)
    }
    const token = createLinkToken()
    const createdAt = clock()
    const expiresAt = createdAt + linkValidity
    await store.createLink(
      { hash: hashToken(token), kind: 'password', userId: id, createdAt, expiresAt },
      audit('user.link', `Made a link for ${email} to set a password.`, `user ${id}`),
    )
    return { url: linkUrl(await publicUrl(), token), expiresAt: iso(expiresAt) }
  }

  return {
    async listAssignees() {
      const { items } = await store.listUsers({ limit: mostAssignees })
      const acting = items.filter(
        ({ role, disabledAt }) => disabledAt === null && includes(role, 'operator'),
      )
      return { items: acting.map(({ email }) => email).toSorted() }
    },

    async listUsers(asked) {
      return pageView(await store.listUsers(pageOf(asked)), userView)
    },

    async createUser({ email: said, name, role, password }) {
      const email = emailOf(said)
      if (email === null) {
        throw new AppError('invalid_request', 'email should be an e-mail address.')
      }
      const user = await store.createUser(
        {
          email,
          name: nameIn(name),
          role,
          passwordHash: password === undefined ? null : await hashOf(scope, password, email),
          createdAt: clock(),
        },
        audit('user.create', `Added ${email} as ${role}.`),
      )
      onChanged()
      return { user: userView(user), link: password === undefined ? await linkFor(user) : null }
    },

    async showUser({ id }) {
      return userView(await store.showUser(id))
    },

    async updateUser({ id, name, role, disabled, ifMatch }) {
      const words = [
        ...(name === undefined ? [] : ['name']),
        ...(role === undefined ? [] : [`role ${role}`]),
        ...(disabled === undefined ? [] : [disabled ? 'disabled' : 'enabled']),
      ]
      const change = {
        ...(name !== undefined && { name: nameIn(name) }),
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabled }),
        now: clock(),
        ifRevision: revisionIn({ ...(ifMatch !== undefined && { ifMatch }) }),
      }
      try {
        const text = `Changed: ${words.join(', ') || 'nothing'}.`
        return userView(await store.updateUser(id, change, audit('user.update', text)))
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'precondition_failed') throw error
        const current = userView(await store.showUser(id))
        throw new AppError(error.code, error.message, { cause: error, current })
      }
    },

    async deleteUser({ id }) {
      const { email } = await store.showUser(id)
      await store.deleteUser(id, audit('user.delete', `Removed ${email}.`))
    },

    async createUserLink({ id }) {
      return linkFor(await store.showUser(id))
    },

    async listAudit(asked) {
      const { actor, action, target } = asked
      const filter: AuditFilter = {
        ...(actor !== undefined && { actor }),
        ...(action !== undefined && { action }),
        ...(target !== undefined && { target }),
      }
      return pageView(await store.listAudit(filter, pageOf(asked)), auditView)
    },
  }
}

/** What `If-Match` says, for the store; null: whatever it is now. */
export function revisionIn({ ifMatch }: Conditions): number | null {
  return typeof ifMatch === 'number' ? ifMatch : null
}

function nameIn(name: string | null | undefined): string | null {
  return name === undefined || name === null ? null : cleanLine(name, 200) || null
}

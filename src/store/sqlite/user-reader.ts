import type { Database } from 'bun:sqlite'
import type { Role } from '../../core/account.ts'
import type { Credentials, User } from '../accounts.ts'
import { idOf, notFound } from './ids.ts'

interface Row {
  id: number
  email: string
  name: string | null
  role: Role
  passwordHash: string | null
  createdAt: number
  disabledAt: number | null
  lastSignInAt: number | null
  revision: number
}

const select = `
  select id, email, name, role, password_hash as passwordHash, created_at as createdAt,
    disabled_at as disabledAt, last_sign_in_at as lastSignInAt, revision
  from users`

/**
 * Reads users. Every request to the API asks who it is from, so the statements are prepared once and each asks one table.
 * Password hashes leave it only as credentials.
 */
export function createUserReader(client: Database) {
  const byRow = client.query<Row, [number]>(`${select} where id = ?`)
  const byEmail = client.query<Row, [string]>(`${select} where email = ?`)
  const newest = client.query<Row, [number, number]>(
    `${select} where id < ? order by id desc limit ?`,
  )
  const identity = client.query<{ one: number }, [number]>(
    'select 1 as one from identities where user_id = ? limit 1',
  )

  function userOf({ id, passwordHash, ...columns }: Row): User {
    return {
      id: idOf(id),
      ...columns,
      hasPassword: passwordHash !== null,
      singleSignOn: identity.get(id) !== null,
    }
  }

  function find(row: number): User | undefined {
    const found = byRow.get(row)
    return found === null ? undefined : userOf(found)
  }

  return {
    /** The user, disabled or not. */
    find,

    /** The user, unless disabled. */
    findEnabled(row: number): User | undefined {
      const user = find(row)
      return user?.disabledAt === null ? user : undefined
    },

    /** The user, disabled or not. Throws `not_found` when there is none. */
    show(row: number): User {
      const user = find(row)
      if (user === undefined) throw notFound('user', idOf(row))
      return user
    },

    /** The user with this address, disabled or not. */
    findByEmail(email: string): Credentials | undefined {
      const found = byEmail.get(email)
      if (found === null) return undefined
      return { user: userOf(found), passwordHash: found.passwordHash }
    },

    /** Newest first. */
    listBelow(row: number, limit: number): User[] {
      return newest.all(row, limit).map(userOf)
    },
  }
}

export type UserReader = ReturnType<typeof createUserReader>

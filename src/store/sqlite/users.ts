import { AppError } from '../../errors.ts'
import type { AccountStore } from '../accounts.ts'
import type { Admins } from './admins.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { rowOf } from './ids.ts'
import { inSnapshot, inTransaction } from './transaction.ts'
import type { UserReader } from './user-reader.ts'
import type { UserWriter } from './user-writer.ts'

type Part = Pick<
  AccountStore,
  | 'needsAdmin'
  | 'createUser'
  | 'listUsers'
  | 'showUser'
  | 'findCredentials'
  | 'findUser'
  | 'updateUser'
  | 'setPassword'
  | 'deleteUser'
  | 'noteSignIn'
>

/** People, and their passwords. */
export function createUsers(
  db: Orm,
  { admins, reader, writer }: { admins: Admins; reader: UserReader; writer: UserWriter },
): Part {
  return {
    async needsAdmin() {
      return admins.areNeeded()
    },

    async createUser(user, audit) {
      return inTransaction(db, () => writer.add(user, audit))
    },

    async listUsers({ limit, after }) {
      const below = after === undefined ? Number.MAX_SAFE_INTEGER : rowOf(after, 'user')
      return inSnapshot(db, () => foundOf(reader.listBelow(below, limit + 1), limit))
    },

    async showUser(id) {
      return reader.show(rowOf(id, 'user'))
    },

    async findCredentials(email) {
      const found = reader.findByEmail(email)
      return found?.user.disabledAt === null ? found : undefined
    },

    async findUser(email) {
      return reader.findByEmail(email)?.user
    },

    async updateUser(id, { name, role, disabled, now, ifRevision }, audit) {
      const row = rowOf(id, 'user')
      return inTransaction(db, () => {
        const user = reader.show(row)
        if (ifRevision !== null && user.revision > ifRevision) {
          throw new AppError('precondition_failed', `User ${id} was changed meanwhile.`)
        }
        if (disabled === true) writer.shutOut(row)
        const disabledAt = disabled === true ? (user.disabledAt ?? now) : null
        return admins.keepOne(() =>
          writer.change(
            row,
            {
              ...(name !== undefined && { name }),
              ...(role !== undefined && { role }),
              ...(disabled !== undefined && { disabledAt }),
            },
            audit,
          ),
        )
      })
    },

    async setPassword(id, change, audit) {
      const row = rowOf(id, 'user')
      return inTransaction(db, () => writer.setPassword(row, change, audit))
    },

    async deleteUser(id, audit) {
      const row = rowOf(id, 'user')
      await inTransaction(db, () => admins.keepOne(() => writer.remove(row, audit)))
    },

    async noteSignIn(id, now, audit) {
      const row = rowOf(id, 'user')
      await inTransaction(db, () => void writer.change(row, { lastSignInAt: now }, audit))
    },
  }
}

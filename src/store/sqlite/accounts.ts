import type { AccountStore } from '../accounts.ts'
import { createAdmins } from './admins.ts'
import { createApiTokens } from './api-tokens.ts'
import { createAuditLog } from './audit-log.ts'
import type { Orm } from './database.ts'
import { createExpiry } from './expiry.ts'
import { createIdentities } from './identities.ts'
import { createLinks } from './links.ts'
import { createOnceKeys } from './once-keys.ts'
import { createSessions } from './sessions.ts'
import { createUserReader } from './user-reader.ts'
import { createUserWriter } from './user-writer.ts'
import { createUsers } from './users.ts'

/** People, how they prove who they are, and what they did. */
export function createAccounts(db: Orm): AccountStore {
  const admins = createAdmins(db.$client)
  const reader = createUserReader(db.$client)
  const writer = createUserWriter(db, reader)
  return {
    ...createUsers(db, { admins, reader, writer }),
    ...createIdentities(db, { reader, writer }),
    ...createLinks(db, { admins, reader, writer }),
    ...createSessions(db, reader),
    ...createApiTokens(db, reader),
    ...createAuditLog(db),
    ...createOnceKeys(db),
    ...createExpiry(db),
  }
}

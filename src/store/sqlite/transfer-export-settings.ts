import { asc, eq, isNull } from 'drizzle-orm'
import type { IntegrationRecord, PersonRecord, SettingsRecord } from '../transfer.ts'
import type { Orm } from './database.ts'
import { idOf, idOrNull } from './ids.ts'
import { identities, settings, users } from './schema-accounts.ts'
import { channels, rules, silences } from './schema-deliveries.ts'
import { integrations, integrationSecrets, integrationTokens } from './schema.ts'

/** What people set, for an export: what others refer to first. To be called in a transaction. */
export function createSettingsExport(db: Orm) {
  function people(): PersonRecord[] {
    return db
      .select()
      .from(users)
      .orderBy(asc(users.id))
      .all()
      .map(({ id, email, name, role, createdAt, disabledAt, passwordHash }) => ({
        record: 'person',
        email,
        name,
        role,
        createdAt,
        disabledAt,
        passwordHash,
        identities: db
          .select({
            issuer: identities.issuer,
            subject: identities.subject,
            createdAt: identities.createdAt,
          })
          .from(identities)
          .where(eq(identities.userId, id))
          .orderBy(asc(identities.issuer))
          .all(),
      }))
  }

  function integrationOf(row: typeof integrations.$inferSelect): IntegrationRecord {
    const { id, name, createdAt, revokedAt, deletedAt, silentAfter } = row
    const tokens = db
      .select()
      .from(integrationTokens)
      .where(eq(integrationTokens.integrationId, id))
      .orderBy(asc(integrationTokens.id))
      .all()
    const secrets = db
      .select()
      .from(integrationSecrets)
      .where(eq(integrationSecrets.integrationId, id))
      .orderBy(asc(integrationSecrets.id))
      .all()
    return {
      record: 'integration',
      id: idOf(id),
      name,
      createdAt,
      revokedAt,
      deletedAt,
      silentAfter,
      tokens: tokens.map((token) => ({
        hash: token.hash,
        hint: token.hint,
        createdAt: token.createdAt,
        expiresAt: token.expiresAt,
      })),
      clientSecrets: secrets.map(({ secret, createdAt: at, expiresAt }) => ({
        secret,
        createdAt: at,
        expiresAt,
      })),
    }
  }

  return {
    beforeIntegrations(): SettingsRecord[] {
      const publicUrl = db.select().from(settings).where(eq(settings.name, 'publicUrl')).get()
      return [{ record: 'settings', publicUrl: publicUrl?.value ?? null }, ...people()]
    },

    /** Deleted ones, too: alerts and rules may still name them. */
    integrations(): IntegrationRecord[] {
      const rows = db.select().from(integrations).orderBy(asc(integrations.id)).all()
      return rows.map(integrationOf)
    },

    afterIntegrations(): SettingsRecord[] {
      const isThere = isNull(channels.deletedAt)
      const told = db.select().from(channels).where(isThere).orderBy(asc(channels.id)).all()
      const ruled = db.select().from(rules).orderBy(asc(rules.position)).all()
      const silenced = db.select().from(silences).orderBy(asc(silences.id)).all()
      return [
        ...told.map(({ id, kind, name, sealed, fallbackId, isEnabled, createdAt, ...row }) => ({
          record: 'channel' as const,
          id: idOf(id),
          kind,
          name,
          settings: row.settings,
          sealed,
          fallbackId: idOrNull(fallbackId),
          isEnabled,
          createdAt,
        })),
        ...ruled.map(({ name, isEnabled, match, channelIds, isLast }) => ({
          record: 'rule' as const,
          name,
          isEnabled,
          match,
          channelIds,
          isLast,
        })),
        ...silenced.map(({ match, startsAt, endsAt, reason, by, createdAt }) => ({
          record: 'silence' as const,
          match,
          startsAt,
          endsAt,
          reason,
          by,
          createdAt,
        })),
      ]
    },
  }
}

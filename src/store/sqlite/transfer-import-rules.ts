import { and, asc, eq } from 'drizzle-orm'
import type { RuleRecord, SilenceRecord } from '../transfer.ts'
import type { Orm } from './database.ts'
import { createRevisions } from './revisions.ts'
import { rules, silences } from './schema-deliveries.ts'
import { isSameJson, type Became, type Refer } from './transfer-became.ts'

type Content = Pick<typeof rules.$inferSelect, 'isEnabled' | 'match' | 'channelIds' | 'isLast'>

/** Rules, by their name, and silences, by what they say, from an import. To be called in a transaction. */
export function createRuleImport(db: Orm) {
  const revisions = createRevisions(db.$client)

  return {
    /** A new one comes after those that are there. */
    putRule(record: RuleRecord, refer: Refer, taken: Set<number>): Became {
      const { name, isEnabled, match: said, channelIds, isLast } = record
      const rule = {
        isEnabled,
        isLast,
        match: { ...said, integrationIds: said.integrationIds.map(refer.integration) },
        channelIds: channelIds.map(refer.channel),
      }
      const named = db.select().from(rules).where(eq(rules.name, name)).orderBy(asc(rules.position))
      const before = named.all().find(({ id }) => !taken.has(id))
      if (before !== undefined) {
        taken.add(before.id)
        if (isSameRule(before, rule)) return 'skipped'
        db.update(rules)
          .set({ ...rule, revision: revisions.next() })
          .where(eq(rules.id, before.id))
          .run()
        return 'updated'
      }
      const position = db.select({ id: rules.id }).from(rules).all().length + 1
      const { id } = db
        .insert(rules)
        .values({ name, ...rule, position, revision: revisions.next() })
        .returning({ id: rules.id })
        .get()
      taken.add(id)
      return 'created'
    },

    putSilence({ match: said, ...fields }: SilenceRecord, refer: Refer): Became {
      const match = { ...said, integrationIds: said.integrationIds.map(refer.integration) }
      const { startsAt, endsAt, reason, by, createdAt } = fields
      const isLike = and(
        eq(silences.startsAt, startsAt),
        eq(silences.endsAt, endsAt),
        eq(silences.createdAt, createdAt),
      )
      const like = db.select().from(silences).where(isLike).all()
      if (like.some((each) => isSameJson(each.match, match))) return 'skipped'
      db.insert(silences).values({ match, startsAt, endsAt, reason, by, createdAt }).run()
      return 'created'
    },
  }
}

function isSameRule(a: Content, b: Content): boolean {
  return (
    a.isEnabled === b.isEnabled &&
    a.isLast === b.isLast &&
    isSameJson([a.match, a.channelIds], [b.match, b.channelIds])
  )
}

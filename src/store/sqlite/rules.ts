import { asc, eq } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AuditEntry } from '../accounts.ts'
import type { DeliveryStore, NewRule, RuleChange, StoredRule } from '../deliveries.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import { createRevisions } from './revisions.ts'
import { rules } from './schema-deliveries.ts'
import { inTransaction } from './transaction.ts'

type Part = Pick<
  DeliveryStore,
  'listRules' | 'showRule' | 'createRule' | 'updateRule' | 'deleteRule'
>

type Row = typeof rules.$inferSelect

/** Creates a rule if there is none at all, within whatever transaction there is. */
export type CreateFirstRule = (rule: NewRule, audit: AuditEntry) => StoredRule | null

/** Which changes of which alerts are told where. `createFirst` is for the rest of the store. */
export function createRules(db: Orm): Part & { createFirst: CreateFirstRule } {
  const revisions = createRevisions(db.$client)
  const writeAudit = createAuditWriter(db.$client)
  const channel = db.$client.query<unknown, [number]>(
    'select 1 from channels where id = ? and deleted_at is null',
  )

  function all(): StoredRule[] {
    return db.select().from(rules).orderBy(asc(rules.position)).all().map(ruleOf)
  }

  function show(row: number): StoredRule {
    const found = db.select().from(rules).where(eq(rules.id, row)).get()
    if (found === undefined) throw notFound('rule', idOf(row))
    return ruleOf(found)
  }

  function mustExist(channelIds: readonly string[]): void {
    for (const id of channelIds) {
      if (channel.get(rowOf(id, 'channel')) === null) throw notFound('channel', id)
    }
  }

  /** Numbers all of them anew, in this order. */
  function arrange(ids: readonly string[]): void {
    ids.forEach((id, index) => {
      db.update(rules)
        .set({ position: index + 1 })
        .where(eq(rules.id, Number(id)))
        .run()
    })
  }

  function moveTo(position: number, id: string): void {
    const others = all()
      .map((rule) => rule.id)
      .filter((each) => each !== id)
    arrange(others.toSpliced(Math.max(0, position - 1), 0, id))
  }

  function create(rule: NewRule, audit: AuditEntry): StoredRule {
    mustExist(rule.channelIds)
    const { id } = db
      .insert(rules)
      .values({
        ...rule,
        channelIds: [...rule.channelIds],
        position: all().length + 1,
        revision: revisions.next(),
      })
      .returning({ id: rules.id })
      .get()
    writeAudit(audit, `rule ${id}`)
    return show(id)
  }

  function update(row: number, change: RuleChange, audit: AuditEntry): StoredRule {
    const { ifRevision, position, channelIds, ...fields } = change
    const before = show(row)
    if (ifRevision !== null && before.revision > ifRevision) {
      throw new AppError('precondition_failed', `Rule ${row} changed meanwhile.`)
    }
    if (channelIds !== undefined) mustExist(channelIds)
    db.update(rules)
      .set({
        ...fields,
        ...(channelIds !== undefined && { channelIds: [...channelIds] }),
        revision: revisions.next(),
      })
      .where(eq(rules.id, row))
      .run()
    if (position !== undefined) moveTo(position, idOf(row))
    writeAudit(audit, `rule ${row}`)
    return show(row)
  }

  return {
    createFirst: (rule, audit) => (all().length > 0 ? null : create(rule, audit)),

    async listRules() {
      return all()
    },

    async showRule(id) {
      return show(rowOf(id, 'rule'))
    },

    async createRule(rule, audit) {
      return inTransaction(db, () => create(rule, audit))
    },

    async updateRule(id, change, audit) {
      const row = rowOf(id, 'rule')
      return inTransaction(db, () => update(row, change, audit))
    },

    async deleteRule(id, audit) {
      const row = rowOf(id, 'rule')
      await inTransaction(db, () => {
        show(row)
        db.delete(rules).where(eq(rules.id, row)).run()
        arrange(all().map((rule) => rule.id))
        revisions.next()
        writeAudit(audit, `rule ${row}`)
      })
    },
  }
}

function ruleOf(row: Row): StoredRule {
  return { ...row, id: idOf(row.id) }
}

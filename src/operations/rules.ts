import type { Calls } from '../contract/contract.ts'
import { previewOf, type Past } from '../core/preview.ts'
import type { Match } from '../core/rule.ts'
import { cleanLine } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { givenRuleId, previewView, ruleView } from '../delivery-views.ts'
import type { RuleChange } from '../store/deliveries.ts'
import type { Scope } from './calls.ts'
import { revisionIn } from './users.ts'

type Part = Pick<
  Calls,
  'listRules' | 'createRule' | 'previewRules' | 'showRule' | 'updateRule' | 'deleteRule'
>

const week = 7 * 24 * 60 * 60_000
/** So many alerts of a week are enough to see what rules do, and soon looked through. */
const mostPasts = 20_000
const pageSize = 1_000
const mostExamples = 20

const anything: Match = {
  integrationIds: [],
  projects: [],
  leastSeverity: 'info',
  changes: [],
}

/** What is told where. */
export function ruleCalls({ store, clock, audit, onChanged }: Scope): Part {
  async function pastsSince(openedFrom: number): Promise<{ pasts: Past[]; isComplete: boolean }> {
    const pasts: Past[] = []
    let after: string | null = null
    do {
      const page = { limit: pageSize, ...(after !== null && { after }) }
      const { items, next } = await store.listAlerts({ openedFrom }, page)
      pasts.push(...items)
      after = next
    } while (after !== null && pasts.length < mostPasts)
    return { pasts, isComplete: after === null }
  }

  /** A rule that waits for what never was would never tell anything, and nobody would know. */
  async function mustExist({ integrationIds = [] }: Partial<Match>): Promise<void> {
    for (const id of integrationIds) await store.showIntegration(id)
  }

  return {
    async listRules() {
      return { items: (await store.listRules()).map(ruleView) }
    },

    async createRule({ name: said, channelIds, enabled = true, match = {}, last = false }) {
      await mustExist(match)
      const name = nameIn(said)
      const created = await store.createRule(
        { name, isEnabled: enabled, match: { ...anything, ...match }, channelIds, isLast: last },
        audit('rule.create', `Created ${name}.`),
      )
      onChanged()
      return ruleView(created)
    },

    async previewRules({ rule }) {
      const to = clock()
      const from = to - week
      const rules =
        rule === undefined
          ? await store.listRules()
          : [
              {
                id: givenRuleId,
                isEnabled: true,
                match: { ...anything, ...rule.match },
                channelIds: rule.channelIds,
                isLast: false,
              },
            ]
      const { pasts, isComplete } = await pastsSince(from)
      const preview = previewOf(rules, pasts, mostExamples)
      return previewView(preview, { from, to, isComplete, alerts: pasts.length })
    },

    async showRule({ id }) {
      return ruleView(await store.showRule(id))
    },

    async updateRule({ id, name, channelIds, enabled, match, last, position, ifMatch }) {
      const before = await store.showRule(id)
      if (match !== undefined) await mustExist(match)
      const seen = revisionIn(ifMatch === undefined ? {} : { ifMatch })
      const change: RuleChange = {
        ...(name !== undefined && { name: nameIn(name) }),
        ...(channelIds !== undefined && { channelIds }),
        ...(enabled !== undefined && { isEnabled: enabled }),
        ...(match !== undefined && { match: { ...before.match, ...match } }),
        ...(last !== undefined && { isLast: last }),
        ...(position !== undefined && { position }),
        // What is left out of the match stays as it was read, so nothing may come in between.
        ifRevision: seen ?? (match === undefined ? null : before.revision),
      }
      const words = [
        ...(name === undefined ? [] : [`name ${change.name}`]),
        ...(channelIds === undefined ? [] : ['channels']),
        ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
        ...(match === undefined ? [] : Object.keys(match)),
        ...(last === undefined ? [] : [last ? 'the last to be looked at' : 'not the last']),
        ...(position === undefined ? [] : [`position ${position}`]),
      ]
      const text = `Changed: ${words.join(', ') || 'nothing'}.`
      try {
        const changed = await store.updateRule(id, change, audit('rule.update', text, `rule ${id}`))
        onChanged()
        return ruleView(changed)
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'precondition_failed') throw error
        const current = ruleView(await store.showRule(id))
        throw new AppError(error.code, error.message, { cause: error, current })
      }
    },

    async deleteRule({ id }) {
      const { name } = await store.showRule(id)
      await store.deleteRule(id, audit('rule.delete', `Deleted ${name}.`, `rule ${id}`))
      onChanged()
    },
  }
}

function nameIn(said: string): string {
  const name = cleanLine(said, 100)
  if (name === '') throw new AppError('invalid_request', 'A name has 1 to 100 characters.')
  return name
}

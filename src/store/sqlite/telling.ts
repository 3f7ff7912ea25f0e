import type { Database } from 'bun:sqlite'
import type { Alert } from '../../core/alert.ts'
import type { Change } from '../../core/notice.ts'
import { waysOf, type Rule, type Way } from '../../core/rule.ts'
import { silencedBecause, silenceOf, type Silence } from '../../core/silence.ts'
import { changeOf, noticeOf, quietBecause, type Cause } from '../../core/telling.ts'
import { idOf } from './ids.ts'
import { prepareTelling, ruleOf, silenceIn } from './telling-statements.ts'

/** Nobody waits for the end of what they never heard of. */
export const neverTold = 'That it opened was never told here.'

/** Writes down what people are to be told, in the transaction of the change that it tells. */
export interface Telling {
  /** An alert was `before` (null: it was not there) and is `after`. */
  note(before: Alert | null, after: Alert, cause: Cause): void
  /** Looks at rules and channels anew from now on: to be called at the end of each transaction. */
  forget(): void
}

/** For what happened elsewhere, and was told there. */
export const toldNobody: Telling = { note() {}, forget() {} }

interface Known {
  rules: Rule[]
  /** Ids of the channels that are switched on. */
  enabled: ReadonlySet<string>
  silences: Silence[]
  wasAnythingTold: boolean
}

export function createTelling(client: Database): Telling {
  const statements = prepareTelling(client)
  let known: Known | null = null

  function look(now: number): Known {
    known ??= {
      silences: statements.silences.all(now).map(silenceIn),
      rules: statements.rules.all().map(ruleOf),
      enabled: new Set(statements.enabled.all().map(({ id }) => idOf(id))),
      wasAnythingTold: statements.wasAnythingTold.get() !== null,
    }
    return known
  }

  /** Those who were told that it opened, or should have been, unless all rules that told them leave the resolve out. */
  function waysBack(alert: Alert, { rules, wasAnythingTold }: Known): Way[] {
    if (!wasAnythingTold) return []
    const ways = new Map<string, Way>()
    for (const { channelId: channel, ruleId: rule } of statements.toldOf.all(Number(alert.id))) {
      const [channelId, ruleId] = [idOf(channel), idOf(rule ?? 0)]
      const changes = rules.find(({ id }) => id === ruleId)?.match.changes ?? []
      const isLeftOut = changes.length > 0 && !changes.includes('resolved')
      if (!isLeftOut && !ways.has(channelId)) ways.set(channelId, { channelId, ruleId })
    }
    return [...ways.values()]
  }

  function waysFor(change: Change, alert: Alert, found: Known): Way[] {
    if (change === 'resolved') return waysBack(alert, found)
    const { integrationId, severity, project } = alert
    return waysOf(found.rules, {
      change,
      integrationId,
      severity,
      projectSlug: project?.slug ?? null,
    })
  }

  /** Why a channel does not hear of a change that is not quiet by itself; null: it does. */
  function unheard(
    change: Change,
    channelId: string,
    alertId: number,
    { enabled }: Known,
  ): string | null {
    if (change !== 'resolved') {
      return enabled.has(channelId) ? null : 'The channel was switched off.'
    }
    const isAwaited = statements.isAwaited.get({ alertId, channelId: Number(channelId) }) !== null
    return isAwaited ? null : neverTold
  }

  return {
    note(before, after, cause) {
      const { now } = cause
      const change = changeOf(before, after, cause.by, now)
      if (change === null) return
      const found = look(now)
      const ways = waysFor(change, after, found)
      if (ways.length === 0) return
      const integration = statements.integration.get(Number(after.integrationId))?.name ?? ''
      const notice = JSON.stringify(noticeOf({ change, before, after, cause, integration }))
      const silence = change === 'resolved' ? undefined : silenceOf(found.silences, after, now)
      const quiet =
        quietBecause(after, change, now) ??
        (silence === undefined ? null : silencedBecause(silence))
      const alertId = Number(after.id)
      for (const { channelId, ruleId } of ways) {
        const reason = quiet ?? unheard(change, channelId, alertId, found)
        statements.add.run({
          channelId: Number(channelId),
          alertId,
          change,
          state: reason === null ? 'pending' : 'quiet',
          reason,
          notice,
          ruleId: Number(ruleId) || null,
          now,
        })
      }
      found.wasAnythingTold = true
      if (quiet !== null) statements.say.run({ alertId, now, text: `Nobody is told. ${quiet}` })
    },

    forget() {
      known = null
    },
  }
}

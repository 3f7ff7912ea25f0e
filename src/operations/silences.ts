import type { Calls } from '../contract/contract.ts'
import { cleanLine } from '../core/text.ts'
import { silenceView } from '../delivery-views.ts'
import { AppError } from '../errors.ts'
import { iso } from '../views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'

type Part = Pick<Calls, 'listSilences' | 'createSilence' | 'endSilence'>

/** A silence that lasts for longer is one that was forgotten, ms. */
const longest = 366 * 24 * 60 * 60_000

/** Of what nobody is told for a time. */
export function silenceCalls({ store, clock, actor, audit, onChanged }: Scope): Part {
  return {
    async listSilences(asked) {
      const now = clock()
      return pageView(await store.listSilences(pageOf(asked)), (each) => silenceView(each, now))
    },

    async createSilence({ match, reason: why, ...said }) {
      const now = clock()
      const { startsAt, endsAt } = timesIn(said, now)
      const { integrationIds = [], projects = [] } = match
      const title = match.title === undefined ? null : lineIn(match.title, 'title', 200)
      if (integrationIds.length === 0 && projects.length === 0 && title === null) {
        throw wrong('Say with integrationIds, projects or title what is silenced.')
      }
      // One for what never was would silence nothing, and nobody would know.
      for (const id of integrationIds) await store.showIntegration(id)
      const reason = lineIn(why, 'reason', 500)
      const created = await store.createSilence(
        {
          match: { integrationIds, projects, title },
          startsAt,
          endsAt,
          reason,
          by: actor.name,
          createdAt: now,
        },
        audit('silence.create', `Silenced until ${iso(endsAt)}: ${reason}`),
      )
      onChanged()
      return silenceView(created, now)
    },

    async endSilence({ id }) {
      const now = clock()
      const ended = await store.endSilence(
        id,
        now,
        audit('silence.end', 'Had it end.', `silence ${id}`),
      )
      onChanged()
      return silenceView(ended, now)
    },
  }
}

function timesIn(said: { startsAt?: string; endsAt: string }, now: number) {
  const startsAt = Math.max(now, said.startsAt === undefined ? now : Date.parse(said.startsAt))
  const endsAt = Date.parse(said.endsAt)
  if (endsAt <= now) throw wrong('endsAt has passed already.')
  if (endsAt <= startsAt) throw wrong('endsAt should be after startsAt.')
  if (endsAt - now > longest) throw wrong('endsAt should be within a year.')
  return { startsAt, endsAt }
}

function lineIn(said: string, field: string, most: number): string {
  const line = cleanLine(said, most)
  if (line === '') throw wrong(`${field} should be a text that can be read.`)
  return line
}

function wrong(sentence: string): AppError {
  return new AppError('invalid_request', sentence)
}

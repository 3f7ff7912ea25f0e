import type { AlertChangeView } from '../contract/alerts.ts'
import type { Calls, Contract } from '../contract/contract.ts'
import type { Conditions, InputOf } from '../contract/operation.ts'
import { AppError } from '../errors.ts'
import type { Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import type { CommandFlags } from './server.ts'
import { printJson } from './terminal.ts'
import { alertJson } from './views.ts'

/** What to do to alerts, as the API says it for several of them. */
export type Change = Omit<InputOf<Contract['changeAlerts']>, 'ids' | keyof Conditions>

/** Does it to one. */
export type ChangeOne = (
  input: Omit<Change, 'action'> & { id: string } & Conditions,
) => Promise<AlertChangeView>

/** In whose name, and how to tell of it. */
export interface How extends Json {
  by?: string
}

interface Asked {
  ids: string[]
  change: Change
  one: (calls: Calls) => ChangeOne
}

/** So many alerts may be changed at once. */
const mostAtOnce = 1000

/** Does the same to one alert, and shows it; or to several, and shows what became of each. Fails when one could not be changed. */
export async function changeAlerts(
  context: Context,
  flags: CommandFlags,
  { ids, change, one }: Asked,
  { by, json }: How,
): Promise<void> {
  const { terminal } = context
  const [id, ...others] = ids
  if (id === undefined) return
  await withCalls(
    context,
    flags,
    async (calls) => {
      if (others.length > 0) return changeSeveral(calls, ids, change)
      const { action: _action, ...said } = change
      // Whoever types a command means it, whoever else had a hand in it.
      const { changed, text, alert } = await one(calls)({ ...said, id, ifMatch: '*' })
      if (json) return printJson(terminal, alertJson(alert))
      terminal.err(changed ? `Alert ${id}: ${text}\n` : `${text}\n`)
    },
    by,
  )

  async function changeSeveral(calls: Calls, all: string[], asked: Change): Promise<void> {
    const results: Awaited<ReturnType<Calls['changeAlerts']>>['results'] = []
    for (let from = 0; from < all.length; from += mostAtOnce) {
      const some = all.slice(from, from + mostAtOnce)
      results.push(...(await calls.changeAlerts({ ...asked, ids: some })).results)
    }
    if (json) printJson(terminal, results)
    for (const { id: which, result, text } of json ? [] : results) {
      terminal.err(result === 'changed' ? `Alert ${which}: ${text}\n` : `${text}\n`)
    }
    const failed = results.filter(({ result }) => result === 'refused' || result === 'not_found')
    if (failed.length > 0) {
      throw new AppError('failed', `${failed.length} of ${all.length} alerts could not be changed.`)
    }
  }
}

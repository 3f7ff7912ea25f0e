import { signal } from '@preact/signals'
import type { SilenceView } from '../../contract/silences.ts'
import { hold } from '../alerts/held.ts'
import { askLast, calls } from '../api.ts'
import { now } from '../clock.ts'
import { integrationName } from '../integrations.ts'
import { whenSomebodyElse } from '../session.ts'
import { toast, toastFault } from '../toasts.tsx'
import { silencedInWords, stateNow } from './silence-words.ts'

/** Ids of those whose end can still be taken back. */
export const ending = signal<ReadonlySet<string>>(new Set())

/** Those that were ended here, as they are since. */
export const ended = signal<ReadonlyMap<string, SilenceView>>(new Map())
whenSomebodyElse(() => {
  ended.value = new Map()
})

/** What is silenced. */
export const inWords = ({ match }: Pick<SilenceView, 'match'>) =>
  silencedInWords(match, { integration: integrationName })

/** Ends one, unless that is taken back in time: what people are told meanwhile nobody could take back. */
export function end(silence: SilenceView): void {
  const { id } = silence
  const isWaiting = stateNow(silence, now.value) === 'waiting'
  const what = `the silence of ${inWords(silence)}`
  ending.value = new Set([...ending.value, id])
  hold({
    ids: [],
    word: null,
    text: isWaiting ? `Calling off ${what}` : `Ending ${what}`,
    failed: () => `Not ended: ${what}.`,
    onBack: () => stays(id),
    commit: (isLast) => endNow(silence, isLast),
    again: () => end(silence),
  })
}

/** Ends one at once that was just made. */
export async function takeBack(silence: SilenceView): Promise<void> {
  try {
    await endNow(silence, false)
    toast(`Undone: ${inWords(silence)} is not silenced any more.`)
  } catch (error) {
    toastFault(error)
  }
}

/** @param isLast the page is being closed */
async function endNow({ id }: SilenceView, isLast: boolean): Promise<void> {
  const asked = isLast ? askLast('endSilence', { id }) : calls.endSilence({ id })
  ended.value = new Map([...ended.value, [id, (await asked) as SilenceView]])
  stays(id)
}

/** Nothing is about to happen to one any more. */
function stays(id: string): void {
  ending.value = new Set([...ending.value].filter((each) => each !== id))
}

import type { SilenceView } from '../../contract/silences.ts'
import { silenceStateOf, silenceStates, type SilenceState } from '../../core/silence.ts'
import { either, plural } from './rule-words.ts'

interface Names {
  integration: (id: string) => string
}

/** What a silence is about: `project shop, title contains “cart”`; empty: nothing is said. */
export function silencedInWords(
  { integrationIds, projects, title }: SilenceView['match'],
  { integration }: Names,
): string {
  return [
    ...(projects.length > 0 ? [`${plural('project', projects.length)} ${either(projects)}`] : []),
    ...(integrationIds.length > 0 ? [`from ${either(integrationIds.map(integration))}`] : []),
    ...(title === null ? [] : [`title contains “${title}”`]),
  ].join(', ')
}

/**
 * How a silence is by now. What was told of it counts, too: a clock that lags a little does not take it back.
 * @param now Unix ms
 */
export function stateNow(
  { state, startsAt, endsAt }: Pick<SilenceView, 'state' | 'startsAt' | 'endsAt'>,
  now: number,
): SilenceState {
  const times = { startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) }
  const isFurther = (one: SilenceState, than: SilenceState) =>
    silenceStates.indexOf(one) > silenceStates.indexOf(than)
  const byClock = silenceStateOf(times, now)
  return isFurther(byClock, state) ? byClock : state
}

/** Silences by how they are by now: what ends or begins next comes first, of those that are over what ended last. @param now Unix ms */
export function sorted(
  silences: readonly SilenceView[],
  now: number,
): Record<SilenceState, readonly SilenceView[]> {
  const of = (state: SilenceState, time: 'startsAt' | 'endsAt') =>
    silences
      .filter((each) => stateNow(each, now) === state)
      .toSorted((a, b) => Date.parse(a[time]) - Date.parse(b[time]))
  return {
    active: of('active', 'endsAt'),
    waiting: of('waiting', 'startsAt'),
    over: of('over', 'endsAt').toReversed(),
  }
}

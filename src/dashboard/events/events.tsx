import { useMemo, useRef } from 'preact/hooks'
import type { EventView } from '../../contract/events.ts'
import { calls } from '../api.ts'
import { Page } from '../frame/page.tsx'
import { query } from '../navigation.ts'
import { Fault } from '../parts/fault.tsx'
import { useNews } from '../parts/news.ts'
import { usePages, type Left } from '../parts/pages.ts'
import { useStable } from '../parts/stable.ts'
import { More, Table } from '../parts/table.tsx'
import { Wait } from '../parts/wait.tsx'
import { may, whenSomebodyElse } from '../session.ts'
import { eventCounts } from '../summary.ts'
import { DeadLetters } from './dead-letters.tsx'
import { askedFor, filterIn, isNarrow } from './filter.ts'
import { Filters } from './filters.tsx'
import { Nothing } from './nothing.tsx'
import { replay } from './replay.ts'
import { EventRow } from './row.tsx'

const left: Left<EventView> = { key: '', page: undefined }
whenSomebodyElse(() => {
  left.page = undefined
})

/** The ledger of what arrived, and what became of it. */
export function Events() {
  const search = query.value.toString()
  const filter = useMemo(() => filterIn(query.value), [search])
  const pages = usePages(
    JSON.stringify(filter),
    (cursor) =>
      calls.listEvents({
        ...askedFor(filter),
        limit: 100,
        ...(cursor !== undefined && { cursor }),
      }),
    left,
  )
  useNews(pages.refresh, 'events')

  const onReplay = useStable(async (id: string): Promise<void> => {
    const event = await replay(id)
    if (event !== null) pages.put(event)
  })

  const { rows } = pages
  const last = useRef(rows)
  if (rows !== undefined) last.current = rows
  // While what another filter finds is on its way, what was there stays.
  const shown = rows ?? last.current
  const seen = (shown ?? []).map(({ resource }) => resource)
  // Whether something could not be processed stands above the list: until that is known, nothing is shown that would jump.
  const isWaiting = shown === undefined || eventCounts.value === undefined
  const isTeaching = rows?.length === 0 && pages.isComplete && !isNarrow(filter)
  return (
    <Page
      title="Events"
      lead="Each webhook that was accepted, with what became of it. Whatever stands here is on disk."
    >
      <DeadLetters isFilter={filter.state === 'dead'} onReplayed={pages.again} />
      {!isTeaching && !isWaiting && <Filters filter={filter} seen={seen} />}
      <Fault text={pages.fault} />
      {isWaiting ? (
        pages.fault === null && <Wait lines={8} />
      ) : shown.length === 0 ? (
        <Nothing filter={filter} isComplete={pages.isComplete} />
      ) : (
        <div class={`events ${rows === undefined ? 'old' : ''}`}>
          <Table
            label="Events"
            head={['Received', 'Outcome', 'Event', 'Integration', 'Why', 'Alert']}
          >
            {shown.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                mayReplay={may('operator')}
                onReplay={onReplay}
              />
            ))}
          </Table>
        </div>
      )}
      {!isWaiting && <More pages={pages} />}
    </Page>
  )
}

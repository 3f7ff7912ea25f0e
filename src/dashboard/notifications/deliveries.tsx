import { useMemo, useRef } from 'preact/hooks'
import type { ChannelView } from '../../contract/channels.ts'
import type { DeliveryView } from '../../contract/deliveries.ts'
import { deliveryStates } from '../../core/delivery.ts'
import { calls } from '../api.ts'
import { query, say } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Choice } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { useNews } from '../parts/news.ts'
import { usePages, type Left } from '../parts/pages.ts'
import { More, Table } from '../parts/table.tsx'
import { Wait } from '../parts/wait.tsx'
import { may, whenSomebodyElse } from '../session.ts'
import { DeliveryRow, headOf } from './delivery-row.tsx'
import { stateWords } from './delivery-words.ts'
import { askedFor, filterIn, isNarrow, type DeliveryFilter } from './filter.ts'
import { channelName, useChannels } from './known-channels.ts'
import { retry } from './retry.ts'

/** ms: of what is told nobody is told, so it is asked for; more often while something shown waits. */
const refreshEvery = { usually: 10_000, whileWaiting: 2_000 }

const left: Left<DeliveryView> = { key: '', page: undefined }
whenSomebodyElse(() => {
  left.page = undefined
})

/** The ledger of what was to be told, and what became of it. */
export function Deliveries() {
  const search = query.value.toString()
  const filter = useMemo(() => filterIn(query.value), [search])
  const pages = usePages(
    JSON.stringify(filter),
    (cursor) =>
      calls.listDeliveries({
        ...askedFor(filter),
        limit: 100,
        ...(cursor !== undefined && { cursor }),
      }),
    left,
  )
  const channels = useChannels().value
  const { rows } = pages
  const isWaiting = rows?.some(({ state }) => state === 'pending') ?? false
  useEvery(isWaiting ? refreshEvery.whileWaiting : refreshEvery.usually, () => void pages.refresh())
  useNews(pages.refresh, 'alert')
  const last = useRef(rows)
  if (rows !== undefined) last.current = rows
  // While what another filter finds is on its way, what was there stays.
  const shown = rows ?? last.current
  const isTeaching = rows?.length === 0 && pages.isComplete && !isNarrow(filter)

  async function again(id: string): Promise<void> {
    const delivery = await retry(id)
    if (delivery !== null) pages.put(delivery)
  }

  return (
    <>
      <p class="lead">
        Each change of an alert that was to be told, with what became of it on its channel.
      </p>
      {!isTeaching && shown !== undefined && <Filters filter={filter} channels={channels ?? []} />}
      <Fault text={pages.fault} />
      {shown === undefined ? (
        pages.fault === null && <Wait lines={8} />
      ) : shown.length === 0 ? (
        <Nothing filter={filter} isComplete={pages.isComplete} />
      ) : (
        <div class={`events deliveries ${rows === undefined ? 'old' : ''}`}>
          <Table label="Deliveries" head={headOf(false)}>
            {shown.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                channels={channels}
                onRetry={may('operator') ? again : null}
              />
            ))}
          </Table>
        </div>
      )}
      {shown !== undefined && <More pages={pages} />}
    </>
  )
}

const clear = () => say({ state: null, channel: null, alert: null })

interface FilterProps {
  filter: DeliveryFilter
  channels: readonly ChannelView[]
}

/** What narrows the ledger. All of it stands in the address. */
function Filters({ filter, channels }: FilterProps) {
  const { state, channelId, alertId } = filter
  const named = channels.map(({ id, name }): [string, string] => [id, name])
  const isKnown = channelId === null || named.some(([id]) => id === channelId)
  const all = isKnown ? named : [...named, [channelId, channelName(channels, channelId)] as const]
  return (
    <div class="narrow ledger-filter" role="group" aria-label="Filter">
      <Choice
        label="State"
        value={state}
        options={deliveryStates.map((each) => [each, stateWords[each]])}
        onValue={(value) => say({ state: value })}
      />
      <Choice
        label="Channel"
        value={channelId}
        options={all}
        onValue={(channel) => say({ channel })}
      />
      <input
        class={alertId === null ? '' : 'chosen'}
        aria-label="Number of an alert"
        placeholder="Alert: all"
        inputMode="numeric"
        maxLength={20}
        value={alertId ?? ''}
        onChange={({ currentTarget }) => {
          // Whoever copies it from a title may take a sign along.
          say({ alert: currentTarget.value.replaceAll(/\D/g, '') || null })
        }}
      />
      {isNarrow(filter) && (
        <Button look="quiet" icon="cross" onClick={clear}>
          Clear
        </Button>
      )}
    </div>
  )
}

function Nothing({ filter, isComplete }: { filter: DeliveryFilter; isComplete: boolean }) {
  if (!isComplete) {
    return (
      <Empty icon="search" title="None so far">
        <p>Among the newest deliveries is none like that. There are older ones to look through.</p>
      </Empty>
    )
  }
  if (isNarrow(filter)) {
    const isAlert = filter.alertId !== null && !isNarrow({ ...filter, alertId: null })
    return (
      <Empty
        icon="search"
        title={isAlert ? `Nobody was told of alert ${filter.alertId}` : 'No delivery is like that'}
      >
        <p>
          {isAlert
            ? 'No rule matched it when it changed, or there is no such alert.'
            : 'Nothing that was to be told fits all of what is chosen above.'}
        </p>
        <Button onClick={clear}>Show all deliveries</Button>
      </Empty>
    )
  }
  return (
    <Empty icon="send" title="Nothing was told yet">
      <p>
        When an alert opens, gets worse, comes back or is resolved, and a rule matches it, each
        channel of that rule has a delivery here, with every attempt and its answer.
      </p>
      <Link class="button main" to="/notifications/rules">
        Go to the rules
      </Link>
    </Empty>
  )
}

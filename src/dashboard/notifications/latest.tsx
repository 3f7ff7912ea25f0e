import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { Table } from '../parts/table.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { DeliveryRow, headOf } from './delivery-row.tsx'
import { refreshEvery } from './known-channels.ts'
import { retry } from './retry.ts'

/** So many are shown on the page of a channel. */
const most = 10

/** What was told on a channel last. */
export function LatestDeliveries({ channelId }: { channelId: string }) {
  const found = useAnswer(
    `deliveries of ${channelId}`,
    async () => (await calls.listDeliveries({ channelId, limit: most })).items,
  )
  useEvery(refreshEvery, () => void found.again())
  if (found.value === undefined) {
    return found.fault === null ? <Wait lines={3} /> : <Fault text={found.fault} />
  }
  if (found.value.length === 0) return <p class="quiet">Nothing so far, besides tests.</p>

  async function again(id: string): Promise<void> {
    await retry(id)
    await found.again()
  }

  return (
    <div class="events deliveries">
      <Table label="Latest deliveries" head={headOf(true)}>
        {found.value.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            channels={undefined}
            isOnChannel
            onRetry={may('operator') ? again : null}
          />
        ))}
      </Table>
      {found.value.length === most && (
        <p class="after-table">
          <Link to={`/notifications/deliveries?channel=${channelId}`}>All of its deliveries</Link>
        </p>
      )}
    </div>
  )
}

import type { ChannelView } from '../../contract/channels.ts'
import type { DeliveryView } from '../../contract/deliveries.ts'
import { Button } from '../parts/button.tsx'
import { Link } from '../parts/link.tsx'
import { Time } from '../parts/time.tsx'
import { Worded } from '../parts/worded.tsx'
import { wordsFor } from './delivery-words.ts'
import { channelName } from './known-channels.ts'
import { changeWords } from './rule-words.ts'
import { DeliveryTag, Due } from './state-tag.tsx'

interface Props {
  delivery: DeliveryView
  /** undefined: it is shown on the page of its channel, or they are not known yet. */
  channels: readonly ChannelView[] | undefined
  isOnChannel?: boolean
  /** Has it tried again; null: whoever looks may not. */
  onRetry: ((id: string) => Promise<void>) | null
}

export const headOf = (isOnChannel: boolean) => [
  'When',
  'State',
  'Change',
  ...(isOnChannel ? [] : ['Channel']),
  'Why',
  'Attempts',
  'Alert',
]

/** One delivery in the ledger. */
export function DeliveryRow({ delivery, channels, isOnChannel = false, onRetry }: Props) {
  const { id, createdAt, change, channelId, alertId, state, reason, attempts, dueAt } = delivery
  const isDead = state === 'dead'
  const isWaiting = state === 'pending' && attempts > 0 && dueAt !== null
  return (
    <tr class={isDead ? 'dead' : ''}>
      <td class="when">
        <Time at={createdAt} />
      </td>
      <td>
        <DeliveryTag delivery={delivery} />
      </td>
      <td class="name">
        <Link to={`/notifications/deliveries/${id}`}>{changeWords[change]}</Link>
      </td>
      {!isOnChannel && (
        <td class="from">
          <Link to={`/notifications/channels/${channelId}`}>
            {channelName(channels, channelId)}
          </Link>
        </td>
      )}
      <td class={isDead ? 'why bad' : 'why'}>
        <span class="clamp">
          <Worded text={reason ?? wordsFor(delivery).says} />
        </span>
        {isWaiting && (
          <span class="more">
            next attempt <Due at={dueAt} />
          </span>
        )}
      </td>
      <td class="number" data-label="Attempts">
        {attempts.toLocaleString('en')}
      </td>
      <td class="to">
        <Link to={`/alerts/${alertId}`}>alert {alertId}</Link>
        {isDead && onRetry !== null && (
          <Button icon="again" onClick={() => onRetry(id)}>
            Try again
          </Button>
        )}
      </td>
    </tr>
  )
}

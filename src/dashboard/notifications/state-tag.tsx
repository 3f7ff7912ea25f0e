import type { ChannelView } from '../../contract/channels.ts'
import type { DeliveryView } from '../../contract/deliveries.ts'
import { now } from '../clock.ts'
import { Icon } from '../parts/icon.tsx'
import { Time } from '../parts/time.tsx'
import { absoluteTime, lengthOfTime } from '../time.ts'
import { stateOf } from './channel-words.ts'
import { wordsFor } from './delivery-words.ts'

/** How a channel is, and since when. */
export function ChannelState({ channel }: { channel: ChannelView }) {
  const { tag, look, since, until } = stateOf(channel, now.value)
  return (
    <>
      <span class={`tag ${look}`}>
        {look === 'good' && <Icon name="check" />}
        {look === 'bad' && <Icon name="warning" />}
        {tag}
        {since !== null && <Since at={since} />}
      </span>
      {until !== null && (
        <span class="hint rests">
          It rests: tried again <Time at={until} />.
        </span>
      )}
    </>
  )
}

function Since({ at }: { at: string }) {
  const since = Date.parse(at)
  return (
    <time dateTime={at} title={absoluteTime(since)}>
      for {lengthOfTime(now.value - since)}
    </time>
  )
}

/** When something is to happen, which may be overdue. */
export function Due({ at }: { at: string }) {
  return Date.parse(at) <= now.value ? <>now</> : <Time at={at} />
}

export function DeliveryTag({ delivery }: { delivery: DeliveryView }) {
  const { tag, says, look } = wordsFor(delivery)
  return (
    <span class={`tag ${look}`} title={says}>
      {tag}
    </span>
  )
}

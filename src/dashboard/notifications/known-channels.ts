import type { ChannelView } from '../../contract/channels.ts'
import { calls } from '../api.ts'
import { useAnswer, type Answered } from '../parts/answer.ts'
import { useEvery } from '../parts/every.ts'

/** ms: how a channel does is told to nobody, so it is asked for. */
export const refreshEvery = 5_000

/** All channels, newest first, kept up to date. */
export function useChannels(): Answered<readonly ChannelView[]> {
  const found = useAnswer<readonly ChannelView[]>(
    'channels',
    async () => (await calls.listChannels({ limit: 1000 })).items,
  )
  useEvery(refreshEvery, () => void found.again())
  return found
}

/** What a channel is called; it may have been deleted. */
export function channelName(channels: readonly ChannelView[] | undefined, id: string): string {
  return channels?.find((each) => each.id === id)?.name ?? `channel ${id}`
}

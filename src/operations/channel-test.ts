import { monotonic } from '../clock.ts'
import type { ChannelTestView } from '../contract/channels.ts'
import { tellSample } from '../notify/sample.ts'
import type { Scope } from './calls.ts'
import { kindNamed } from './channel-settings.ts'

/** Tells a sample on a channel, whether it is enabled or not, and says what came of it. */
export function createChannelTest({
  store,
  clock,
  actor,
  seal,
  outbound,
  publicUrl,
  audit,
}: Scope) {
  return async (id: string): Promise<ChannelTestView> => {
    const channel = await store.showChannel(id)
    const { notifier } = kindNamed(channel.kind)
    const settings = { ...channel.settings, ...seal.open(channel.sealed) }
    const pageUrl = `${await publicUrl()}/`
    const started = monotonic()
    const sent = await tellSample(notifier, {
      settings,
      pageUrl,
      outbound,
      by: actor.name,
      at: clock(),
    })
    const { result, status, reply } = sent
    const text = `Sent a test: ${result}.`
    await store.recordAudit(audit('channel.test', text, `channel ${id}`))
    const why = sent.result === 'sent' ? null : sent.why
    return { result, status, reply, why, ms: Math.round(monotonic() - started) }
  }
}

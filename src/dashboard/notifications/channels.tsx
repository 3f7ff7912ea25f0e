import type { ChannelView } from '../../contract/channels.ts'
import type { RuleView } from '../../contract/rules.ts'
import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { KindChoice } from './kind-choice.tsx'
import { kindName } from './kinds.ts'
import { useChannels } from './known-channels.ts'
import { ChannelState } from './state-tag.tsx'

/** Where people are told, and whether that works. */
export function Channels() {
  const found = useChannels()
  const rules = useAnswer('rules', async () => (await calls.listRules({})).items)
  const channels = found.value
  const isEmpty = channels?.length === 0
  return (
    <>
      <div class="buttons">
        <p class="lead">
          Where people are told of alerts. <Link to="/notifications/rules">Rules</Link> say which
          alerts are told where.
        </p>
        <span class="apart" />
        {may('admin') && channels !== undefined && !isEmpty && (
          <Link class="button main" to="/notifications/channels/new">
            Add a channel
          </Link>
        )}
      </div>
      <Fault text={found.fault} />
      {channels === undefined ? (
        found.fault === null && <Wait lines={3} />
      ) : isEmpty ? (
        <None />
      ) : (
        <Table label="Channels" head={['Channel', 'State', 'Last told', 'Waiting', 'Dead']}>
          {channels.map((channel) => (
            <Row key={channel.id} channel={channel} rules={rules.value} />
          ))}
        </Table>
      )}
    </>
  )
}

function None() {
  return (
    <>
      <Empty icon="horn" title="Nobody is told yet">
        <p>
          A channel is a place where people hear of alerts: a room in a chat, a mailbox, a service
          that wakes up whoever is on call. Rules say which alerts go there.
        </p>
        {!may('admin') && <p>Adding one takes the role admin.</p>}
      </Empty>
      {may('admin') && (
        <section class="part" aria-labelledby="kinds">
          <h2 id="kinds">Where do you want to be told?</h2>
          <KindChoice />
        </section>
      )}
    </>
  )
}

interface RowProps {
  channel: ChannelView
  rules: readonly RuleView[] | undefined
}

function Row({ channel, rules }: RowProps) {
  const { id, kind, name, enabled, lastFailure, failingSince, lastSentAt, pending, dead } = channel
  const isNamed =
    rules === undefined || rules.some((rule) => rule.enabled && rule.channelIds.includes(id))
  return (
    <tr class={enabled ? '' : 'off'}>
      <td class="name">
        <Link to={`/notifications/channels/${id}`}>{name}</Link>
        <span class="more">{kindName(kind)}</span>
      </td>
      <td class="why state">
        <ChannelState channel={channel} />
        {failingSince !== null && lastFailure !== null && (
          <span class="more clamp">{lastFailure}</span>
        )}
        {!isNamed && <span class="more">No rule tells it anything.</span>}
      </td>
      <td class="when" data-label="Last told">
        {lastSentAt === null ? 'never' : <Time at={lastSentAt} />}
      </td>
      <td class="number" data-label="Waiting">
        <Counted count={pending} to={`/notifications/deliveries?state=pending&channel=${id}`} />
      </td>
      <td class="number" data-label="Dead">
        <Counted count={dead} to={`/notifications/deliveries?state=dead&channel=${id}`} />
      </td>
    </tr>
  )
}

/** So many, with the way to them. */
export function Counted({ count, to }: { count: number; to: string }) {
  return count === 0 ? (
    <span class="quiet">0</span>
  ) : (
    <Link to={to}>{count.toLocaleString('en')}</Link>
  )
}

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ChannelView } from '../../contract/channels.ts'
import type { RuleView } from '../../contract/rules.ts'
import { calls } from '../api.ts'
import { integrationName } from '../integrations.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { Empty } from '../parts/empty.tsx'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { Table } from '../parts/table.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { toast, toastFault } from '../toasts.tsx'
import { channelName, refreshEvery, useChannels } from './known-channels.ts'
import { Preview } from './preview.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import { matchInWords } from './rule-words.ts'

type Doing = { what: 'add' } | { what: 'edit' | 'delete'; rule: RuleView }

/** What is told where, in the order in which it is looked at. */
export function Rules() {
  const found = useAnswer('rules', async () => (await calls.listRules({})).items)
  useEvery(refreshEvery, () => void found.again())
  const known = useChannels()
  const [doing, setDoing] = useState<Doing | null>(null)
  const rules = found.value
  const channels = known.value
  const isWaiting = rules === undefined || channels === undefined
  const add = may('admin') && (
    <Button look="main" icon="horn" onClick={() => setDoing({ what: 'add' })}>
      Add a rule
    </Button>
  )

  function stop(): void {
    setDoing(null)
    void found.again()
  }

  return (
    <>
      <div class="buttons">
        <p class="lead">
          Which alerts are told where. All rules are looked at, from the first to the last; each
          channel is told once.
        </p>
        <span class="apart" />
        {rules !== undefined && rules.length > 0 && add}
      </div>
      <Fault text={found.fault ?? known.fault} />
      {isWaiting ? (
        found.fault === null && known.fault === null && <Wait lines={3} />
      ) : rules.length === 0 ? (
        <None hasChannels={channels.length > 0}>{add}</None>
      ) : (
        <>
          <Table label="Rules" head={['Order', 'Rule', 'Tells', ...(may('admin') ? [''] : [])]}>
            {rules.map((rule) => (
              <Row
                key={rule.id}
                rule={rule}
                count={rules.length}
                channels={channels}
                onDo={(what) => setDoing({ what, rule })}
                onChanged={found.again}
              />
            ))}
          </Table>
          <Preview channels={channels} rules={rules} />
        </>
      )}
      {doing !== null && doing.what !== 'delete' && (
        <RuleDialog
          rule={doing.what === 'edit' ? doing.rule : null}
          channels={channels ?? []}
          onClose={stop}
          onSaved={(rule) => {
            stop()
            toast(`Saved: ${rule.name}.`)
          }}
        />
      )}
      {doing?.what === 'delete' && <Delete rule={doing.rule} onClose={stop} />}
    </>
  )
}

function None({ hasChannels, children }: { hasChannels: boolean; children: ComponentChildren }) {
  return (
    <Empty icon="horn" title="No rule, so nobody is told">
      <p>
        A rule says which alerts are told on which channels: those of some projects, from some
        severity on, when they open or when they are resolved.
      </p>
      {hasChannels ? (
        children
      ) : (
        <>
          <p>It names channels, and there is none yet.</p>
          <Link class="button main" to="/notifications">
            Go to the channels
          </Link>
        </>
      )}
    </Empty>
  )
}

interface RowProps {
  rule: RuleView
  count: number
  channels: readonly ChannelView[]
  onDo: (what: 'edit' | 'delete') => void
  onChanged: () => Promise<void>
}

function Row({ rule, count, channels, onDo, onChanged }: RowProps) {
  const { id, name, enabled, position, match, channelIds, last, revision } = rule

  async function change(
    to: { enabled: boolean } | { position: number },
    { says, back }: { says: string; back: typeof to },
    ifMatch: number | '*' = revision,
  ): Promise<void> {
    try {
      await calls.updateRule({ id, ifMatch, ...to })
      const undo = () => change(back, { says: 'Undone.', back: to }, '*')
      toast(says, { undo })
    } catch (error) {
      toastFault(error)
    }
    await onChanged()
  }

  const turn = () =>
    change(
      { enabled: !enabled },
      { says: `${name} is ${enabled ? 'off' : 'on'}.`, back: { enabled } },
    )
  const move = (to: number) =>
    change({ position: to }, { says: `${name} is number ${to} now.`, back: { position } })

  return (
    <tr class={enabled ? '' : 'off'}>
      <td class="when" data-label="Order">
        {position}
      </td>
      <td class="name">
        <strong>{name}</strong>
        {!enabled && <span class="tag warn">off</span>}
        <span class="more">{matchInWords(match, { integration: integrationName })}</span>
        {last && <span class="more">When it matches, rules after it are not looked at.</span>}
      </td>
      <td class="why">
        <Told channelIds={channelIds} channels={channels} />
      </td>
      {may('admin') && (
        <td class="acts">
          <div class="buttons">
            <Button
              look="quiet"
              icon="up"
              class="step"
              aria-label={`Move up: ${name}`}
              title="Move up"
              disabled={position <= 1}
              onClick={() => move(position - 1)}
            />
            <Button
              look="quiet"
              icon="down"
              class="step"
              aria-label={`Move down: ${name}`}
              title="Move down"
              disabled={position >= count}
              onClick={() => move(position + 1)}
            />
            <Button aria-label={`Edit ${name}`} onClick={() => onDo('edit')}>
              Edit
            </Button>
            <Button aria-label={`Switch ${enabled ? 'off' : 'on'}: ${name}`} onClick={turn}>
              {enabled ? 'Switch off' : 'Switch on'}
            </Button>
            <Button look="quiet" aria-label={`Delete ${name}`} onClick={() => onDo('delete')}>
              Delete
            </Button>
          </div>
        </td>
      )}
    </tr>
  )
}

interface ToldProps {
  channelIds: readonly string[]
  channels: readonly ChannelView[]
}

/** The channels that a rule tells. */
function Told({ channelIds, channels }: ToldProps) {
  if (channelIds.length === 0) return <span class="tag warn">nobody</span>
  return (
    <>
      {'→ '}
      {channelIds.map((id, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link to={`/notifications/channels/${id}`}>{channelName(channels, id)}</Link>
          {channels.find((each) => each.id === id)?.enabled === false && (
            <span class="quiet"> (switched off)</span>
          )}
        </span>
      ))}
    </>
  )
}

function Delete({ rule: { id, name }, onClose }: { rule: RuleView; onClose: () => void }) {
  async function remove(): Promise<void> {
    await calls.deleteRule({ id })
    toast(`Deleted: ${name}.`)
    onClose()
  }

  return (
    <Confirm title={`Delete ${name}?`} does="Delete it" onSend={remove} onClose={onClose}>
      <p>
        Because of it nobody is told any more; what it had told already stays. This cannot be taken
        back; to try how it is without it, switch it off.
      </p>
    </Confirm>
  )
}

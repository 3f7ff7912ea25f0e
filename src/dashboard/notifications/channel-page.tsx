import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ChannelKindView, ChannelView } from '../../contract/channels.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { Page } from '../frame/page.tsx'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { toast, toastFault } from '../toasts.tsx'
import { DeleteChannel, EditChannel } from './channel-dialogs.tsx'
import { stateOf } from './channel-words.ts'
import { Counted } from './channels.tsx'
import { kindName } from './kinds.ts'
import { channelName, refreshEvery, useChannels } from './known-channels.ts'
import { LatestDeliveries } from './latest.tsx'
import { justMade } from './new-channel.tsx'
import { controlOf, labelOf, plainText, type Setting } from './setting-fields.ts'
import { ChannelState } from './state-tag.tsx'
import { TestChannel } from './test-button.tsx'

const back = { to: '/notifications', name: 'Channels' }

/** One channel: how it does, what is set, and what was told there. */
export function ChannelPage({ id }: { id: string }) {
  const found = useAnswer(`channel ${id}`, () => calls.showChannel({ id }))
  useEvery(refreshEvery, () => void found.again())
  const kinds = useAnswer('channel kinds', async () => (await calls.listChannelKinds({})).items)
  const channel = found.value
  const kind = kinds.value?.find((each) => each.kind === channel?.kind)
  return (
    <Page
      title={channel?.name ?? `Channel ${id}`}
      back={back}
      actions={
        channel !== undefined &&
        may('admin') && <Actions channel={channel} kind={kind} onChanged={found.put} />
      }
    >
      <Fault text={found.fault ?? kinds.fault} />
      {channel === undefined ? (
        found.fault === null && <Wait lines={6} />
      ) : (
        <Shown channel={channel} kind={kind} onTested={found.again} />
      )}
    </Page>
  )
}

interface ActionsProps {
  channel: ChannelView
  kind: ChannelKindView | undefined
  onChanged: (channel: ChannelView) => void
}

function Actions({ channel, kind, onChanged }: ActionsProps) {
  const [asks, setAsks] = useState<'edit' | 'delete' | null>(null)
  const { id, name, enabled } = channel
  const close = () => setAsks(null)

  async function turn(isOn: boolean): Promise<void> {
    try {
      onChanged(await calls.updateChannel({ id, enabled: isOn, ifMatch: '*' }))
      toast(isOn ? `${name} is switched on.` : `${name} is switched off.`, {
        undo: () => turn(!isOn),
      })
    } catch (error) {
      toastFault(error)
    }
  }

  return (
    <>
      {kind !== undefined && <Button onClick={() => setAsks('edit')}>Edit</Button>}
      <Button onClick={() => turn(!enabled)}>{enabled ? 'Switch off' : 'Switch on'}</Button>
      <Button look="danger" onClick={() => setAsks('delete')}>
        Delete
      </Button>
      {asks === 'edit' && kind !== undefined && (
        <EditChannel
          channel={channel}
          fields={kind.fields}
          onClose={close}
          onNewer={onChanged}
          onSaved={(saved) => {
            close()
            onChanged(saved)
            toast(`Saved: ${saved.name}.`)
          }}
        />
      )}
      {asks === 'delete' && <DeleteChannel channel={channel} onClose={close} />}
    </>
  )
}

interface ShownProps {
  channel: ChannelView
  kind: ChannelKindView | undefined
  onTested: () => unknown
}

function Shown({ channel, kind, onTested }: ShownProps) {
  const { id, kind: kindId, lastSentAt, pending, dead, fallbackChannelId, createdAt } = channel
  const channels = useChannels().value
  return (
    <>
      {justMade.value?.id === id && <Made {...justMade.value} />}
      <div class="verdict card stacked">
        <span>
          <ChannelState channel={channel} />
        </span>
        <p>{reasonOf(channel)}</p>
      </div>
      <dl class="strip card">
        <Fact name="Kind">{kindName(kindId)}</Fact>
        <Fact name="Last told">{lastSentAt === null ? 'never' : <Time at={lastSentAt} />}</Fact>
        <Fact name="Waiting">
          <Counted count={pending} to={`/notifications/deliveries?state=pending&channel=${id}`} />
        </Fact>
        <Fact name="Dead">
          <Counted count={dead} to={`/notifications/deliveries?state=dead&channel=${id}`} />
        </Fact>
        <Fact name="Fallback">
          {fallbackChannelId === null ? (
            'none'
          ) : (
            <Link to={`/notifications/channels/${fallbackChannelId}`}>
              {channelName(channels, fallbackChannelId)}
            </Link>
          )}
        </Fact>
        <Fact name="Added">
          <Time at={createdAt} />
        </Fact>
      </dl>
      <div class="panels whole">
        {may('admin') && <TestChannel id={id} onTested={onTested} />}
        <section class="card panel" aria-labelledby="settings">
          <h2 id="settings">Settings</h2>
          {channel.settings === null ? (
            <p class="quiet">Admins see what is set here.</p>
          ) : (
            <Settings channel={channel} fields={kind?.fields ?? []} />
          )}
        </section>
      </div>
      <section class="part" aria-labelledby="latest">
        <h2 id="latest">Told there last</h2>
        <LatestDeliveries channelId={id} />
      </section>
    </>
  )
}

/** Why it stands as it does, in a sentence. */
function reasonOf(channel: ChannelView): string {
  const { enabled, secrets, failingSince, lastFailure } = channel
  if (!enabled) return 'Nothing new is told there. What waits goes on waiting.'
  if (secrets === null) {
    return 'Its secrets were sealed with another key than that of now. Edit it, and give them again.'
  }
  if (failingSince !== null) return lastFailure ?? 'What was to be told there could not be told.'
  const { look } = stateOf(channel, now.value)
  return look === 'good'
    ? 'What was told there last was taken.'
    : 'Send a test to see whether it works. Alerts are told there as soon as a rule names it.'
}

function Made({ warning, ruleId }: { warning: string | null; ruleId: string | null }) {
  return (
    <div class="banner calm" role="status">
      <Icon name="check" />
      <p>
        <strong>The channel is there.</strong> Send a test to see that it works.{' '}
        {ruleId === null
          ? 'Then make a rule that names it: until then, nothing is told there.'
          : 'As there was no rule, one came with it: alerts of severity error and worse are told there.'}
        {warning !== null && <span class="warning-line"> {warning}</span>}
      </p>
      <div class="buttons">
        <Link class="button" to="/notifications/rules">
          Go to the rules
        </Link>
        <Button look="quiet" onClick={() => (justMade.value = null)}>
          Done
        </Button>
      </div>
    </div>
  )
}

function Settings({ channel, fields }: { channel: ChannelView; fields: readonly Setting[] }) {
  const { settings, secrets } = channel
  return (
    <dl class="facts">
      {fields.map((field) => {
        const { name, secret } = field
        const isSet = secret ? secrets?.includes(name) : settings?.[name] !== undefined
        const value = secret ? 'set' : textOf(settings?.[name], field)
        return (
          <div key={name}>
            <dt>{labelOf(name)}</dt>
            <dd>{isSet === true ? value : <span class="quiet">{unset(field)}</span>}</dd>
          </div>
        )
      })}
    </dl>
  )
}

function unset({ default: fallback }: Setting): string {
  return fallback === null ? 'not set' : `not set (${plainText(fallback)})`
}

function textOf(value: unknown, field: Setting): string {
  if (controlOf(field) === 'check') return value === true ? 'yes' : 'no'
  return Array.isArray(value) ? value.map(plainText).join(', ') : plainText(value)
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

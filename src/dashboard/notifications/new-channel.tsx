import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { ChannelKindView, CreatedChannelView } from '../../contract/channels.ts'
import { calls } from '../api.ts'
import { Page } from '../frame/page.tsx'
import { go, query } from '../navigation.ts'
import { useAnswer } from '../parts/answer.ts'
import { Fault } from '../parts/fault.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Link } from '../parts/link.tsx'
import { Wait } from '../parts/wait.tsx'
import { may, whenSomebodyElse } from '../session.ts'
import { Fallback } from './fallback.tsx'
import { KindChoice } from './kind-choice.tsx'
import { kindInWords, kindName } from './kinds.ts'
import { SettingFields, useFieldFault } from './setting-form.tsx'
import { draftOf, settingsIn, type Draft } from './setting-fields.ts'

const back = { to: '/notifications', name: 'Channels' }

/** The channel that was just made, with what may keep it from working, and the rule that came with it. */
export const justMade = signal<Pick<CreatedChannelView, 'id' | 'warning' | 'ruleId'> | null>(null)
whenSomebodyElse(() => {
  justMade.value = null
})

/** Makes a channel: what it is, then what that needs. */
export function NewChannel() {
  const kind = query.value.get('kind')
  if (!may('admin')) {
    return (
      <Page title="Add a channel" back={back}>
        <p>
          Adding one takes the role admin. <Link to="/notifications">See those that there are</Link>
        </p>
      </Page>
    )
  }
  if (kind === null) {
    return (
      <Page title="Add a channel" lead="Where do you want to be told?" back={back}>
        <KindChoice />
      </Page>
    )
  }
  return <OfKind key={kind} name={kind} />
}

function OfKind({ name }: { name: string }) {
  const found = useAnswer('channel kinds', async () => (await calls.listChannelKinds({})).items)
  const kind = found.value?.find((each) => each.kind === name)
  return (
    <Page
      title={`Add a channel: ${kindName(name)}`}
      back={{ to: '/notifications/channels/new', name: 'Kinds of channels' }}
      {...(kind !== undefined && { lead: kindInWords(kind) })}
    >
      <Fault text={found.fault} />
      {found.value === undefined ? (
        found.fault === null && <Wait lines={4} />
      ) : kind === undefined ? (
        <>
          <p>There is no such kind of channel. These are there:</p>
          <KindChoice />
        </>
      ) : (
        <section class="card panel form-card">
          <Create kind={kind} />
        </section>
      )}
    </Page>
  )
}

function Create({ kind: { kind, fields } }: { kind: ChannelKindView }) {
  const [name, setName] = useState('')
  const [draft, setDraft] = useState<Draft>(() => draftOf(fields, {}))
  const [fallback, setFallback] = useState('')
  const { fault, sending } = useFieldFault(fields)

  async function create(): Promise<void> {
    const { id, warning, ruleId } = await calls.createChannel({
      kind,
      name,
      settings: settingsIn(fields, draft),
      ...(fallback !== '' && { fallbackChannelId: fallback }),
    })
    justMade.value = { id, warning, ruleId }
    go(`/notifications/channels/${id}`, { replace: true })
  }

  return (
    <Form does="Add it" onSend={() => sending(create)} onCancel={() => go('/notifications')}>
      <Field
        label="Name"
        isFirst
        required
        autocomplete="off"
        maxLength={100}
        value={name}
        onValue={setName}
        hint="Such as the room in which people read: #ops."
      />
      <SettingFields fields={fields} draft={draft} onDraft={setDraft} fault={fault} />
      <Fallback value={fallback} onValue={setFallback} />
    </Form>
  )
}

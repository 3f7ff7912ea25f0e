import { useState } from 'preact/hooks'
import type { ChannelView } from '../../contract/channels.ts'
import { calls } from '../api.ts'
import { go } from '../navigation.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Problem } from '../problem.ts'
import { toast } from '../toasts.tsx'
import { Fallback } from './fallback.tsx'
import { SettingFields, useFieldFault } from './setting-form.tsx'
import { draftOf, settingsIn, type Draft, type Setting } from './setting-fields.ts'

interface EditProps {
  channel: ChannelView
  fields: readonly Setting[]
  onClose: () => void
  onSaved: (channel: ChannelView) => void
  /** Hears of what somebody else made of it meanwhile. */
  onNewer: (channel: ChannelView) => void
}

/** Changes what a channel is called and what is set for it. */
export function EditChannel({ channel: first, fields, onClose, onSaved, onNewer }: EditProps) {
  const [channel, setChannel] = useState(first)
  const [name, setName] = useState(first.name)
  const [draft, setDraft] = useState<Draft>(() => draftOf(fields, first.settings ?? {}))
  const [taken, setTaken] = useState<readonly string[]>([])
  const [fallback, setFallback] = useState(first.fallbackChannelId ?? '')
  const [warning, setWarning] = useState<string | null>(null)
  const { fault, sending } = useFieldFault(fields)

  function take(newer: ChannelView): void {
    setChannel(newer)
    setName(newer.name)
    setDraft(draftOf(fields, newer.settings ?? {}))
    setTaken([])
    setFallback(newer.fallbackChannelId ?? '')
    onNewer(newer)
  }

  async function save(): Promise<void> {
    const settings = settingsIn(fields, draft, { before: channel.settings ?? {}, taken })
    const wasFallback = channel.fallbackChannelId ?? ''
    try {
      const saved = await calls.updateChannel({
        id: channel.id,
        ifMatch: channel.revision,
        ...(name !== channel.name && { name }),
        ...(Object.keys(settings).length > 0 && { settings }),
        ...(fallback !== wasFallback && { fallbackChannelId: fallback || null }),
      })
      if (saved.warning === null) {
        onSaved(saved)
        return
      }
      take(saved)
      setWarning(saved.warning)
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) throw error
      take(error.current as ChannelView)
      throw new Problem(
        error.status,
        error.code,
        'Not saved: somebody else changed this channel meanwhile. The fields show how it is now; change what you want, and save again.',
      )
    }
  }

  return (
    <Dialog title={`Edit ${first.name}`} onClose={onClose} isWide>
      <Form does="Save" onSend={() => sending(save)} onCancel={onClose}>
        <Field
          label="Name"
          required
          autocomplete="off"
          maxLength={100}
          value={name}
          onValue={setName}
        />
        <SettingFields
          fields={fields}
          draft={draft}
          onDraft={setDraft}
          secrets={channel.secrets ?? []}
          taken={taken}
          onTaken={setTaken}
          fault={fault}
        />
        <Fallback of={channel.id} value={fallback} onValue={setFallback} />
        {warning !== null && <p class="warn-text">Saved, but it may not work: {warning}</p>}
      </Form>
    </Dialog>
  )
}

/** Ends a channel, after saying what goes with it. */
export function DeleteChannel({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const { id, name, pending } = channel

  async function remove(): Promise<void> {
    await calls.deleteChannel({ id })
    toast(`${name} is deleted.`)
    go('/notifications', { replace: true })
  }

  return (
    <Confirm title={`Delete ${name}?`} does="Delete it" onSend={remove} onClose={onClose}>
      <p>
        Rules no longer name it
        {pending > 0 &&
          `, and what waits to be told there (${pending.toLocaleString('en')}) is given up`}
        . What was told stays in the ledger. This cannot be taken back; to have quiet for a while,
        switch it off.
      </p>
    </Confirm>
  )
}

import { useState } from 'preact/hooks'
import type { SilenceView } from '../../contract/silences.ts'
import { calls } from '../api.ts'
import { now, timeNow } from '../clock.ts'
import { integrationName } from '../integrations.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Form } from '../parts/form.tsx'
import { Problem } from '../problem.ts'
import { absoluteTime, localMinute, shortTime } from '../time.ts'
import { useFieldFault } from './setting-form.tsx'
import { endIn, lengthWords, silencedIn, type SilenceDraft } from './silence-draft.ts'
import { silencedInWords } from './silence-words.ts'
import { sourceDraftOf } from './source-draft.ts'
import { knownProjects, SourceFields } from './source-fields.tsx'

interface Props {
  /** With what it begins. */
  sources: Pick<SilenceView['match'], 'integrationIds' | 'projects'>
  onClose: () => void
  onMade: (silence: SilenceView) => void
}

const fields = ['endsAt', 'reason'].map((name) => ({ name }))

/** Says of what nobody is told for a time. */
export function SilenceDialog({ sources, onClose, onMade }: Props) {
  const [slugs] = useState(knownProjects)
  const [draft, setDraft] = useState<SilenceDraft>(() => ({
    ...sourceDraftOf(sources, slugs),
    title: '',
    length: '1h',
    until: '',
    reason: '',
  }))
  const change = (to: Partial<SilenceDraft>) => setDraft({ ...draft, ...to })
  const { fault, sending } = useFieldFault(fields)
  const faultOf = (name: string) => (fault?.name === name ? fault.text : null)

  async function save(): Promise<void> {
    const { title, ...match } = silencedIn(draft)
    if (silencedInWords({ title, ...match }, { integration: integrationName }) === '') {
      throw new Problem(400, 'invalid_request', `${sayWhat} There is no silence of everything.`)
    }
    const endsAt = endIn(draft, timeNow())
    if (endsAt === null) throw new Problem(400, 'invalid_request', 'endsAt should be a time.')
    onMade(
      await calls.createSilence({
        match: { ...match, ...(title !== null && { title }) },
        endsAt: new Date(endsAt).toISOString(),
        reason: draft.reason,
      }),
    )
  }

  return (
    <Dialog title="Silence something" onClose={onClose} isWide>
      <Form does="Silence it" onSend={() => sending(save)} onCancel={onClose}>
        <SourceFields draft={draft} slugs={slugs} onChange={change} />
        <Field
          label="A part of the title (optional)"
          hint="In whatever letter case."
          autocomplete="off"
          maxLength={200}
          value={draft.title}
          onValue={(title) => change({ title })}
        />
        <Select
          label="For how long"
          value={draft.length}
          options={lengthWords}
          onValue={(length) => change({ length })}
        />
        {draft.length === 'until' && (
          <Field
            label="Ends at"
            name="endsAt"
            type="datetime-local"
            required
            min={localMinute(now.value)}
            value={draft.until}
            onValue={(until) => change({ until })}
            fault={faultOf('endsAt')}
          />
        )}
        <Field
          label="Why"
          name="reason"
          hint="For those who wonder why nobody was told."
          required
          autocomplete="off"
          maxLength={500}
          placeholder="deploy at noon"
          value={draft.reason}
          onValue={(reason) => change({ reason })}
          fault={faultOf('reason')}
        />
        <p>
          <Meant draft={draft} />
        </p>
      </Form>
    </Dialog>
  )
}

const sayWhat = 'Choose an integration or a project, or write a part of the title.'

/** What the fields say, in a sentence. */
function Meant({ draft }: { draft: SilenceDraft }) {
  const what = silencedInWords(silencedIn(draft), { integration: integrationName })
  const end = endIn(draft, now.value)
  if (what === '') return <span class="quiet">{sayWhat} What is left empty is no condition.</span>
  return (
    <>
      Nobody is told of alerts with all of this: <strong>{what}</strong>
      {end !== null && (
        <>
          {' — until '}
          <time title={absoluteTime(end)}>{shortTime(end, now.value)}</time>
        </>
      )}
      .
    </>
  )
}

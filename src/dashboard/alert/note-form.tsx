import type { AlertView } from '../../contract/alerts.ts'
import { note } from '../alerts/actions.ts'
import { Button } from '../parts/button.tsx'
import { myId } from '../session.ts'
import { draftOf, keepDraft, returnDraft } from './drafts.ts'

/** Where one writes on the timeline what others should know. */
export function NoteForm({ alert }: { alert: AlertView }) {
  const { id } = alert
  const text = draftOf(id)

  function write(): void {
    const said = text.trim()
    if (said === '') return
    keepDraft(id, '')
    const by = myId.peek()
    note(alert, said, () => returnDraft(id, said, by))
  }

  return (
    <form
      class="note-form"
      onSubmit={(event) => {
        event.preventDefault()
        write()
      }}
    >
      <textarea
        aria-label="Note"
        rows={2}
        maxLength={4000}
        placeholder="A note for the others: what you found, what you did"
        value={text}
        onInput={(event) => keepDraft(id, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) write()
        }}
      />
      <Button type="submit" icon="note">
        Write
      </Button>
    </form>
  )
}

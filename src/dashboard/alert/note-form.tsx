import { useState } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import { note } from '../alerts/actions.ts'
import { Button } from '../parts/button.tsx'

/** Where one writes on the timeline what others should know. */
export function NoteForm({ alert }: { alert: AlertView }) {
  const [text, setText] = useState('')

  function write(): void {
    const said = text.trim()
    if (said === '') return
    setText('')
    note(alert, said, () => setText(said))
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
        onInput={(event) => setText(event.currentTarget.value)}
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

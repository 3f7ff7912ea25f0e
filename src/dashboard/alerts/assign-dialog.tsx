import { useState } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import { calls } from '../api.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { myName } from '../session.ts'
import { assign } from './actions.ts'

interface Props {
  alerts: readonly AlertView[]
  /** Who has others: to choose from. */
  known: readonly string[]
  onClose: () => void
}

/** So many have a button of their own; the others are suggested while one types. */
const mostShown = 8

/** Who has some alerts. */
export function AssignDialog({ alerts, known, onClose }: Props) {
  const [name, setName] = useState('')
  const people = useAnswer('assignees', () => calls.listAssignees({})).value?.items ?? []

  async function choose(assignee: string | null): Promise<void> {
    onClose()
    await assign(alerts, assignee)
  }

  const isTaken = alerts.some(({ assignee }) => assignee !== null)
  const others = [...new Set([...known, ...people])].filter((each) => each !== myName.value)
  return (
    <Dialog
      title={alerts.length === 1 ? 'Assign' : `Assign ${alerts.length} alerts`}
      onClose={onClose}
    >
      <form
        class="form inline"
        onSubmit={(event) => {
          event.preventDefault()
          void choose(name.trim() || myName.value)
        }}
      >
        <Field
          label="A person or team"
          isFirst
          placeholder={myName.value}
          suggestions={others}
          maxLength={200}
          value={name}
          onValue={setName}
        />
        <Button type="submit" look="main">
          Assign
        </Button>
      </form>
      <div class="choices">
        <Button icon="person" onClick={() => void choose(myName.value)}>
          To me ({myName.value})
        </Button>
        {others.slice(0, mostShown).map((each) => (
          <Button key={each} icon="person" onClick={() => void choose(each)}>
            {each}
          </Button>
        ))}
        {isTaken && <Button onClick={() => void choose(null)}>To nobody</Button>}
      </div>
    </Dialog>
  )
}

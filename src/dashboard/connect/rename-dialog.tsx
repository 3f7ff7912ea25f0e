import { useState } from 'preact/hooks'
import type { IntegrationView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { tell } from '../live/live.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { mustBeNew } from './name.ts'

interface Props {
  integration: IntegrationView
  onClose: () => void
}

export function RenameDialog({ integration: { id, name: before, revision }, onClose }: Props) {
  const [name, setName] = useState(before)

  async function save(): Promise<void> {
    mustBeNew(name, id)
    tell('integration', await calls.updateIntegration({ id, name, ifMatch: revision }))
    onClose()
  }

  return (
    <Dialog title={`Rename ${before}`} onClose={onClose}>
      <Form does="Rename" onSend={save} onCancel={onClose}>
        <Field label="Name" required maxLength={100} value={name} onValue={setName} />
      </Form>
    </Dialog>
  )
}

import type { ComponentChildren } from 'preact'
import { Dialog } from './dialog.tsx'
import { Form } from './form.tsx'

interface Props {
  title: string
  /** What the button says. */
  does: string
  onSend: () => Promise<unknown>
  onClose: () => void
  children: ComponentChildren
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, does, onSend, onClose, children }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form does={does} onSend={onSend} onCancel={onClose} isDangerous>
        {children}
      </Form>
    </Dialog>
  )
}

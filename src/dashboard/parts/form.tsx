import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { sentenceOf } from '../problem.ts'
import { Button } from './button.tsx'
import { Fault } from './fault.tsx'

interface Props {
  /** What the button says. */
  does: string
  /** Sends it. What it throws is shown above the button. */
  onSend: () => Promise<unknown>
  children: ComponentChildren
  onCancel?: () => void
  isDangerous?: boolean
}

/** Fields that are sent together, once at a time. */
export function Form({ does, onSend, children, onCancel, isDangerous = false }: Props) {
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function send(event: Event): Promise<void> {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setFault(null)
    try {
      await onSend()
    } catch (error) {
      setFault(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form class="form" method="post" onSubmit={(event) => void send(event)}>
      {children}
      <Fault text={fault} />
      <div class="buttons">
        <Button type="submit" look={isDangerous ? 'danger' : 'main'} isBusy={isBusy}>
          {does}
        </Button>
        {onCancel !== undefined && <Button onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  )
}

import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { askWho, meFault } from '../session.ts'
import { Card } from './card.tsx'

/** Nobody knows who looks, because that could not be asked. It is asked again by itself. */
export function NoAnswer() {
  return (
    <Card title="Navish does not answer">
      <Fault text={meFault.value} />
      <Button look="main" onClick={askWho}>
        Try again
      </Button>
    </Card>
  )
}

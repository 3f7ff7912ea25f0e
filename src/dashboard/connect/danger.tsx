import { useState } from 'preact/hooks'
import type { IntegrationView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { go } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { toast } from '../toasts.tsx'

interface Props {
  integration: IntegrationView
  onChanged: () => void
}

/** What ends an integration. */
export function Danger({ integration: { id, name, revokedAt }, onChanged }: Props) {
  const [asks, setAsks] = useState<'revoke' | 'delete'>()
  const close = () => setAsks(undefined)

  async function revoke(): Promise<void> {
    await calls.revokeIntegration({ id })
    toast(`${name} takes nothing any more.`)
    close()
    onChanged()
  }

  async function remove(): Promise<void> {
    await calls.deleteIntegration({ id })
    toast(`${name} is deleted.`)
    go('/integrations', { replace: true })
  }

  return (
    <section class="card panel">
      <h2>End it</h2>
      <p class="quiet">
        Revoked, its webhook URLs stop working; deleted, it also leaves the list. Its alerts and
        events stay.
      </p>
      <div class="buttons">
        {revokedAt === null && (
          <Button look="danger" onClick={() => setAsks('revoke')}>
            Revoke
          </Button>
        )}
        <Button look="danger" onClick={() => setAsks('delete')}>
          Delete
        </Button>
      </div>
      {asks === 'revoke' && (
        <Confirm title={`Revoke ${name}?`} does="Revoke it" onSend={revoke} onClose={close}>
          <p>Whatever Sentry sends there from now on is refused. This cannot be taken back.</p>
        </Confirm>
      )}
      {asks === 'delete' && (
        <Confirm title={`Delete ${name}?`} does="Delete it" onSend={remove} onClose={close}>
          <p>Its webhook URLs stop working at once. This cannot be taken back.</p>
        </Confirm>
      )}
    </section>
  )
}

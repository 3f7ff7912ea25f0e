import { useState } from 'preact/hooks'
import type { NewTokenView, TokenView } from '../../contract/accounts.ts'
import type { Role } from '../../core/account.ts'
import { calls } from '../api.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Form } from '../parts/form.tsx'
import { role as myRole } from '../session.ts'
import { rolesUpTo } from './roles.ts'

const day = 24 * 60 * 60
const lives = [
  [String(30 * day), '30 days'],
  [String(90 * day), '90 days'],
  [String(365 * day), '1 year'],
  ['', 'never'],
] as const

interface CreateProps {
  onClose: () => void
  onMade: (token: NewTokenView) => void
}

/** Makes a token. */
export function Create({ onClose, onMade }: CreateProps) {
  const [label, setLabel] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [life, setLife] = useState<string>(String(90 * day))

  async function create(): Promise<void> {
    onMade(
      await calls.createToken({
        label,
        role,
        ...(life !== '' && { expiresInSeconds: Number(life) }),
      }),
    )
  }

  return (
    <Dialog title="Create a token" onClose={onClose}>
      <Form does="Create" onSend={create} onCancel={onClose}>
        <Field
          label="What it is for"
          autocomplete="off"
          placeholder="ci"
          required
          pattern=".*\S.*"
          maxLength={100}
          value={label}
          onValue={setLabel}
        />
        <Select
          label="Role"
          value={role}
          options={rolesUpTo(myRole.value ?? 'viewer')}
          onValue={setRole}
        />
        <Select label="Expires in" value={life} options={lives} onValue={setLife} />
      </Form>
    </Dialog>
  )
}

interface RevokeProps {
  token: TokenView
  onClose: () => void
  onRevoked: () => void
}

/** Ends one. */
export function Revoke({ token: { id, label }, onClose, onRevoked }: RevokeProps) {
  async function revoke(): Promise<void> {
    await calls.revokeToken({ id })
    onRevoked()
  }

  return (
    <Confirm title={`Revoke "${label}"?`} does="Revoke" onSend={revoke} onClose={onClose}>
      <p>Whatever uses it is refused from now on. This cannot be undone.</p>
    </Confirm>
  )
}

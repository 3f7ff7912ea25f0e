import { useState } from 'preact/hooks'
import type { LinkView, UserView } from '../../contract/accounts.ts'
import type { Role } from '../../core/account.ts'
import { calls } from '../api.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/select.tsx'
import { Form } from '../parts/form.tsx'
import { Problem } from '../problem.ts'
import { rolesUpTo } from './roles.ts'

interface AddProps {
  onClose: () => void
  onAdded: (made: { user: UserView; link: LinkView | null }) => void
}

/** Lets somebody in. */
export function AddPerson({ onClose, onAdded }: AddProps) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('operator')

  async function add(): Promise<void> {
    const called = name.trim()
    onAdded(await calls.createUser({ email, role, ...(called !== '' && { name: called }) }))
  }

  return (
    <Dialog title="Add a person" onClose={onClose}>
      <p>
        You get a one-time link to send to them, with which they choose a password. Whoever comes by
        single sign-on needs none.
      </p>
      <Form does="Add" onSend={add} onCancel={onClose}>
        <Field
          label="E-mail address"
          type="email"
          autocomplete="off"
          required
          maxLength={254}
          value={email}
          onValue={setEmail}
        />
        <Field
          label="Name (optional)"
          autocomplete="off"
          maxLength={200}
          value={name}
          onValue={setName}
        />
        <Select label="Role" value={role} options={rolesUpTo('admin')} onValue={setRole} />
      </Form>
    </Dialog>
  )
}

interface EditProps {
  user: UserView
  onClose: () => void
  onSaved: (user: UserView) => void
  /** Hears of what somebody else made of them meanwhile. */
  onNewer: (user: UserView) => void
}

/** Changes what somebody is called, and what they may do. */
export function EditPerson({ user: first, onClose, onSaved, onNewer }: EditProps) {
  const [user, setUser] = useState(first)
  const [name, setName] = useState(first.name ?? '')
  const [role, setRole] = useState(first.role)
  const [isDisabled, setDisabled] = useState(first.disabledAt !== null)

  function take(newer: UserView): void {
    setUser(newer)
    setName(newer.name ?? '')
    setRole(newer.role)
    setDisabled(newer.disabledAt !== null)
    onNewer(newer)
  }

  async function save(): Promise<void> {
    const called = name.trim() === '' ? null : name.trim()
    const wasDisabled = user.disabledAt !== null
    try {
      const saved = await calls.updateUser({
        id: user.id,
        ifMatch: user.revision,
        ...(called !== user.name && { name: called }),
        ...(role !== user.role && { role }),
        ...(isDisabled !== wasDisabled && { disabled: isDisabled }),
      })
      onSaved(saved)
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) throw error
      take(error.current as UserView)
      throw new Problem(
        error.status,
        error.code,
        'Not saved: somebody else changed this person meanwhile. The fields show how it is now; change what you want, and save again.',
      )
    }
  }

  return (
    <Dialog title={`Edit ${user.email}`} onClose={onClose}>
      <Form does="Save" onSend={save} onCancel={onClose}>
        <Field label="Name" autocomplete="off" maxLength={200} value={name} onValue={setName} />
        <Select label="Role" value={role} options={rolesUpTo('admin')} onValue={setRole} />
        <label class="check">
          <input
            type="checkbox"
            checked={isDisabled}
            onChange={(event) => setDisabled(event.currentTarget.checked)}
          />
          <span>
            Disabled
            <span class="hint">
              They cannot sign in, and their sessions and tokens do not work.
            </span>
          </span>
        </label>
      </Form>
    </Dialog>
  )
}

interface LinkProps {
  user: UserView
  onClose: () => void
  onMade: (link: LinkView) => void
}

/** Makes a link with which somebody chooses a new password. */
export function LinkPerson({ user: { id, email, hasPassword }, onClose, onMade }: LinkProps) {
  return (
    <Dialog title="New one-time link" onClose={onClose}>
      <Form
        does="Make a link"
        onSend={async () => onMade(await calls.createUserLink({ id }))}
        onCancel={onClose}
      >
        <p>
          With it, {email} chooses a {hasPassword ? 'new ' : ''}password within 24 hours. A link
          made before stops working.
          {hasPassword ? ' Their password so far works until then.' : ''}
        </p>
      </Form>
    </Dialog>
  )
}

interface DeleteProps {
  user: UserView
  onClose: () => void
  onDeleted: () => void
}

/** Removes somebody, after saying what goes with them. */
export function DeletePerson({ user: { id, email }, onClose, onDeleted }: DeleteProps) {
  async function remove(): Promise<void> {
    await calls.deleteUser({ id })
    onDeleted()
  }

  return (
    <Confirm title={`Remove ${email}?`} does="Remove" onSend={remove} onClose={onClose}>
      <p>
        Their sessions end at once, and their API tokens stop working. What they did stays on the
        timelines and in the audit log, and alerts stay assigned to them. This cannot be undone; to
        lock somebody out for a while, disable them.
      </p>
    </Confirm>
  )
}

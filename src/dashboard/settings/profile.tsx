import { useState } from 'preact/hooks'
import { calls } from '../api.ts'
import { leave } from '../frame/leave.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { PasswordField } from '../parts/secret-field.tsx'
import { Form } from '../parts/form.tsx'
import { askWho, me } from '../session.ts'
import { toast } from '../toasts.tsx'
import { roleInWords } from './roles.ts'

/** Who one is here. */
export function Profile() {
  const who = me.value
  if (who === null || who === 'unknown') return null
  const { user, role, name } = who
  return (
    <div class="panels">
      <section class="panel card" aria-labelledby="who">
        <h2 id="who">You</h2>
        <dl class="lines">
          {typeof user?.name === 'string' && (
            <div>
              <dt>Name</dt>
              <dd>{user.name}</dd>
            </div>
          )}
          <div>
            <dt>{user === null ? 'Known as' : 'E-mail address'}</dt>
            <dd>{user?.email ?? name}</dd>
          </div>
          <div>
            <dt>Role</dt>
            <dd>{roleInWords(role)}</dd>
          </div>
          {user !== null && (
            <div>
              <dt>You sign in with</dt>
              <dd>{waysInWords(user)}</dd>
            </div>
          )}
        </dl>
        <div class="buttons">
          <Button icon="out" onClick={leave}>
            Sign out
          </Button>
        </div>
      </section>
      {user?.hasPassword === true && <Password email={user.email} />}
    </div>
  )
}

/** How somebody signs in. */
export function waysInWords(user: { hasPassword: boolean; singleSignOn: boolean }): string {
  const ways = [
    ...(user.hasPassword ? ['password'] : []),
    ...(user.singleSignOn ? ['single sign-on'] : []),
  ]
  return ways.join(', ') || 'nothing yet'
}

function Password({ email }: { email: string }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')

  async function change(): Promise<void> {
    await calls.changePassword({ currentPassword: current, newPassword: next })
    setCurrent('')
    setNext('')
    toast('Password changed. All your other sessions ended.')
    await askWho()
  }

  return (
    <section class="panel card" aria-labelledby="password">
      <h2 id="password">Change password</h2>
      <Form does="Change password" onSend={change}>
        {/* Password managers look for whose password it is. */}
        <div hidden>
          <Field
            label="E-mail address"
            autocomplete="username"
            readOnly
            value={email}
            onValue={() => {}}
          />
        </div>
        <PasswordField
          label="Current password"
          use="current"
          value={current}
          onValue={setCurrent}
        />
        <PasswordField label="New password" use="new" value={next} onValue={setNext} />
        <p class="hint">Wherever else you are signed in, you have to sign in again.</p>
      </Form>
    </section>
  )
}

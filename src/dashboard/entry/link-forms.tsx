import { useState } from 'preact/hooks'
import { go } from '../navigation.ts'
import { Field } from '../parts/field.tsx'
import { PasswordField } from '../parts/secret-field.tsx'
import { Form } from '../parts/form.tsx'
import { Link } from '../parts/link.tsx'
import { myId } from '../session.ts'
import { absoluteTime } from '../time.ts'
import { Card } from './card.tsx'
import { takeLink, type LinkState, type OneTime } from './link.ts'
import { steps } from './steps.ts'

interface LinkProps {
  link: OneTime
  onDead: (state: LinkState) => void
}

function Expiry({ link }: { link: OneTime }) {
  return <time dateTime={link.expiresAt}>{absoluteTime(Date.parse(link.expiresAt))}</time>
}

/** Makes the first admin. */
export function FirstAdmin({ link, onDead }: LinkProps) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')

  async function create(): Promise<void> {
    const who = { email, password, ...(name.trim() !== '' && { name: name.trim() }) }
    // Not the link: going back would only show that it is used up.
    const dead = await takeLink(who)
    if (dead === null) go('/setup?step=address', { replace: true })
    else onDead(dead)
  }

  return (
    <Card title="Create the first admin" step={{ at: 0, of: steps }}>
      <p class="lead">
        Welcome to Navish. You will sign in with this address and password. This link works until{' '}
        <Expiry link={link} />.
      </p>
      <Form does="Create and go on" onSend={create}>
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autocomplete="username"
          required
          maxLength={254}
          value={email}
          onValue={setEmail}
        />
        <Field
          label="Name (optional)"
          name="name"
          autocomplete="name"
          maxLength={200}
          value={name}
          onValue={setName}
        />
        <PasswordField label="Password" use="new" value={password} onValue={setPassword} />
      </Form>
    </Card>
  )
}

/** Sets a password. */
export function NewPassword({ link, onDead }: LinkProps) {
  const [password, setPassword] = useState('')

  async function save(): Promise<void> {
    const dead = await takeLink({ password })
    if (dead === null) go('/', { replace: true })
    else onDead(dead)
  }

  return (
    <Card title="Choose a password">
      <p class="lead">
        You will sign in with it. This link works until <Expiry link={link} />.
      </p>
      <Form does="Save and sign in" onSend={save}>
        <Field
          label="E-mail address"
          type="email"
          autocomplete="username"
          readOnly
          value={link.email ?? ''}
          onValue={() => {}}
        />
        <PasswordField label="New password" use="new" value={password} onValue={setPassword} />
      </Form>
    </Card>
  )
}

/** Whoever reads this does not know where the server has its data; whoever started it does. */
export function DataDirHint() {
  return (
    <p class="hint">
      With the same <code>--data-dir</code> as the server, if it was started with one.
    </p>
  )
}

/** What to do when the link is used up. */
export function Dead({ needsSetup }: { needsSetup: boolean }) {
  return (
    <Card title="This link does not work any more">
      <p>It was used already, it has expired, or a newer one took its place.</p>
      {myId.value !== null ? (
        <Link class="button main" to="/">
          Go to the alerts
        </Link>
      ) : needsSetup ? (
        <>
          <p>
            Navish has no admin yet: start it again, and it prints a new link, which is valid for 30
            minutes. Or create an admin on the server, in a shell:
          </p>
          <code class="command">navish admin create you@example.org</code>
          <DataDirHint />
        </>
      ) : (
        <>
          <p>
            If you know your password, <Link to="/">sign in</Link>. If not, an admin can make a new
            link for you. An admin who is locked out gets in again with a command on the server:
          </p>
          <code class="command">navish admin reset you@example.org</code>
          <DataDirHint />
        </>
      )}
    </Card>
  )
}

import { useEffect, useState } from 'preact/hooks'
import type { SignInWays } from '../../contract/endpoints.ts'
import { send } from '../api.ts'
import { base } from '../base.ts'
import { path, query, say } from '../navigation.ts'
import { Fault } from '../parts/fault.tsx'
import { Field } from '../parts/field.tsx'
import { PasswordField } from '../parts/secret-field.tsx'
import { Form } from '../parts/form.tsx'
import { Button } from '../parts/button.tsx'
import { Wait } from '../parts/wait.tsx'
import { sentenceOf } from '../problem.ts'
import { hasEnded, whoChanged } from '../session.ts'
import { Card } from './card.tsx'
import { DataDirHint } from './link-forms.tsx'

/** How one gets in. */
export function SignIn() {
  const [ways, setWays] = useState<SignInWays>()
  const [fault, setFault] = useState<string | null>(null)
  const [hasAccount, setHasAccount] = useState(false)
  const notice = useNotice()

  function ask(): void {
    setFault(null)
    send('GET', '/v1/auth').then(
      (answer) => setWays(answer as SignInWays),
      (error: unknown) => setFault(sentenceOf(error)),
    )
  }
  useEffect(ask, [])

  if (fault !== null) {
    return (
      <Card title="Sign in">
        <Fault text={fault} />
        <Button look="main" onClick={ask}>
          Try again
        </Button>
      </Card>
    )
  }
  if (ways === undefined) {
    return (
      <Card title="Sign in">
        <Wait lines={4} />
      </Card>
    )
  }
  if (ways.needsSetup && !hasAccount && notice === null) {
    return <NeedsSetup onHasAccount={() => setHasAccount(true)} />
  }
  return (
    <Card title="Sign in" key="ways">
      <Fault text={notice} />
      {notice === null && hasEnded.value && (
        <p class="warn-text" role="status">
          You are not signed in any more: the session was ended, here or elsewhere.
        </p>
      )}
      {ways.password && <WithPassword />}
      {ways.password && ways.singleSignOn !== null && <p class="or">or</p>}
      {ways.singleSignOn !== null && (
        <a class="button" href={`${base}${ways.singleSignOn.url.slice(1)}?returnTo=${here()}`}>
          Sign in with {ways.singleSignOn.name}
        </a>
      )}
    </Card>
  )
}

function here(): string {
  const { search } = window.location
  return encodeURIComponent(`${path.value}${search.includes('signInError') ? '' : search}`)
}

function WithPassword() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')

  async function signIn(): Promise<void> {
    await send('POST', '/v1/auth/sign-in', { body: { email, password } })
    if (query.value.has('signInError')) say({ signInError: null }, { replace: true })
    await whoChanged()
  }

  return (
    <Form does="Sign in" onSend={signIn}>
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
      <PasswordField label="Password" use="current" value={password} onValue={setPassword} />
    </Form>
  )
}

function NeedsSetup({ onHasAccount }: { onHasAccount: () => void }) {
  return (
    <Card title="Navish has no admin yet">
      <p>
        When it started, Navish printed a set-up link, which makes you the first admin. It is valid
        for 30 minutes: start Navish again for a new one.
      </p>
      <p>Or create an admin on the server, in a shell:</p>
      <code class="command">navish admin create you@example.org</code>
      <DataDirHint />
      <Button onClick={onHasAccount}>I have an account already</Button>
    </Card>
  )
}

/** Why single sign-on sent somebody back here. The server wrote it into the page: an address only says a word. */
function useNotice(): string | null {
  const said = document.querySelector('meta[name="sign-in-notice"]')?.getAttribute('content') ?? ''
  return query.value.has('signInError') && said !== '' ? said : null
}

import { useEffect, useState } from 'preact/hooks'
import type { SignInWays } from '../../contract/endpoints.ts'
import { send } from '../api.ts'
import { go, query } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Field, PasswordField } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Link } from '../parts/link.tsx'
import { Wait } from '../parts/wait.tsx'
import { Problem, sentenceOf } from '../problem.ts'
import { askWho, may, me, meFault } from '../session.ts'
import { absoluteTime } from '../time.ts'
import { Card } from './card.tsx'
import { AddressStep } from './address-step.tsx'
import { ConnectStep } from './connect-step.tsx'
import { SignIn } from './sign-in.tsx'
import { steps } from './steps.ts'
import { TryStep } from './try-step.tsx'

interface OneTime {
  kind: 'setup' | 'password'
  email: string | null
  expiresAt: string
}

type State =
  | { is: 'asking' | 'incomplete' }
  | { is: 'usable'; link: OneTime }
  | { is: 'dead'; needsSetup: boolean }
  | { is: 'failed'; text: string }

/** What stands behind the # of a one-time link, which no server and no log ever sees. */
const token = () => decodeURIComponent(window.location.hash.slice(1))

/** Where one-time links lead: the first admin is led from there to the first alert; others choose a password. */
export function Setup() {
  const step = query.value.get('step')
  if (token() !== '' || step === null) return <OneTimeLink />
  if (meFault.value !== null) return <Card title="Set up">{<Fault text={meFault.value} />}</Card>
  if (me.value === 'unknown') return <Card title="Set up">{<Wait />}</Card>
  if (me.value === null) return <SignIn />
  if (!may('admin')) return <NotForYou />
  switch (step) {
    case 'connect':
      return <ConnectStep />
    case 'try':
      return <TryStep />
    default:
      return <AddressStep />
  }
}

function NotForYou() {
  return (
    <Card title="Set up">
      <p>Setting up Navish takes the role admin.</p>
      <Link class="button main" to="/">
        Go to the alerts
      </Link>
    </Card>
  )
}

function OneTimeLink() {
  const [state, setState] = useState<State>({ is: 'asking' })

  async function check(): Promise<void> {
    if (token() === '') {
      setState({ is: 'incomplete' })
      return
    }
    try {
      const link = (await send('POST', '/v1/auth/link/check', {
        body: { link: token() },
      })) as OneTime
      setState({ is: 'usable', link })
    } catch (error) {
      setState(await stateAfter(error))
    }
  }
  useEffect(() => {
    void check()
    const again = () => void check()
    window.addEventListener('hashchange', again)
    return () => window.removeEventListener('hashchange', again)
  }, [])

  switch (state.is) {
    case 'asking':
      return (
        <Card title="Set up Navish">
          <Wait lines={4} />
        </Card>
      )
    case 'incomplete':
      return (
        <Card title="The link is incomplete">
          <p>
            Open it as it was printed or sent to you, with all that stands behind the <code>#</code>
            .
          </p>
          <Link to="/">Go to the front page</Link>
        </Card>
      )
    case 'failed':
      return (
        <Card title="That did not work">
          <Fault text={state.text} />
          <Button look="main" onClick={check}>
            Try again
          </Button>
        </Card>
      )
    case 'dead':
      return <Dead needsSetup={state.needsSetup} />
    case 'usable':
      return state.link.kind === 'setup' ? (
        <FirstAdmin link={state.link} onDead={setState} />
      ) : (
        <NewPassword link={state.link} onDead={setState} />
      )
  }
}

async function stateAfter(error: unknown): Promise<State> {
  if (!(error instanceof Problem) || error.status !== 401) {
    return { is: 'failed', text: sentenceOf(error) }
  }
  try {
    const { needsSetup } = (await send('GET', '/v1/auth')) as SignInWays
    return { is: 'dead', needsSetup }
  } catch {
    return { is: 'dead', needsSetup: false }
  }
}

interface LinkProps {
  link: OneTime
  onDead: (state: State) => void
}

function Expiry({ link }: { link: OneTime }) {
  return <time dateTime={link.expiresAt}>{absoluteTime(Date.parse(link.expiresAt))}</time>
}

/** @returns whether the link worked; what else went wrong is thrown */
async function use(body: object, onDead: LinkProps['onDead']): Promise<boolean> {
  try {
    await send('POST', '/v1/auth/link', { body: { link: token(), ...body } })
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error
    onDead(await stateAfter(error))
    return false
  }
  await askWho()
  return true
}

function FirstAdmin({ link, onDead }: LinkProps) {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')

  async function create(): Promise<void> {
    const who = { email, password, ...(name.trim() !== '' && { name: name.trim() }) }
    // Not the link: going back would only show that it is used up.
    if (await use(who, onDead)) go('/setup?step=address', { replace: true })
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

function NewPassword({ link, onDead }: LinkProps) {
  const [password, setPassword] = useState('')

  async function save(): Promise<void> {
    if (await use({ password }, onDead)) go('/', { replace: true })
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

function Dead({ needsSetup }: { needsSetup: boolean }) {
  return (
    <Card title="This link does not work any more">
      <p>It was used already, it has expired, or a newer one took its place.</p>
      {needsSetup ? (
        <>
          <p>
            Navish has no admin yet: start it again, and it prints a new link, which is valid for 30
            minutes. Or create an admin on the server, in a shell:
          </p>
          <code class="command">navish admin create you@example.org</code>
        </>
      ) : (
        <>
          <p>
            If you know your password, <Link to="/">sign in</Link>. If not, an admin can make a new
            link for you. An admin who is locked out gets in again with a command on the server:
          </p>
          <code class="command">navish admin reset you@example.org</code>
        </>
      )}
    </Card>
  )
}

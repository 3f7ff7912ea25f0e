import { useEffect, useState } from 'preact/hooks'
import { query } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { Wait } from '../parts/wait.tsx'
import { may, me, meFault } from '../session.ts'
import { NoAnswer } from './no-answer.tsx'
import { AddressStep } from './address-step.tsx'
import { Card } from './card.tsx'
import { ConnectStep } from './connect-step.tsx'
import { checkLink, token, type LinkState } from './link.ts'
import { Dead, FirstAdmin, NewPassword } from './link-forms.tsx'
import { SignIn } from './sign-in.tsx'
import { TryStep } from './try-step.tsx'

/** Where one-time links lead: the first admin is led from there to the first alert; others choose a password. */
export function Setup() {
  const step = query.value.get('step')
  if (token() !== '' || step === null) return <OneTimeLink />
  if (meFault.value !== null) return <NoAnswer />
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
  const [state, setState] = useState<LinkState>({ is: 'asking' })

  async function check(): Promise<void> {
    setState(await checkLink())
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

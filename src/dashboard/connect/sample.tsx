import { useState } from 'preact/hooks'
import type { TestView } from '../../contract/integrations.ts'
import { severities, type Severity } from '../../core/severity.ts'
import { calls } from '../api.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Select } from '../parts/select.tsx'
import { Link } from '../parts/link.tsx'
import { sentenceOf } from '../problem.ts'

/** Sends a signed sample through the whole way, so that one sees that what is behind the URL works. */
export function Sample({ id }: { id: string }) {
  const [severity, setSeverity] = useState<Severity>('error')
  const [answer, setAnswer] = useState<TestView>()
  const [fault, setFault] = useState<string | null>(null)

  async function send(resolve: boolean): Promise<void> {
    setFault(null)
    try {
      setAnswer(await calls.testIntegration({ id, severity, resolve }))
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }

  return (
    <section class="card panel">
      <h2>Try it</h2>
      <p class="quiet">
        Navish sends itself a webhook as Sentry makes it, signed when there is a secret. It does not
        count in the list above.
      </p>
      <Select
        label="Severity"
        value={severity}
        options={severities.map((each) => [each, each] as const)}
        onValue={setSeverity}
      />
      <div class="buttons">
        <Button icon="send" onClick={() => send(false)}>
          Send a sample
        </Button>
        <Button icon="check" onClick={() => send(true)}>
          Resolve it
        </Button>
      </div>
      <Fault text={fault} />
      <div role="status">{answer !== undefined && <Became answer={answer} />}</div>
    </section>
  )
}

function Became({ answer: { event, alert, processed } }: { answer: TestView }) {
  if (!processed) return <p>It is on disk, but was not taken up within five seconds.</p>
  return (
    <p>
      {event.reason}{' '}
      {alert !== null && <Link to={`/alerts/${alert.id}`}>See alert {alert.id}</Link>}
    </p>
  )
}

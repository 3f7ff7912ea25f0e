import { useState } from 'preact/hooks'
import type { CredentialsView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { Page } from '../frame/page.tsx'
import { go } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Link } from '../parts/link.tsx'
import { may } from '../session.ts'
import { mustBeNew } from './name.ts'
import { NewUrl } from './new-url.tsx'

/** Makes an integration, and shows its URL once. */
export function NewIntegration() {
  const [name, setName] = useState('')
  const [made, setMade] = useState<CredentialsView>()

  async function create(): Promise<void> {
    mustBeNew(name)
    setMade(await calls.createIntegration({ name }))
  }

  if (!may('admin')) {
    return (
      <Page title="New integration">
        <p>
          Creating one takes the role admin.{' '}
          <Link to="/integrations">See those that there are</Link>
        </p>
      </Page>
    )
  }
  if (made !== undefined) {
    return (
      <Page title={`${made.name} is ready`} name={made.name}>
        <NewUrl credentials={made} />
        <div class="buttons">
          <Button look="main" onClick={() => go(`/integrations/${made.id}`)}>
            Go on: connect it
          </Button>
        </div>
      </Page>
    )
  }
  return (
    <Page
      title="New integration"
      lead="An integration is one Sentry that may send, with a webhook URL of its own. One for each Sentry organization keeps their issues apart."
    >
      <section class="card panel narrow-card">
        <Form does="Create it" onSend={create} onCancel={() => go('/integrations')}>
          <Field
            label="Name"
            isFirst
            required
            maxLength={100}
            value={name}
            onValue={setName}
            hint="Such as the name of the Sentry organization."
          />
        </Form>
      </section>
    </Page>
  )
}

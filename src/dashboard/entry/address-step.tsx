import { useEffect, useState } from 'preact/hooks'
import { calls } from '../api.ts'
import { base } from '../base.ts'
import { go } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Wait } from '../parts/wait.tsx'
import { useAnswer } from '../parts/answer.ts'
import { addressIn, addressWarning } from '../settings/address.ts'
import { Card } from './card.tsx'
import { steps } from './steps.ts'

/** Under which address Sentry reaches this. */
export function AddressStep() {
  const found = useAnswer('settings', () => calls.showSettings({}))
  const [url, setUrl] = useState(`${window.location.origin}${base}`.replace(/\/$/, ''))
  const settings = found.value
  const isConfigured = settings?.publicUrlFrom === 'configuration'
  useEffect(() => {
    const known = settings?.publicUrl ?? null
    if (known !== null) setUrl(known)
  }, [settings])

  const next = () => go('/setup?step=connect')
  async function save(): Promise<void> {
    if (!isConfigured) await calls.updateSettings({ publicUrl: addressIn(url) })
    next()
  }

  const warning = addressWarning(addressIn(url))
  return (
    <Card title="Where can Sentry reach Navish?" step={{ at: 1, of: steps }}>
      <p class="lead">
        The webhook URL that you will give to Sentry begins with this address, and so do the links
        that Navish makes.
      </p>
      {settings === undefined && found.fault === null ? (
        <Wait />
      ) : (
        <Form does="Go on" onSend={save}>
          <Field
            label="Public URL"
            required
            readOnly={isConfigured}
            maxLength={500}
            value={url}
            onValue={setUrl}
            hint={
              isConfigured
                ? 'It is set by NAVISH_PUBLIC_URL or --public-url, and changed there.'
                : 'You can change it later, in the settings.'
            }
          />
          {warning !== null && <p class="warn-text">{warning}</p>}
        </Form>
      )}
      {!isConfigured && (
        <Button look="quiet" onClick={next}>
          Later
        </Button>
      )}
    </Card>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { calls } from '../api.ts'
import { base } from '../base.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Wait } from '../parts/wait.tsx'
import { toast } from '../toasts.tsx'
import { addressIn, addressWarning } from './address.ts'

/** What counts for all of Navish. */
export function General() {
  const found = useAnswer('settings', () => calls.showSettings({}))
  const [url, setUrl] = useState('')
  const settings = found.value
  useEffect(() => {
    if (settings !== undefined) setUrl(settings.publicUrl ?? '')
  }, [settings])
  if (settings === undefined) return found.fault === null ? <Wait /> : <Fault text={found.fault} />

  const isConfigured = settings.publicUrlFrom === 'configuration'
  const here = `${window.location.origin}${base}`.replace(/\/$/, '')
  const warning = addressWarning(addressIn(url))

  async function save(): Promise<void> {
    const publicUrl = addressIn(url) || null
    found.put(await calls.updateSettings({ publicUrl }))
    toast(publicUrl === null ? 'The public URL was taken out.' : 'Public URL saved.')
  }

  const field = (
    <Field
      label="Public URL"
      autocomplete="off"
      placeholder="https://navish.example.org"
      maxLength={500}
      readOnly={isConfigured}
      value={url}
      onValue={setUrl}
      hint={
        isConfigured
          ? 'It is set by NAVISH_PUBLIC_URL or --public-url, and changed there.'
          : 'Without one, Navish takes the address at which it is asked.'
      }
    />
  )
  return (
    <div class="panels">
      <section class="panel card" aria-labelledby="address">
        <h2 id="address">Where Navish is reached</h2>
        <p>
          Webhook URLs begin with this address, and so do one-time links and links to alerts. Those
          that were made before stay as they are.
        </p>
        {isConfigured ? (
          field
        ) : (
          <Form does="Save" onSend={save}>
            {field}
            {url !== here && (
              <div class="buttons">
                <Button onClick={() => setUrl(here)}>Use the address of this page</Button>
              </div>
            )}
            {warning !== null && <p class="warn-text">{warning}</p>}
          </Form>
        )}
        {isConfigured && warning !== null && <p class="warn-text">{warning}</p>}
      </section>
    </div>
  )
}

import type { CredentialsView } from '../../contract/integrations.ts'
import { Copy } from '../parts/copy.tsx'
import { addressWarning } from '../settings/address.ts'

/** A webhook URL, the one time that it can be shown. */
export function NewUrl({ credentials: { url } }: { credentials: CredentialsView }) {
  const warning = addressWarning(url)
  return (
    <section class="card panel once">
      <h2>Webhook URL</h2>
      <p>
        Copy it now, and paste it in Sentry. <strong>It is shown only this once</strong>: Navish
        keeps no copy that could be read. Whoever has it may send. If it gets lost, make a new one
        on the page of the integration.
      </p>
      <Copy text={url} label="Webhook URL" isFirst />
      {warning !== null && <p class="warn-text">{warning}</p>}
      <details class="fold">
        <summary>Try it in a shell</summary>
        <code class="command">
          {`curl -H 'Content-Type: application/json' -d '{"action":"created","data":{"issue":{"id":"1","level":"error","title":"It works"}}}' ${url}`}
        </code>
      </details>
    </section>
  )
}

import { useState } from 'preact/hooks'

const ways = {
  internal: 'Internal integration',
  legacy: 'Legacy plugin',
  selfHosted: 'Self-hosted Sentry',
  glitchtip: 'GlitchTip',
} as const
type Way = keyof typeof ways

/** The exact clicks, for each kind of sender. */
export function SentrySteps() {
  const [way, setWay] = useState<Way>('internal')
  return (
    <div class="clicks">
      <div class="choice" role="group" aria-label="What sends">
        {(Object.keys(ways) as Way[]).map((each) => (
          <button key={each} type="button" aria-pressed={each === way} onClick={() => setWay(each)}>
            {ways[each]}
          </button>
        ))}
      </div>
      {way === 'internal' && <Internal />}
      {way === 'legacy' && <Legacy />}
      {way === 'selfHosted' && <SelfHosted />}
      {way === 'glitchtip' && <GlitchTip />}
    </div>
  )
}

function Internal() {
  return (
    <ol>
      <li>
        In Sentry:{' '}
        <b>Settings → Developer Settings → Create New Integration → Internal Integration</b>.
      </li>
      <li>
        Name it, and paste the <b>Webhook URL</b>.
      </li>
      <li>
        Switch <b>Alert Rule Action</b> on. Without it issue alerts and metric alerts never arrive.
      </li>
      <li>
        Under <b>Permissions</b> set <i>Issue &amp; Event</i> to <i>Read</i>; then, under{' '}
        <b>Webhooks</b>, tick <b>issue</b>. If you can choose single events, take at least{' '}
        <i>created, resolved, ignored</i> and <i>unresolved</i>.
      </li>
      <li>
        <b>Save</b>. Copy the <b>Client Secret</b> that Sentry shows now, and give it to Navish:
        from then on only signed requests are taken.
      </li>
      <li>
        In your alert rules and metric monitors choose <i>Send a notification via …</i> with the
        name of the integration as an action.
      </li>
    </ol>
  )
}

function Legacy() {
  return (
    <>
      <ol>
        <li>
          <b>Settings → Integrations → WebHooks → Add to Project</b> (in older versions{' '}
          <i>Legacy Integrations</i>), and paste the URL.
        </li>
        <li>
          Give your alert rules the action <i>Send a notification via webhooks</i>.
        </li>
      </ol>
      <p>Know what it cannot do:</p>
      <ul>
        <li>it sends only when an alert rule fires;</li>
        <li>
          it <b>never says that something was resolved</b>: close such alerts here, or add an
          internal integration, which closes them;
        </li>
        <li>it sends no metric alerts, no assignments and no archiving;</li>
        <li>it signs nothing, so it cannot be used with a client secret.</li>
      </ul>
    </>
  )
}

function SelfHosted() {
  return (
    <>
      <p>
        The clicks are those of the internal integration. But since version 25.9 self-hosted Sentry
        does not send webhooks to private addresses, and does not try again. In{' '}
        <code>sentry/sentry.conf.py</code> take the network that Navish is in out of the list, and
        restart Sentry:
      </p>
      <code class="command">
        SENTRY_DISALLOWED_IPS = tuple(net for net in SENTRY_DISALLOWED_IPS if net != "10.0.0.0/8")
      </code>
    </>
  )
}

function GlitchTip() {
  return (
    <>
      <ol>
        <li>
          In the project: <b>Settings → Alerts → Create New Alert</b>.
        </li>
        <li>
          Add a recipient <i>General (slack-compatible) Webhook</i>, and paste the URL.
        </li>
      </ol>
      <p>
        Uptime monitors open an alert when they go down and close it when they are back up.
        GlitchTip sends no resolve for issues, and signs nothing: leave the client secret out.
      </p>
    </>
  )
}

import { useState } from 'preact/hooks'
import type { NewTokenView, TokenView } from '../../contract/accounts.ts'
import { calls } from '../api.ts'
import { base } from '../base.ts'
import { now } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { Copy } from '../parts/copy.tsx'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { usePages } from '../parts/pages.ts'
import { More, Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { toast } from '../toasts.tsx'
import { ShownOnce } from './shown-once.tsx'
import { Create, Revoke } from './token-dialogs.tsx'

/** What lets programs in. */
export function Tokens() {
  const pages = usePages('tokens', (cursor) =>
    calls.listTokens({ limit: 100, ...(cursor !== undefined && { cursor }) }),
  )
  const [isCreating, setCreating] = useState(false)
  const [made, setMade] = useState<NewTokenView | null>(null)
  const [revoked, setRevoked] = useState<TokenView | null>(null)
  const create = (
    <Button look="main" icon="plug" onClick={() => setCreating(true)}>
      Create a token
    </Button>
  )
  return (
    <>
      <div class="buttons">
        <p class="lead">
          With an API token a program asks Navish in your name, with no more rights than you have.{' '}
          <a href={`${base}docs`}>What it can ask</a>
        </p>
        <span class="apart" />
        {pages.rows?.length !== 0 && create}
      </div>
      {made !== null && (
        <ShownOnce key={made.id} title={`The token "${made.label}"`} onDone={() => setMade(null)}>
          <p>It is shown only now: Navish keeps no copy that could be read.</p>
          <Copy text={made.token} label="API token" />
          <p>Try it:</p>
          <Copy text={curlFor(made.token)} label="A command that uses it" />
        </ShownOnce>
      )}
      <Fault text={pages.fault} />
      {pages.rows === undefined ? (
        pages.fault === null && <Wait lines={3} />
      ) : pages.rows.length === 0 ? (
        <Empty icon="plug" title="No tokens">
          <p>
            A script, a monitor or a command on another machine signs in with a token of its own,
            which can be revoked alone.
          </p>
          {create}
        </Empty>
      ) : (
        <Table
          label="API tokens"
          head={['Token', 'Role', ...(may('admin') ? ['Of'] : []), 'Last used', 'Expires', '']}
        >
          {pages.rows.map((token) => (
            <Row key={token.id} token={token} onRevoke={() => setRevoked(token)} />
          ))}
        </Table>
      )}
      <More pages={pages} />
      {isCreating && (
        <Create
          onClose={() => setCreating(false)}
          onMade={(token) => {
            setCreating(false)
            setMade(token)
            void pages.again()
          }}
        />
      )}
      {revoked !== null && (
        <Revoke
          token={revoked}
          onClose={() => setRevoked(null)}
          onRevoked={() => {
            pages.drop(revoked.id)
            setRevoked(null)
            if (made?.id === revoked.id) setMade(null)
            toast(`Revoked: ${revoked.label}.`)
          }}
        />
      )}
    </>
  )
}

function curlFor(token: string): string {
  return `curl -H 'Authorization: Bearer ${token}' '${window.location.origin}${base}v1/alerts'`
}

function Row({ token, onRevoke }: { token: TokenView; onRevoke: () => void }) {
  const { label, hint, role, createdBy, expiresAt, lastUsedAt, lastUsedFrom } = token
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now.value
  return (
    <tr class={isOver ? 'off' : ''}>
      <td class="name">
        <strong>{label}</strong>
        {isOver && <span class="tag warn">expired</span>}
        <span class="more mono">…{hint}</span>
      </td>
      <td data-label="Role">{role}</td>
      {may('admin') && <td data-label="Of">{createdBy}</td>}
      <td data-label="Last used">
        {lastUsedAt === null ? <span class="quiet">never</span> : <Time at={lastUsedAt} />}
        {lastUsedFrom !== null && <span class="more">from {lastUsedFrom}</span>}
      </td>
      <td data-label="Expires">
        {expiresAt === null ? <span class="quiet">never</span> : <Time at={expiresAt} />}
      </td>
      <td class="acts">
        <Button aria-label={`Revoke ${label}`} onClick={onRevoke}>
          Revoke
        </Button>
      </td>
    </tr>
  )
}

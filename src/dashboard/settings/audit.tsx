import { useId } from 'preact/hooks'
import type { AuditView } from '../../contract/accounts.ts'
import { calls } from '../api.ts'
import { query, say } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { usePages } from '../parts/pages.ts'
import { More, Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'

/** Who did what. */
export function Audit() {
  const actor = query.value.get('actor') ?? ''
  const action = query.value.get('action') ?? ''
  const pages = usePages(JSON.stringify([actor, action]), (cursor) =>
    calls.listAudit({
      limit: 100,
      ...(actor !== '' && { actor }),
      ...(action !== '' && { action }),
      ...(cursor !== undefined && { cursor }),
    }),
  )
  const rows = pages.rows ?? []
  return (
    <>
      <p class="lead">Everything that somebody did here, with when and from where.</p>
      <div class="narrow" role="group" aria-label="Filter">
        <Narrow
          label="Who"
          name="actor"
          value={actor}
          known={rows.map((entry) => entry.actor.name)}
        />
        <Narrow
          label="Action"
          name="action"
          value={action}
          known={rows.map((entry) => entry.action)}
        />
        {(actor !== '' || action !== '') && (
          <Button look="quiet" icon="cross" onClick={clear}>
            Clear
          </Button>
        )}
      </div>
      <Fault text={pages.fault} />
      {pages.rows === undefined ? (
        pages.fault === null && <Wait lines={8} />
      ) : rows.length === 0 ? (
        <Empty icon="search" title="Nothing like that was done">
          <p>Names and actions are compared letter by letter.</p>
          <Button onClick={clear}>Show all</Button>
        </Empty>
      ) : (
        <Table label="Audit log" head={['When', 'Who', 'What', 'Action', 'From']}>
          {rows.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </Table>
      )}
      <More pages={pages} />
    </>
  )
}

function clear(): void {
  say({ actor: null, action: null })
}

interface NarrowProps {
  label: string
  name: 'actor' | 'action'
  value: string
  /** To choose from. */
  known: readonly string[]
}

function Narrow({ label, name, value, known }: NarrowProps) {
  const id = useId()
  return (
    <>
      <input
        class={value === '' ? '' : 'chosen'}
        aria-label={label}
        placeholder={name === 'actor' ? 'Who: all' : 'Action: all'}
        list={id}
        maxLength={name === 'actor' ? 254 : 100}
        autocomplete="off"
        value={value}
        onChange={(event) => say({ [name]: event.currentTarget.value.trim() })}
      />
      <datalist id={id}>
        {[...new Set(known)].toSorted().map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  )
}

const kinds: Record<AuditView['actor']['kind'], string> = {
  user: '',
  token: 'API token',
  command: 'a command on the server',
  system: 'by itself',
}

function Row({ entry }: { entry: AuditView }) {
  const { at, actor, address, action, target, text } = entry
  return (
    <tr>
      <td class="when">
        <Time at={at} />
      </td>
      <td class="name">
        <button type="button" class="as-text" onClick={() => say({ actor: actor.name })}>
          {actor.name}
        </button>
        {kinds[actor.kind] !== '' && <span class="more">{kinds[actor.kind]}</span>}
      </td>
      <td class="why">
        {text}
        {target !== null && (
          <span class="more">
            <Target target={target} />
          </span>
        )}
      </td>
      <td>
        <button type="button" class="as-text mono" onClick={() => say({ action })}>
          {action}
        </button>
      </td>
      <td data-label="From">{address ?? <span class="quiet">this machine</span>}</td>
    </tr>
  )
}

/** To what something was done: a link where there is a page of it. */
function Target({ target }: { target: string }) {
  const [, kind, id] = /^(alert|integration|event) (\d+)$/.exec(target) ?? []
  return kind === undefined || id === undefined ? (
    <>{target}</>
  ) : (
    <Link to={`/${kind}s/${id}`}>{target}</Link>
  )
}

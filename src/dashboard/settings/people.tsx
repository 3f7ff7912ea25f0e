import { useState } from 'preact/hooks'
import type { LinkView, UserView } from '../../contract/accounts.ts'
import { calls } from '../api.ts'
import { Button } from '../parts/button.tsx'
import { Copy } from '../parts/copy.tsx'
import { Fault } from '../parts/fault.tsx'
import { usePages } from '../parts/pages.ts'
import { More, Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { askWho, me } from '../session.ts'
import { absoluteTime } from '../time.ts'
import { toast } from '../toasts.tsx'
import { AddPerson, DeletePerson, EditPerson, LinkPerson } from './person-dialogs.tsx'
import { waysInWords } from './profile.tsx'
import { ShownOnce } from './shown-once.tsx'

interface Doing {
  what: 'edit' | 'link' | 'delete'
  user: UserView
}

/** Who may sign in, and as what. */
export function People() {
  const pages = usePages('people', (cursor) =>
    calls.listUsers({ limit: 100, ...(cursor !== undefined && { cursor }) }),
  )
  const [isAdding, setAdding] = useState(false)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [made, setMade] = useState<{ email: string; link: LinkView } | null>(null)
  const stop = () => setDoing(null)

  function saved(user: UserView): void {
    pages.put(user)
    stop()
    toast(`Saved: ${user.email}.`)
    if (isMe(user)) void askWho()
  }

  return (
    <>
      <div class="buttons">
        <p class="lead">Who may sign in here, and what they may do.</p>
        <span class="apart" />
        <Button look="main" icon="person" onClick={() => setAdding(true)}>
          Add a person
        </Button>
      </div>
      {made !== null && (
        <ShownOnce
          key={made.link.url}
          title={`One-time link for ${made.email}`}
          onDone={() => setMade(null)}
        >
          <p>
            Send it to them: with it they choose a password. It works once, until{' '}
            {absoluteTime(Date.parse(made.link.expiresAt))}, and is shown only now.
          </p>
          <Copy text={made.link.url} label="One-time link" />
        </ShownOnce>
      )}
      <Fault text={pages.fault} />
      {pages.rows === undefined ? (
        pages.fault === null && <Wait lines={4} />
      ) : (
        <Table label="People" head={['Person', 'Role', 'Signs in with', 'Last sign-in', '']}>
          {pages.rows.map((user) => (
            <Person key={user.id} user={user} onDo={(what) => setDoing({ what, user })} />
          ))}
        </Table>
      )}
      <More pages={pages} />
      {isAdding && (
        <AddPerson
          onClose={() => setAdding(false)}
          onAdded={({ user, link }) => {
            setAdding(false)
            if (link !== null) setMade({ email: user.email, link })
            toast(`Added: ${user.email}.`)
            void pages.again()
          }}
        />
      )}
      {doing?.what === 'edit' && (
        <EditPerson user={doing.user} onClose={stop} onSaved={saved} onNewer={pages.put} />
      )}
      {doing?.what === 'link' && (
        <LinkPerson
          user={doing.user}
          onClose={stop}
          onMade={(link) => {
            setMade({ email: doing.user.email, link })
            stop()
          }}
        />
      )}
      {doing?.what === 'delete' && (
        <DeletePerson
          user={doing.user}
          onClose={stop}
          onDeleted={() => {
            pages.drop(doing.user.id)
            stop()
            toast(`Removed: ${doing.user.email}.`)
            if (isMe(doing.user)) void askWho()
          }}
        />
      )}
    </>
  )
}

function isMe({ id }: UserView): boolean {
  const who = me.value
  return who !== null && who !== 'unknown' && who.user?.id === id
}

function Person({ user, onDo }: { user: UserView; onDo: (what: Doing['what']) => void }) {
  const { email, name, role, disabledAt, lastSignInAt } = user
  return (
    <tr class={disabledAt === null ? '' : 'off'}>
      <td class="name">
        <strong>{name ?? email}</strong>
        {isMe(user) && <span class="tag">you</span>}
        {disabledAt !== null && <span class="tag warn">disabled</span>}
        {name !== null && <span class="more">{email}</span>}
      </td>
      <td data-label="Role">{role}</td>
      <td data-label="Signs in with">{waysInWords(user)}</td>
      <td data-label="Last sign-in">
        {lastSignInAt === null ? <span class="quiet">never</span> : <Time at={lastSignInAt} />}
      </td>
      <td class="acts">
        <div class="buttons">
          <Button aria-label={`Edit ${email}`} onClick={() => onDo('edit')}>
            Edit
          </Button>
          <Button
            aria-label={`New link for ${email}`}
            disabled={disabledAt !== null}
            onClick={() => onDo('link')}
          >
            New link
          </Button>
          <Button look="quiet" aria-label={`Remove ${email}`} onClick={() => onDo('delete')}>
            Remove
          </Button>
        </div>
      </td>
    </tr>
  )
}

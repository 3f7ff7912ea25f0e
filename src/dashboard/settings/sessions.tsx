import type { SessionView } from '../../contract/accounts.ts'
import { calls } from '../api.ts'
import { query } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { usePages } from '../parts/pages.ts'
import { More, Table } from '../parts/table.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { toast, toastFault } from '../toasts.tsx'
import { browserIn } from './browser.ts'

/** Where somebody is signed in. */
export function Sessions() {
  const isAll = may('admin') && query.value.get('all') === '1'
  const pages = usePages(`sessions ${isAll}`, (cursor) =>
    calls.listSessions({
      limit: 100,
      ...(isAll && { all: true }),
      ...(cursor !== undefined && { cursor }),
    }),
  )

  async function end({ id, email }: SessionView): Promise<void> {
    try {
      await calls.revokeSession({ id })
      pages.drop(id)
      toast(isAll ? `Signed out: a browser of ${email}.` : 'Signed out there.')
    } catch (error) {
      toastFault(error)
    }
  }

  const head = ['Browser', ...(isAll ? ['Person'] : []), 'Address', 'Last used', 'Signed in', '']
  return (
    <>
      <p class="lead">
        Browsers that are signed in{isAll ? '' : ' as you'}. End one that you do not know, and
        change the password.
      </p>
      {may('admin') && (
        <Tabs
          label="Whose sessions"
          items={[
            { to: '/settings/sessions', isCurrent: !isAll, children: 'Yours' },
            { to: '/settings/sessions?all=1', isCurrent: isAll, children: "Everybody's" },
          ]}
        />
      )}
      <Fault text={pages.fault} />
      {pages.rows === undefined ? (
        pages.fault === null && <Wait lines={3} />
      ) : pages.rows.length === 0 ? (
        <Empty icon="person" title="No sessions">
          <p>You did not sign in here yourself: a proxy or a token says who you are.</p>
        </Empty>
      ) : (
        <Table label="Sessions" head={head}>
          {pages.rows.map((session) => (
            <Row key={session.id} session={session} isAll={isAll} onEnd={end} />
          ))}
        </Table>
      )}
      <More pages={pages} />
    </>
  )
}

interface RowProps {
  session: SessionView
  isAll: boolean
  onEnd: (session: SessionView) => Promise<void>
}

function Row({ session, isAll, onEnd }: RowProps) {
  const { email, createdAt, lastUsedAt, address, userAgent, current } = session
  const browser = browserIn(userAgent)
  return (
    <tr>
      <td class="name">
        <strong title={userAgent ?? ''}>{browser}</strong>
        {current && <span class="tag good">this browser</span>}
      </td>
      {isAll && <td data-label="Person">{email}</td>}
      <td data-label="Address">{address ?? <span class="quiet">unknown</span>}</td>
      <td data-label="Last used">
        <Time at={lastUsedAt} />
      </td>
      <td data-label="Signed in">
        <Time at={createdAt} />
      </td>
      <td class="acts">
        {!current && (
          <Button aria-label={`End the session of ${browser}`} onClick={() => onEnd(session)}>
            End
          </Button>
        )}
      </td>
    </tr>
  )
}

import type { ComponentType } from 'preact'
import type { Role } from '../../core/account.ts'
import { Page } from '../frame/page.tsx'
import { Empty } from '../parts/empty.tsx'
import { Link } from '../parts/link.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { may } from '../session.ts'
import { Audit } from './audit.tsx'
import { General } from './general.tsx'
import { People } from './people.tsx'
import { Profile } from './profile.tsx'
import { Sessions } from './sessions.tsx'
import { SingleSignOn } from './sso.tsx'
import { Storage } from './storage.tsx'
import { Tokens } from './tokens.tsx'

interface Part {
  id: string
  name: string
  role: Role
  shows: ComponentType
}

const parts: readonly Part[] = [
  { id: 'profile', name: 'Profile', role: 'viewer', shows: Profile },
  { id: 'people', name: 'People', role: 'admin', shows: People },
  { id: 'sessions', name: 'Sessions', role: 'viewer', shows: Sessions },
  { id: 'tokens', name: 'API tokens', role: 'viewer', shows: Tokens },
  { id: 'sign-in', name: 'Single sign-on', role: 'viewer', shows: SingleSignOn },
  { id: 'storage', name: 'Storage', role: 'viewer', shows: Storage },
  { id: 'audit', name: 'Audit log', role: 'admin', shows: Audit },
  { id: 'general', name: 'General', role: 'admin', shows: General },
]

/** What can be set, part by part. */
export function Settings({ part }: { part: string }) {
  const current = parts.find(({ id }) => id === part)
  const isMine = current !== undefined && may(current.role)
  return (
    <Page title="Settings" name={isMine ? current.name : 'Settings'}>
      <Tabs
        label="Settings"
        items={parts
          .filter(({ role }) => may(role))
          .map(({ id, name }) => ({
            to: `/settings/${id}`,
            isCurrent: id === part,
            children: name,
          }))}
      />
      {isMine ? <current.shows key={part} /> : <NotHere isKnown={current !== undefined} />}
    </Page>
  )
}

function NotHere({ isKnown }: { isKnown: boolean }) {
  return (
    <Empty icon="gear" title={isKnown ? 'This is for admins' : 'Nothing here'}>
      <p>
        {isKnown
          ? 'Ask an admin, who can do it for you or change your role.'
          : 'The link is wrong, or what it led to is gone.'}
      </p>
      <Link class="button" to="/settings">
        Go to your profile
      </Link>
    </Empty>
  )
}
